"""A download becomes an index file. It is read twice where only the whole shows that each of its rows is a complaint."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from portinaio.lists.index import layout
from portinaio.lists.index.build import build, mark
from portinaio.lists.index.mapped import IndexFile
from portinaio.lists.index.sightings import Sightings, wide_place
from portinaio.lists.intake.tally.repetitions import FEWEST_TIMES
from portinaio.lists.read_list import read_list
from portinaio.lists.sync.refusals import refuse_allowing, refuse_people, safe_batches

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path
    from typing import IO

    from portinaio.core.evidence import Evidence
    from portinaio.lists.catalogue import Subscription
    from portinaio.lists.index.build import BuildResult
    from portinaio.lists.list_reading import ListReading
    from portinaio.lists.sync.context import SyncContext
    from portinaio.lists.sync.files import DownloadInfo

    Opened = Callable[[], AbstractContextManager[IO[bytes]]]
    """Opens the same bytes each time."""


class IndexBuilder:
    """Of one list."""

    def __init__(self, wanted: Subscription, context: SyncContext) -> None:
        self._wanted = wanted
        self._context = context
        self._fresh = context.list_files.work / context.list_files.index(wanted.name).name
        self.fresh_sightings = context.list_files.work / f"{wanted.name}.seen"
        """To be kept before the list is swapped in, so that no day is lost where it is not."""
        self.knew_days = False
        """Whether there were some before."""

    def build(self, opened: Opened, info: DownloadInfo) -> tuple[ListReading, Path]:
        """What was read, and where the file lies that is to be swapped in; raises what a bad list raises."""
        complaints = self._wanted.complaints
        reading, built = self._built_once(opened, info, complaints)
        distinct = built.entries + built.stretches
        if complaints is None and reading.repeats(distinct) and self._piles_up():
            reading, _ = self._built_once(opened, info, True)
        if reading.complaints and not complaints:
            mark(self._fresh, layout.OF_COMPLAINTS)
        if self._wanted.innocents:
            mark(self._fresh, layout.OF_INNOCENTS)
        return reading, self._fresh

    def read(self, source: IO[bytes], complaints: bool | None, info: DownloadInfo) -> ListReading:
        """`complaints` says whether each row is one, `None` that nobody has said."""
        address = self._wanted.urls[0]
        reading = read_list(
            source,
            plan_of=self._context.plan_of,
            format=info.format or None,
            region=info.region,
            name=address.rpartition("/")[2],
            complaints=complaints,
            innocents=self._wanted.innocents,
            sure=self._wanted.sure,
            columns=tuple(filter(None, info.columns.split("\n"))),
        )
        if self._wanted.innocents:
            return reading
        refuse_allowing(address.partition("?")[0], reading.format)
        if not info.format:
            refuse_people(reading.holds, reading.format.id)
        return reading

    def _built_once(
        self, opened: Opened, info: DownloadInfo, complaints: bool | None
    ) -> tuple[ListReading, BuildResult]:
        with opened() as source, closing(self._sightings(info.list_day)) as sightings:
            reading = self.read(source, complaints, info)
            built = build(
                safe_batches(reading, self._context.plan),
                self._fresh,
                list_date=info.list_day,
                created=int(self._context.now.timestamp()),
                ordered=reading.ordered,
                sightings=sightings,
            )
            sightings.finish()
        return reading, built

    def _sightings(self, day: int, *, whole: bool = True) -> Sightings:
        before = self._context.list_files.sightings(self._wanted.name)
        today = self._context.now.date().toordinal()
        fresh, address = self.fresh_sightings, self._wanted.urls[0]
        sightings = Sightings(before, fresh, address, day, today, whole=whole)
        self.knew_days = sightings.known
        return sightings

    def dated(self, rows: Sequence[Evidence]) -> list[Evidence]:
        """An increment's rows, each with its own day or that since which it stands there so."""
        today = self._context.now.date().toordinal()
        told = [_without_a_day_to_come(row, today) for row in rows]
        if all(row.last_day for row in told):
            return told
        ordered = sorted(told, key=_place)
        with closing(self._sightings(today, whole=False)) as sightings:
            numbers = [_seen(row, sightings) for row in ordered if row.low == row.high]
            sightings.turn_to_wide()
            wide = [_seen(row, sightings) for row in ordered if row.low != row.high]
            sightings.finish()
        return numbers + wide

    def _piles_up(self) -> bool:
        """Whether a number stands in it more often than where two or three lists were made one."""
        return IndexFile(self._fresh, self._fresh.stem).most_reports() >= FEWEST_TIMES


def _place(row: Evidence) -> int:
    return row.low if row.low == row.high else wide_place(row.low, row.high)


def _seen(row: Evidence, sightings: Sightings) -> Evidence:
    if row.last_day:
        return row
    reporters = layout.CURATED if row.reporters is None else row.reporters
    day = sightings.since(_place(row), reporters) + layout.EPOCH
    return row._replace(last_day=day, seen=True)


def _without_a_day_to_come(row: Evidence, today: int) -> Evidence:
    """As the rows of a whole list are packed."""
    return row._replace(last_day=0) if row.last_day > today + 1 else row
