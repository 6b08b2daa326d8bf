"""What is wrong with the facts of a pack: days, spans, hours, keys that lead nowhere, addresses that nobody may open."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from portinaio.countries.data_file import quoted
from portinaio.countries.letter_check import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.countries.fact_schema import OptOut, Slots, Span, Timed
    from portinaio.countries.letter_check import Names
    from portinaio.countries.pack_schema import Pack

_KEY = re.compile("[a-z][a-z0-9_]{0,30}")
_CURRENCY = re.compile("[A-Z]{3}")
_DIAL = re.compile(r"\+?[0-9]{2,15}")
_BEGINNING = re.compile(r"\+[1-9][0-9]{1,14}")
_PAGE = re.compile(r"https://[\w.:-]+(/[^\s\"<>]*)?")
_ASK = re.compile(r"https://[\w.:-]+/[^\s\"<>{}]*\{national\}[^\s\"<>{}]*")
DAYS = ("mon_fri", "saturday", "sunday", "holiday", "eve_of_holiday")


def fact_problems(pack: Pack, names: Names) -> Iterator[Problem]:
    yield from _of_days(pack)
    yield from _of_laws(pack)
    yield from _of_addresses(pack)
    yield from _of_register(pack)
    yield from _of_hours(pack, names)
    for key, register in pack.optout.items():
        path = f"$.optout.{quoted(key)}"
        for said in _of_optout(key, register, pack):
            yield Problem(f"optout {key[:20]}: {said}", path)
    yield from _of_numbers(pack)
    keys = [limit.key for limit in pack.limit]
    for place, limit in enumerate(pack.limit):
        path = f"$.limit[{place}]"
        if not _KEY.fullmatch(limit.key) or keys.count(limit.key) > 1:
            yield Problem(f"limit: '{limit.key[:20]}' is no key, or not its own", path)
        yield from names.problems_of(limit.when, "limit", f"{path}.when")
    yield from _of_forms(pack)


def measures(span: Span) -> int:
    """In how many measures it is given."""
    return sum(map(bool, (span.days, span.working_days, span.months)))


def _timed(pack: Pack) -> Iterator[tuple[str, Timed]]:
    yield from ((f"$.law.{quoted(key)}", law) for key, law in pack.law.items())
    yield from ((f"$.optout.{quoted(key)}", one) for key, one in pack.optout.items())
    for table in ("hours", "limit", "consent"):
        yield from ((f"$.{table}[{n}]", one) for n, one in enumerate(getattr(pack, table)))
    if pack.silent:
        yield "$.silent", pack.silent


def _of_days(pack: Pack) -> Iterator[Problem]:
    for path, fact in _timed(pack):
        if fact.since and fact.until and fact.until < fact.since:
            yield Problem("until is before since", f"{path}.until")


def _of_laws(pack: Pack) -> Iterator[Problem]:
    named = [(f"$.limit[{n}].law", limit.law) for n, limit in enumerate(pack.limit)]
    named += [(f"$.consent[{n}].law", rule.law) for n, rule in enumerate(pack.consent)]
    if pack.silent:
        named.append(("$.silent.law", pack.silent.law))
    if pack.deadlines.law:
        named.append(("$.deadlines.law", pack.deadlines.law))
    for path, name in named:
        if name not in pack.law:
            table = re.sub(r"[^a-z]", "", path.removesuffix("law"))
            yield Problem(f"{table}: there is no law {name[:40]}", path)
    for key, law in pack.law.items():
        if not law.cite.strip() or not law.says.strip():
            path = f"$.law.{quoted(key)}"
            yield Problem(f"law {key[:40]}: cite and says must say something", path)
    yield from _of_spans(pack)


def _of_spans(pack: Pack) -> Iterator[Problem]:
    for place, rule in enumerate(pack.consent):
        if measures(rule.valid) != 1:
            path = f"$.consent[{place}].valid"
            yield Problem("valid is in days, working_days or months", path)
    for name in ("reply", "extended", "reminder"):
        if measures(getattr(pack.deadlines, name)) > 1:
            said = f"{name} is in days, working_days or months"
            yield Problem(said, f"$.deadlines.{name}")


def _of_addresses(pack: Pack) -> Iterator[Problem]:
    """The program opens and dials these."""
    pages = [(f"$.authority.{quoted(k)}", one.page) for k, one in pack.authority.items()]
    pages += [(f"$.optout.{quoted(k)}", one.page) for k, one in pack.optout.items()]
    for path, page in pages:
        if page and not _PAGE.fullmatch(page):
            yield Problem(f"page must be an address with https://, not {page[:60]}", f"{path}.page")
    for key, one in pack.authority.items():
        for name in ("phone", "sms"):
            number = getattr(one, name)
            if number and not _DIAL.fullmatch(number):
                path = f"$.authority.{quoted(key)}.{name}"
                yield Problem(f"{name} is digits, perhaps behind a +, not {number[:20]}", path)


def _of_numbers(pack: Pack) -> Iterator[Problem]:
    for key, numbers in pack.number.items():
        path = f"$.number.{quoted(key)}"
        if not _KEY.fullmatch(key):
            yield Problem(f"'{key[:20]}' is no key: small letters", path)
        wrong = [one for one in numbers.beginnings or ("",) if not _BEGINNING.fullmatch(one)]
        if wrong:
            said = f"a beginning is like +34400, not '{wrong[0][:20]}'"
            yield Problem(f"number {key[:20]}: {said}", f"{path}.beginnings")


def _of_register(pack: Pack) -> Iterator[Problem]:
    """The program asks it, and says beforehand who learns of the call."""
    register = pack.register
    if register is None:
        return
    if not _ASK.fullmatch(register.ask):
        said = f"ask must be an address with https:// and one {{national}}, not {register.ask[:60]}"
        yield Problem(said, "$.register.ask")
    if not register.name.strip() or not register.keeper.strip() or not register.company:
        yield Problem("register: name, keeper and company must say something", "$.register")


def _of_hours(pack: Pack, names: Names) -> Iterator[Problem]:
    for place, hours in enumerate(pack.hours):
        path = f"$.hours[{place}]"
        yield from names.problems_of(hours.when, "hours", f"{path}.when")
        for day in DAYS:
            if not _in_order(getattr(hours, day) or ()):
                said = f"{day}: each part of a day ends after it begins, and before the next one"
                yield Problem(said, f"{path}.{day}")


def _in_order(slots: Slots) -> bool:
    moments = [moment for slot in slots for moment in slot]
    # One may end when the next begins, and midnight ends the day: 23:59:59 says so in TOML.
    return all(a < b for a, b in slots) and moments == sorted(moments)


def _of_optout(key: str, register: OptOut, pack: Pack) -> Iterator[str]:
    if not _KEY.fullmatch(key):
        yield "its key is small letters"
    if measures(register.effective) > 1:
        yield "effective is in days, working_days or months"
    for name in ("enrolled", "renewed"):
        field = getattr(register, name)
        if (field or name == "enrolled") and not (
            field in pack.profile and pack.profile[field].day
        ):
            yield f"{name} names {field[:40] or 'nothing'}, which is no day of the profile"
    own = pack.profile.get(register.line)
    if register.line != "line" and not (own and own.number):
        yield f"line names {register.line[:40]}, which is no number of the profile"


def _of_forms(pack: Pack) -> Iterator[Problem]:
    # Only who reads a pack needs it.
    from babel.dates import format_date, format_time  # noqa: PLC0415

    if not _CURRENCY.fullmatch(pack.currency):
        yield Problem("currency must be three capital letters, such as EUR", "$.currency")
    day = dt.datetime(2026, 1, 31, 15, 4)  # noqa: DTZ001  # of nowhere, to try the forms on
    for name in ("date", "table_date", "time", "table_time"):
        try:
            form = getattr(pack.forms, name)
            if name.endswith("date"):
                format_date(day, form, locale="en")
            else:
                format_time(day, form, locale="en")
        except (ValueError, KeyError, AttributeError, TypeError):
            said = f"{name} is full, long, medium, short, or a pattern such as d. MMMM y"
            yield Problem(said, f"$.forms.{name}")
