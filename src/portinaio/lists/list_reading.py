"""The rows of one list as they are read, and what is to be said of them in the end."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from portinaio.core.evidence import Batch, Evidence
from portinaio.core.message import Message, msg
from portinaio.errors import AllowListError, UntrustedListError
from portinaio.lists.intake import region_check
from portinaio.lists.intake.allowed import VOUCHED_FOR
from portinaio.lists.intake.format import EARLY, Context, Format, Gone
from portinaio.lists.intake.holds import Holds
from portinaio.lists.intake.number_columns import UNTITLED, unread_column
from portinaio.lists.intake.row import each_of, pattern_of
from portinaio.lists.intake.tally.repetitions import FEWEST_REPEATED
from portinaio.lists.intake.text import head_of
from portinaio.lists.read_as import SHOWN, ReadAs, doubled
from portinaio.lists.refused_rows import RefusedRows
from portinaio.lists.whose_numbers import are_many, other_country, refuse_unsaid
from portinaio.wire.calllog.read import which_log

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator
    from io import BufferedReader

    from portinaio.core.evidence import Rejected
    from portinaio.lists.intake.number_columns import Columns

ALLOWS = msg(
    "it allows its numbers, and only you can allow; portinaio import FILE --as allow makes them entries of yours"
)
LOOKED_AT = 200  # rows, to see of which country those are that say it
MOST_GONE = 500_000  # of one incremental answer; a day's is some thousands
FEWEST_ROWS = 100  # below, a list is somebody's own, and a number that stands in it twice is a slip
RAW = frozenset(
    {"csv", "json", "plain"}
)  # an address book repeats a number without meaning anything


class ListReading:
    """The rows of one list, to be taken once."""

    def __init__(self, source: BufferedReader, format_: Format, context: Context) -> None:
        self.format = format_
        self.ordered = format_.ordered
        """Whether the rows come in the order of their keys, each pattern once."""
        self.accepted = 0
        """Good rows; a number that stood there twice counts twice."""
        self.gone: list[Gone] = []
        """What an incremental answer takes back."""
        self._first: list[Evidence] = []
        self._counted = False
        """Whether a row came with a count of its own."""
        self._source = source
        self._context = context
        self._refused = RefusedRows(self._good)
        context.watch(self._look_for_strays)

    @property
    def rejected(self) -> list[Rejected]:
        """The first of the rows that cannot be used."""
        return self._refused.first

    @property
    def rejected_count(self) -> int:
        return self._refused.count

    @property
    def reasons(self) -> Counter[str]:
        """How many rows were refused for each reason, in English."""
        return self._refused.reasons

    @property
    def version(self) -> str:
        """Of the list, as it counts itself."""
        return self._context.version

    @property
    def remarks(self) -> tuple[Message, ...]:
        """What is to be said of the whole list, though its rows could be used."""
        return tuple(self._context.remarks)

    @property
    def columns(self) -> Columns:
        """Those of a table that are read, and those that are not with the reason; complete when the rows have been taken."""
        return self._context.columns

    @property
    def read_as(self) -> ReadAs:
        """To be asked once the rows have been taken."""
        numbering = self._context.numbering
        region, title = self.region if numbering.national else None, self.format.title
        said = "file" if not region else "format" if self.format.region else "said"
        first = tuple(pattern_of(row) for row in self._first[:SHOWN])
        return ReadAs(
            self.format.id,
            title if isinstance(title, Message) else Message(title),
            region,
            said,
            first,
            tuple(numbering.mended.values()),
            tuple(unread_column(left.title, left.reason) for left in self.columns.left),
            tuple(each.title or str(each.place) for each in self.columns.read),
            tuple(
                left.title or str(left.place)
                for left in self.columns.left
                if left.reason == UNTITLED
            ),
            self.complaints,
            region_check.also_of(numbering) if said == "said" else (),
        )

    @property
    def holds(self) -> Holds:
        """What its numbers are, as its beginning has it; to be asked before they are taken."""
        head = head_of(self._source)
        is_log = which_log(head) and not self.format.beside_log(head)
        return Holds.CALLERS if is_log else self.format.holds(head)

    @property
    def complaints(self) -> bool:
        """Whether each row was taken for one complaint, as asked or as the list itself shows."""
        return bool(self._context.complaints)

    def repeats(self, distinct: int) -> bool:
        """Whether numbers stand in it so often that each row must be a complaint; a few are slips of the pen."""
        rows = self.accepted
        return (
            not self._counted
            and self.format.id in RAW
            and rows >= FEWEST_ROWS
            and rows - distinct >= FEWEST_REPEATED * rows
        )

    @property
    def region(self) -> str | None:
        """The country in which national notation was read."""
        return (
            self._context.numbering.plan.country
            if self._context.numbering.plan.calling_code
            else None
        )

    def __iter__(self) -> Iterator[Evidence]:
        for row in self.batches():
            if isinstance(row, Batch):
                yield from row
            else:
                yield row

    def batches(self) -> Iterator[Evidence | Batch]:
        """As they are read: those of large tables together, and others one by one."""
        rows = 0
        for row in self.format.read(self._source, self._context):
            if isinstance(row, Batch):
                rows += len(row)
                yield self._take(row)
                continue
            rows += 1
            if rows == EARLY:
                self._context.seen(EARLY)
            if isinstance(row, Evidence):
                yield from self._stretches(self._taken(row))
            elif isinstance(row, Gone):
                self._take_back(row)
            else:
                self._refused.add(row)
        self.accepted += self._context.repeats
        self._look_for_strays(rows + self._context.repeats)
        self._tell_of_unknown(rows + self._context.repeats)
        if not self.accepted and not self.gone and self.reasons[str(VOUCHED_FOR)]:
            raise AllowListError(ALLOWS)
        if not self.accepted and not self.gone and self.rejected_count:
            self._refused.refuse_all(self.remarks)
        if not self.accepted and not self.gone:
            self._context.remark(msg("no number stands in it"))

    def _take(self, rows: Batch) -> Batch:
        self.accepted += len(rows)
        self._first += rows.first(LOOKED_AT - len(self._first))
        self._context.seen(len(rows))
        reporters = rows.columns["reporters"]
        if rows and next(iter(reporters)) is not None:
            self._counted = True
        if self._context.complaints:
            counts = list(islice(reporters, len(rows)))
            if None in counts:
                return rows.having(reporters=[1 if n is None else n for n in counts])
        return rows

    def _taken(self, row: Evidence) -> Evidence:
        self.accepted += 1
        if len(self._first) < LOOKED_AT:
            self._first.append(row)
        return self._as_meant(row)

    def _as_meant(self, row: Evidence) -> Evidence:
        """A complaint without a count is one."""
        if row.reporters is not None:
            self._counted = True
        elif self._context.complaints:
            return row._replace(reporters=1)
        return row

    def _stretches(self, row: Evidence) -> Iterable[Evidence]:
        """The row itself, or those of a pattern with a choice of digits, which no index has a place for."""
        return (row,) if self._context.numbering.whole else each_of(row)

    def _take_back(self, row: Gone) -> None:
        if len(self.gone) == MOST_GONE:
            raise UntrustedListError(
                msg(
                    "it takes back more than %(n)d numbers; fetch the whole list instead",
                    n=MOST_GONE,
                )
            )
        self.gone.append(row)

    def leave_out(self, row: Rejected) -> None:
        """One that was accepted, and that its taker has refused after all."""
        self.accepted -= 1
        self._refused.add(row)

    def _good(self) -> int:
        """Rows that could be used so far; a format that tallies yields them in the end, and says before how many it has read."""
        return max(self.accepted, self._context.rows - self.rejected_count) + len(self.gone)

    def _look_for_strays(self, rows: int) -> None:
        """A list in national notation must say whose; and it must be that country's."""
        numbering = self._context.numbering
        refuse_unsaid(numbering, rows, self._first)
        if self._is_national(rows) and (other := other_country(numbering, self._first)):
            self._context.remark(other)

    def _tell_of_unknown(self, rows: int) -> None:
        if n := self._context.numbering.doubled:
            self._context.remark(doubled(n))
        self._context.remark(region_check.lost_zeros(self._context.numbering))
        if self._is_national(rows):
            self._context.remark(region_check.mostly_unknown(self._context.numbering))

    def _is_national(self, rows: int) -> bool:
        """Whether many numbers were read in a country that somebody has said."""
        return not self.format.region and are_many(self._context.numbering, rows)
