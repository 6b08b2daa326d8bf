"""A download becomes an index file. It is read twice where only the whole shows that each of its rows is a complaint."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.lists.index import layout
from portinaio.lists.index.build import build, mark
from portinaio.lists.index.mapped import IndexFile
from portinaio.lists.intake.one_column import FEWEST_TIMES
from portinaio.lists.sync.refusals import safe_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path
    from typing import IO

    from portinaio.core.numbers.plan import Plan
    from portinaio.lists.index.build import BuildResult
    from portinaio.lists.read_list import ListReading

    Opened = Callable[[], AbstractContextManager[IO[bytes]]]
    """Opens the same bytes each time."""
    Read = Callable[[IO[bytes], bool | None], ListReading]
    """Reads them; the flag says whether each row is a complaint, `None` that nobody has said."""


class IndexSpec(NamedTuple):
    """Where the file goes, and what it is to say of itself."""

    fresh: Path
    list_day: int
    created: int
    plan: Plan
    """Of the house, whose emergency numbers nobody may swallow."""


def build_index(
    opened: Opened, read: Read, spec: IndexSpec, complaints: bool | None
) -> ListReading:
    """What was read; raises what a bad list raises."""
    reading, built = _built_once(opened, read, spec, complaints)
    distinct = built.entries + built.stretches
    if complaints is None and reading.repeats(distinct) and _piles_up(spec.fresh):
        reading, _ = _built_once(opened, read, spec, True)
    if reading.complaints and not complaints:
        mark(spec.fresh, layout.OF_COMPLAINTS)
    return reading


def _piles_up(file: Path) -> bool:
    """Whether a number stands in it more often than where two or three lists were made one."""
    return IndexFile(file, file.stem).most_reports() >= FEWEST_TIMES


def _built_once(
    opened: Opened, read: Read, spec: IndexSpec, complaints: bool | None
) -> tuple[ListReading, BuildResult]:
    with opened() as source:
        reading = read(source, complaints)
        built = build(
            safe_rows(reading, spec.plan),
            spec.fresh,
            list_date=spec.list_day,
            created=spec.created,
            ordered=reading.ordered,
        )
    return reading, built
