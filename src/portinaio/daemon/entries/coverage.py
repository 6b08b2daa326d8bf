"""How much of a country an entry means: all of it, many of the numbers of one type, or else millions."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from portinaio.core.message import Message, msg
from portinaio.core.numbers.choices import stretches
from portinaio.core.numbers.digits import LONGEST_E164
from portinaio.core.numbers.pattern import places_of, stored
from portinaio.core.numbers.stretches import shared, united, width
from portinaio.core.reach import ONE_IN, TYPES
from portinaio.countries.phonenumbers_metadata import regions_of
from portinaio.lists.calling_codes import COUNTRIES
from portinaio.lists.index.reach import numbers_behind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.core.numbers.pattern import Pattern
    from portinaio.core.numbers.stretches import Stretches
    from portinaio.lists.calling_codes import Country
    from portinaio.lists.index.reach import NumbersOfType

MOST_DIGITS = 3  # behind the calling code; what more of them leave is no large part of a country
MOST_SHOWN = 4  # of types or countries
MANY_MILLIONS = (
    5  # half of what an operator hands out behind one beginning, and the smallest area of America
)
MOST_MILLIONS = (
    100  # beyond, a plan that leaves lengths open counts numbers that nobody will ever have
)
NEARLY_ALL = 98  # in a hundred: the rest are odd lengths


def coverage(pattern: Pattern) -> Iterator[Message]:
    """What it means of countries, as clauses behind "this means"; nothing where it is no large part of one."""
    meant = _places(pattern)
    touched = [c for c in COUNTRIES if shared(meant, ((c.first, c.behind),))]
    whole = [c for c in touched if _is_whole(c, meant)]
    if len(whole) > 1:
        codes = [f"+{country.code}" for country in whole]
        shown = ", ".join(codes[:MOST_SHOWN]) + ("…" if len(codes) > MOST_SHOWN else "")
        yield msg("all of %(n)d countries: %(codes)s", n=len(whole), codes=shown)
    elif whole:
        yield msg("all of %(country)s (+%(code)s)", country=_name(whole[0]), code=whole[0].code)
    if whole or len(touched) > 1:
        return
    for country in touched:
        of_types = [*_of_types(pattern, country, meant)]
        yield from of_types or _in_millions(pattern, country, meant)


def is_wide(pattern: Pattern) -> bool:
    """Whether it is worth while to look: what begins with many digits is no large part of a country."""
    if pattern.exact:
        return False
    plain = len("".join(takewhile(str.isdigit, pattern.text[1:])))
    country = next((c for c in COUNTRIES if c.first <= pattern.low >> 4 < c.behind), None)
    return country is None or plain <= len(country.code) + MOST_DIGITS


def _places(pattern: Pattern) -> Stretches:
    if not pattern.places:
        return united([places_of(pattern.low, pattern.high)])
    parts = stretches(pattern.places, open_ended=pattern.open) or ()
    each = (stored(part.text) for part in parts)
    return united(places_of(one.low, one.high) for one in each)


def _is_whole(country: Country, meant: Stretches) -> bool:
    return (
        width(shared(meant, ((country.first, country.behind),))) == country.behind - country.first
    )


def _of_types(pattern: Pattern, country: Country, meant: Stretches) -> Iterator[Message]:
    found: list[tuple[int, NumbersOfType]] = []
    for numbers in _everybody(country):
        inside = numbers.all if pattern.open else numbers.by_length.get(_digits(pattern), ())
        room = width(shared(meant, inside))
        if room * ONE_IN > numbers.room:
            found.append((-(-100 * room // numbers.room), numbers))
    for percent, numbers in sorted(found, key=lambda each: -each[1].room)[:MOST_SHOWN]:
        told = {"numbers": TYPES.get(numbers.type, msg("numbers")), "country": numbers.country}
        if percent >= NEARLY_ALL:
            yield msg("all %(numbers)s of %(country)s", **told)
        else:
            yield msg(
                "%(percent)d of 100 %(numbers)s of %(country)s", percent=min(percent, 100), **told
            )


def _in_millions(pattern: Pattern, country: Country, meant: Stretches) -> Iterator[Message]:
    """What is a small part of a country, and still many people."""
    count = sum(
        width(shared(meant, places)) // 10 ** (LONGEST_E164 - digits)
        for numbers in _everybody(country)
        for digits, places in numbers.by_length.items()
        if pattern.open or digits == _digits(pattern)
    )
    millions = count // 1_000_000
    if millions > MOST_MILLIONS:
        yield msg("more than %(n)d million numbers", n=MOST_MILLIONS)
    elif millions >= MANY_MILLIONS:
        yield msg("%(n)d million numbers", n=millions)


def _everybody(country: Country) -> tuple[NumbersOfType, ...]:
    try:
        return numbers_behind(country.code)
    except ValueError:  # a plan that cannot be unfolded
        return ()


def _digits(pattern: Pattern) -> int:
    """Of each number of a stretch."""
    return pattern.low & 0b1111


def _name(country: Country) -> str:
    return next((code for code, _ in regions_of(country.code)), "?")
