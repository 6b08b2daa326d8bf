"""The project's own list of ranges that the law reserves, `blocklists/reserved.toml`: reading it, and its fast form.

`read_ranges` and `read_every_range` are strict and slow and give plain rows that go into a cache; `range_book` is what `portinaio check` does
cold. A range says what a numbering plan reserves it for: a label, never a proof of abuse.
"""

from __future__ import annotations

from datetime import date

from portinaio.core.numbers.pattern import stored
from portinaio.core.numbers.reserved import Effect, RangeBook, ReservedRange
from portinaio.countries.ranges_file import ranges_file
from portinaio.errors import ConfigError

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from portinaio.countries.range_schema import Range


def read_every_range() -> list[dict[str, object]]:
    """Rows of the shipped list, then of the packs; a pack that is wrong brings none, and `doctor` tells of it."""
    # As for `read_ranges`.
    from portinaio.countries.pack import countries  # noqa: PLC0415

    path = ranges_file()
    with open(path, "rb") as file:  # noqa: PTH123  # its path is a text
        rows = read_ranges(file.read(), path)
    return rows + [row for code in countries() for row in _rows(_of_pack(code))]


def _of_pack(country: str) -> Iterable[Range]:
    from portinaio.countries.pack import mentions, read_without_letters  # noqa: PLC0415  # as above

    try:  # most packs have none, and to read them all takes as long as to start
        return read_without_letters(country).range if mentions(country, "range") else ()
    except ConfigError:
        return ()


def read_ranges(data: bytes, where: str) -> list[dict[str, object]]:
    """One plain row a pattern, those that are not enabled left out. `ConfigError` names the file and the range."""
    # Strictness needs tomllib and msgspec; a cold `portinaio check` reads rows from its cache.
    from portinaio.countries.range_schema import ranges_of  # noqa: PLC0415

    return _rows(ranges_of(data, where))


def _rows(acts: Iterable[Range]) -> list[dict[str, object]]:
    return [
        {
            "pattern": pattern,
            "country": act.country,
            "effect": act.effect,
            "meaning": act.meaning,
            "source": act.source,
            "since": act.since.isoformat() if act.since else date.min.isoformat(),
            "checked": act.checked.isoformat(),
            "digits": act.digits,
        }
        for act in acts
        if act.enabled
        for pattern in act.patterns
    ]


def range_book(rows: Iterable[Mapping[str, Any]]) -> RangeBook:
    return RangeBook(
        ReservedRange(
            pattern=stored(row["pattern"]),
            country=row["country"],
            effect=Effect(row["effect"]),
            meaning=row["meaning"],
            source=row["source"],
            since=date.fromisoformat(row["since"]),
            checked=date.fromisoformat(row["checked"]),
            digits=row["digits"],
        )
        for row in rows
    )
