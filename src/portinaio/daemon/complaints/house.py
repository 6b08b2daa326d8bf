"""In which countries a house has lines, and what their packs ask of the user. A complaint follows the line that was called."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from portinaio.complaints.answers import PROFILE_KEYS, checked_profile
from portinaio.core.message import Message, msg
from portinaio.core.numbers.number import read
from portinaio.core.numbers.reading import Kind
from portinaio.core.numbers.validity import describe
from portinaio.countries.pack import countries, has_pack, pack_or_bare, read_pack
from portinaio.errors import UsageError
from portinaio.language.choices import code_named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portinaio.complaints.filing import Profile
    from portinaio.core.logged import LoggedCall
    from portinaio.countries.pack_schema import Pack
    from portinaio.daemon.context import Context

_SAID_ON = "profile_said_on."


def with_called(context: Context, call: LoggedCall) -> LoggedCall:
    """The number that was called: as the network named it, else as config.toml names the line."""
    lines = context.config.own_numbers.lines
    if call.called and call.called in lines.values():
        return call  # whatever ranges are known so far
    reading = read(call.called, context.config.plan) if call.called else None
    # An extension such as sip:100@… is short, and would read as a number of the country.
    called = reading.number if reading and reading.valid and reading.kind is Kind.NUMBER else None
    if called is None:
        called = lines.get(call.line, "")
    return call._replace(called=called)


def with_sole_line(context: Context, profile: Profile) -> Profile:
    """Who has one line, and has not said which number is theirs, means that line: on no other can it stand in a register."""
    lines = context.config.own_numbers.lines
    if profile.line or len(lines) != 1:
        return profile
    return profile._replace(line=next(iter(lines.values())))


def country_of(context: Context, number: str) -> str:
    """Of a number of the house; that of config.toml where it is not known."""
    plan = context.config.plan
    found = describe(number, plan).country if number.startswith("+") else None
    return found or plan.country


def country_of_call(context: Context, call: LoggedCall) -> str:
    return country_of(context, with_called(context, call).called)


def countries_of(context: Context) -> tuple[str, ...]:
    """Of the house: that of config.toml, and those of its lines."""
    found = (country_of(context, number) for number in context.config.own_numbers.lines.values())
    return tuple(dict.fromkeys((context.config.plan.country, *found)))


def recipient_meant(context: Context, calls: Sequence[LoggedCall], text: str) -> str:
    """The key of the recipient that somebody named, by it or by its name in any language; what was written for none."""
    packs = [pack_or_bare(one) for one in {country_of_call(context, call): 0 for call in calls}]
    if not text or any(text in pack.recipient for pack in packs):
        return text
    for pack in packs:
        names = {key: Message(one.name) for key, one in pack.recipient.items()}
        if key := code_named(text, names):
            return key
    return text


def pack_for(
    context: Context, calls: Sequence[LoggedCall], recipient: str
) -> tuple[Pack, tuple[LoggedCall, ...]]:
    """The pack of the line that was called, and those calls that came to a line of that country. Where they came to several,
    it is a country that has a pack and such a recipient, of these that of the latest call. `ConfigError` where none has one.
    """
    by_country: dict[str, list[LoggedCall]] = {}
    for call in sorted(calls, key=lambda one: one.at, reverse=True):
        by_country.setdefault(country_of_call(context, call), []).append(call)
    latest = next(iter(by_country), context.config.plan.country)
    first = next(filter(has_pack, by_country), latest)
    country = next(
        (c for c in by_country if recipient in pack_or_bare(c).recipient),
        first,
    )
    kept = {call.id for call in by_country.get(country, ())}
    return read_pack(country), tuple(call for call in calls if call.id in kept)


def profile_of(context: Context) -> dict[str, str]:
    """Every key that the house's countries know, those that nobody has filled empty, and whatever was kept besides."""
    own = [key for country in countries_of(context) for key in pack_or_bare(country).profile]
    return dict.fromkeys((*PROFILE_KEYS, *own), "") | context.store.profile.all()


def set_profile(context: Context, values: Mapping[str, str]) -> None:
    """`UsageError` for a key that no country knows, or a value that cannot be."""
    keep_profile(context, said_of_user(context, values, _packs_knowing(context, values)))


def said_of_user(
    context: Context, values: Mapping[str, str], packs: Sequence[Pack]
) -> dict[str, str]:
    """The profile with what is said now. What was kept for a pack that is gone, or asks otherwise by now, is left as it is."""
    today = context.now().date()
    kept = context.store.profile.all()
    fit: dict[str, str] = {}
    for key, value in kept.items():
        with suppress(UsageError):
            fit |= checked_profile({key: value}, packs)
    return {**kept, **checked_profile({**fit, **values}, packs, today)}


def keep_profile(context: Context, said: Mapping[str, str]) -> None:
    """Keep what is said of the user, and since when it is; what is said again keeps its day."""
    days = days_of_user(context, said)
    for key, value in said.items():
        context.store.state.set(f"{_SAID_ON}{key}", days.get(key) if value else None)
    context.store.profile.set(said)


def days_of_user(context: Context, said: Mapping[str, str]) -> dict[str, str]:
    """Of each key the ISO date on which the user said what stands in `said`; none where that is not known."""
    kept, noted = context.store.profile.all(), context.store.state.all()
    today = context.now().date().isoformat()
    days = {
        key: noted.get(f"{_SAID_ON}{key}", "") if value == kept.get(key, "") else today
        for key, value in said.items()
    }
    return {key: day for key, day in days.items() if day}


def refuse_mixed(context: Context, calls: Sequence[LoggedCall]) -> None:
    """Calls that somebody chose one by one are of one complaint only where one country's law is theirs."""
    found = dict.fromkeys(country_of_call(context, call) for call in calls)
    if len(found) > 1:
        raise UsageError(
            msg(
                "these calls came to lines in different countries (%(countries)s): write a complaint for each",
                countries=", ".join(found),
            )
        )


def _packs_knowing(context: Context, values: Mapping[str, str]) -> list[Pack]:
    """The house's, and all others only where a key is none of theirs."""
    packs = [pack_or_bare(country) for country in countries_of(context)]
    known = {*PROFILE_KEYS, *(key for pack in packs for key in pack.profile)}
    if not values.keys() <= known:
        packs += [pack_or_bare(country) for country in countries()]
    return packs
