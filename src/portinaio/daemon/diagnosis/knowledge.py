"""What the doctor looks at of what is known: contacts, followed books, lists, ranges, countries, formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.message import Message, msg
from portinaio.core.names import folded
from portinaio.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.daemon.context import Context


def contacts(context: Context) -> Iterator[tuple[str, Message]]:
    if count := len(context.store.contacts.names()):
        yield "ok", msg("numbers in the contacts: %(count)d", count=count)
    else:
        yield (
            "warning",
            msg("the contacts are empty, so nobody is known; run portinaio contacts import FILE"),
        )
    known = set().union(*context.store.contacts.groups().values())
    for group in sorted(name for name in _groups_named(context) if folded(name) not in known):
        yield (
            "warning",
            msg(
                "no contact is in the group %(group)s, which the policy names: for it all of them count as unknown",
                group=group,
            ),
        )


def _groups_named(context: Context) -> set[str]:
    policies = context.config.policies
    named: set[str] = set()
    for policy in (policies.policy, *(line.policy for line in policies.lines.values())):
        named.update(policy.groups or (), *(hours.groups for hours in policy.hours or ()))
    return named


def books(context: Context) -> Iterator[tuple[str, Message]]:
    for name, _ in context.config.books:
        from portinaio.daemon.books.state import state_of  # noqa: PLC0415  # few follow one

        state = state_of(context.store, name)
        if state.error:
            yield "wrong", msg("contacts %(name)s: %(error)s", name=name, error=state.error)
        elif state.state == "ok":
            yield (
                "ok",
                msg("contacts %(name)s: numbers known by them: %(n)d", name=name, n=state.entries),
            )
        else:
            said = msg(
                "contacts %(name)s are not up to date; run portinaio contacts sync", name=name
            )
            yield "warning", said


def lists(context: Context) -> Iterator[tuple[str, Message]]:
    from portinaio.daemon.lists.list_status import note, subscribed  # noqa: PLC0415  # a house without lists needs none of it

    for config, state in subscribed(context):
        name = config.name
        if state.error:
            yield "wrong", msg("list %(name)s: %(error)s", name=name, error=state.error)
        elif said := note(context, name):
            yield "warning", msg("list %(name)s: %(error)s", name=name, error=said)
        elif state.state == "ok":
            yield "ok", msg("list %(name)s has %(n)d entries", name=name, n=state.entries)
        else:
            yield "warning", msg("list %(name)s is not up to date; run portinaio sync", name=name)


def ranges(context: Context) -> Iterator[tuple[str, Message]]:
    count = sum(1 for _ in context.config.ranges)
    yield "ok", msg("reserved ranges at hand: %(count)d", count=count)


def countries(context: Context) -> Iterator[tuple[str, Message]]:
    """What the letters of the house's countries leave out, and packs of other packages; ours are right, or no test would pass."""
    from portinaio.countries.pack import pack_or_bare, read_folder  # noqa: PLC0415  # for the doctor alone
    from portinaio.countries.pack_folders import from_outside  # noqa: PLC0415  # for the doctor alone
    from portinaio.daemon.complaints.house import countries_of  # noqa: PLC0415  # for the doctor alone

    for country in countries_of(context):
        for left_out in pack_or_bare(country).does_not:
            said = msg("letters for %(country)s: %(what)s", country=country, what=Message(left_out))
            yield "ok", said
    for pack in from_outside():
        try:
            read_folder(pack)
        except ConfigError as error:
            yield "wrong", msg("a pack cannot be used: %(error)s", error=error.sentence)
        else:
            yield (
                "ok",
                msg(
                    "complaints of %(country)s are written with %(package)s",
                    country=pack.country,
                    package=pack.package,
                ),
            )


def formats(_context: Context) -> Iterator[tuple[str, Message]]:
    """Formats of lists that other packages bring."""
    from portinaio.lists.formats import faults  # noqa: PLC0415  # for the doctor alone

    for fault in faults().values():
        yield "wrong", fault
