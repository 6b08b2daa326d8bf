"""Every pack in each of its languages: those that are shipped, and those that the tests bring from outside."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from portinaio.countries.pack import countries, read_folder, read_pack
from portinaio.countries.pack_folders import PackFolder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.countries.pack_schema import Pack

OUTSIDE = {
    path.name[-2:].upper(): PackFolder(path.name[-2:].upper(), path, "a sample")
    for path in sorted((Path(__file__).parent / "countries" / "outside").glob("portinaio_*"))
}


@cache
def pack_names() -> tuple[str, ...]:
    """`IT it`: country and language."""
    found = []
    for country in (*countries(), *OUTSIDE):
        found += [f"{country} {language}" for language in _read(country, "").all_languages]
    return tuple(found)


@cache
def the_pack(name: str) -> Pack:
    country, _, language = name.partition(" ")
    return _read(country, language)


def boundaries(pack: Pack) -> list[date]:
    """First days of another law, by everything in the pack that holds for a time."""
    timed = [*pack.law.values(), *pack.optout.values(), *pack.condition.values()]
    timed += [*pack.hours, *pack.limit, *pack.consent]
    timed += [clause for letter in pack.letters.values() for clause in letter]
    days = {one.since for one in timed if one.since}
    days |= {one.until + timedelta(days=1) for one in timed if one.until}
    return sorted(days)


def answers_to(asked: dict, turn: int) -> dict[str, str]:
    """One of many ways to answer everything that the pack asks; turns go through the choices against each other."""
    said = {}
    for place, (key, one) in enumerate(asked.items()):
        if one.choices:
            said[key] = one.choices[(turn + (turn // 5) * place) % len(one.choices)]
        elif one.day:
            said[key] = "2026-10-08"
        elif one.amount:
            said[key] = "1234.50"
        else:
            said[key] = "+393330000123" if one.number else "X1"
    return said


def people_of(pack: Pack) -> Iterator[dict[str, str]]:
    """What may be said of the user: nothing, everything, long or shortly before each change of the law."""
    yield {}
    most = max((len(one.choices) for one in pack.profile.values()), default=1)
    for turn in range(max(2, most)):
        said = answers_to(pack.profile, turn)
        for register in pack.optout.values():
            said |= {register.enrolled: "2026-01-15"}
            said |= {register.renewed: "2026-02-02"} if register.renewed else {}
        yield said
    for day in (date(2026, 11, 26), *boundaries(pack)):
        said = answers_to(pack.profile, 0)
        for register in pack.optout.values():
            said |= {register.enrolled: (day - timedelta(days=10)).isoformat()}
            said.pop(register.renewed, None)
        yield said


def of_a_country(pack: Pack) -> Pack:
    """One that serves others, as the last of them has it."""
    return replace(pack, country=pack.serves[-1]) if pack.serves else pack


def _read(country: str, language: str) -> Pack:
    if folder := OUTSIDE.get(country):
        return read_folder(folder, language)
    return of_a_country(read_pack(country, language))
