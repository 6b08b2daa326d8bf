"""Why an entry or a contact may not be what somebody meant. Each is a question; whoever is sure insists.

A slip that `check` sees in a number, a contact or a number of the house among those that are blocked, and an entry that means
a large part of a country, whether it blocks or allows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.covered_contacts import covered_contacts
from portinaio.core.message import Message, msg
from portinaio.core.numbers import validity
from portinaio.core.numbers.number import parse, read
from portinaio.core.numbers.reading import Kind
from portinaio.core.safe_text import printable
from portinaio.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from portinaio.core.numbers.pattern import Pattern
    from portinaio.core.numbers.plan import Plan
    from portinaio.daemon.context import Context

ALLOW, BLOCK, CONTACT = "allow", "block", "contact"


def refuse_doubtful(context: Context, typed: str, pattern: Pattern, kind: str) -> None:
    """`UsageError` with all of them."""
    if found := doubts(context, typed, pattern, kind):
        raise UsageError(
            msg(
                "%(pattern)s: %(doubts)s; whoever means it says so with sure",
                pattern=pattern.text,
                doubts=together(found),
            )
        )


def doubts(context: Context, typed: str, pattern: Pattern, kind: str) -> list[Message]:
    """`typed` is what somebody wrote for the pattern, `kind` what it is to become."""
    found = [*_slips(typed, pattern, context.config.plan)]
    if kind == BLOCK:
        found += _own(context, pattern)
        found += _contacts(context, pattern)
    if kind != CONTACT:
        found += _coverage(pattern, kind)
    return found


def together(messages: Sequence[Message]) -> Message:
    values: dict[str, object] = {str(place): each for place, each in enumerate(messages)}
    return Message("; ".join(f"%({place})s" for place in values), values)


def _slips(typed: str, pattern: Pattern, plan: Plan) -> Iterator[Message]:
    if not pattern.exact:
        return
    reading = read(typed, plan)
    if reading.kind is not Kind.NUMBER:
        return
    if reading.hint:
        yield reading.hint
    if not reading.valid and (other := _with_lost_plus(typed, pattern, plan)):
        yield msg("does it begin with the calling code already? then write %(other)s", other=other)
    if not reading.valid and (abroad := validity.without_plus(_bare(typed), plan)):
        country = validity.describe(abroad, plan).country or ""
        if not abroad.startswith(plan.calling_code, 1):
            yield msg(
                "looks like %(number)s of %(country)s without its +",
                number=abroad,
                country=country,
            )


def _bare(typed: str) -> str:
    return typed.translate(dict.fromkeys(map(ord, " ()./-")))


def _with_lost_plus(typed: str, pattern: Pattern, plan: Plan) -> str:
    """`+3902…` for `3902…`, which was read as `+393902…`; empty where it is none."""
    code = plan.calling_code
    inside = pattern.text[1 + len(code) :]
    if not code or typed.lstrip("( ")[:1] == "+" or pattern.text[1 : 1 + len(code)] != code:
        return ""
    return f"+{inside}" if inside.startswith(code) and len(inside) > len(code) else ""


def _own(context: Context, pattern: Pattern) -> Iterator[Message]:
    numbers = {*context.config.own_numbers.lines.values()}
    numbers.add(parse(context.store.profile.get("line"), context.config.plan) or "")
    met = sorted(number for number in numbers if number and pattern.covers(number))
    if not met:
        return
    areas = {area for number in met if (area := _area(number, context.config.plan))}
    whole = sorted(area for area in areas if pattern.open and _begins_with(area, pattern))
    if whole:
        yield msg("this means all of your own area, %(areas)s", areas=", ".join(whole))
    yield msg("this means a number of yours: %(numbers)s", numbers=", ".join(met))


def _area(number: str, plan: Plan) -> str:
    """`+3902` of a landline with an area code; empty for other numbers."""
    import phonenumbers  # noqa: PLC0415  # only of the house's own numbers

    parts = validity.split(number[1:], plan)
    record = phonenumbers.parse(number)
    digits = phonenumbers.length_of_geographical_area_code(record)
    return f"+{parts[0]}{parts[1][:digits]}" if parts and digits else ""


def _begins_with(area: str, pattern: Pattern) -> bool:
    """Whether everything is meant that begins as the area does."""
    return len(pattern.text.rstrip("*")) <= len(area) and not pattern.places


def _contacts(context: Context, pattern: Pattern) -> Iterator[Message]:
    names = {
        printable(name) or number
        for number, name in context.store.contacts.names().items()
        if pattern.covers(number)
    }
    if said := covered_contacts(sorted(names), exact=pattern.exact):
        yield said


def _coverage(pattern: Pattern, kind: str) -> Iterator[Message]:
    if pattern.exact:
        return
    from portinaio.daemon.entries.coverage import coverage, is_wide  # noqa: PLC0415  # of few entries

    if not is_wide(pattern):
        return
    for what in coverage(pattern):
        if kind == ALLOW:
            yield msg("this opens %(what)s", what=what)
        else:
            yield msg("this blocks %(what)s", what=what)
