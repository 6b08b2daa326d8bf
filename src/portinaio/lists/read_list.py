"""Reads a list in any known format, in the country that the list belongs to.

    reading = read_list(source, plan_of=…)
    build(reading, path, ordered=reading.ordered)
    reading.entries, reading.rejected, …

The rows come in a stream; what is counted is complete when they have all been taken. A list that is not what it seems
ends in an exception in the middle of them, so nothing may be kept of it until then.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import IO, TYPE_CHECKING

from portinaio.core.evidence import Batch, Evidence, Rejected
from portinaio.core.message import Message, counted, msg
from portinaio.errors import (
    AllowListError,
    NoCountryError,
    OtherCountryError,
    UntrustedListError,
    UsageError,
)
from portinaio.lists.formats import format_named, recognised
from portinaio.lists.intake import region_check
from portinaio.lists.intake.allowed import VOUCHED_FOR
from portinaio.lists.intake.documents.other_files import other_file
from portinaio.lists.intake.documents.workbook import TITLE, as_table, is_workbook
from portinaio.lists.intake.format import EARLY, Context, Format, Gone
from portinaio.lists.intake.holds import Holds
from portinaio.lists.intake.innocents import only_landlines
from portinaio.lists.intake.json_items import json_beginning
from portinaio.lists.intake.number_columns import UNTITLED, unread_column
from portinaio.lists.intake.numbering import Numbering
from portinaio.lists.intake.row import digits_of, each_of, pattern_of
from portinaio.lists.intake.tally.one_column import FEWEST_REPEATED
from portinaio.lists.intake.text import decoded, head_of, opened
from portinaio.lists.read_as import SHOWN, ReadAs, doubled
from portinaio.wire.calllog.read import which_log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from io import BufferedReader

    from portinaio.core.numbers.plan import Plan
    from portinaio.lists.intake.format import Rows
    from portinaio.lists.intake.number_columns import Columns

AS_NOW = (
    5  # goes up when the same bytes are read otherwise, so that what is here already is read again
)
ALLOWS = msg(
    "it allows its numbers, and only you can allow; portinaio import FILE --as allow makes them entries of yours"
)
LOOKED_AT = 200  # rows, to see of which country those are that say it
MOST_REJECTED = 1_000  # kept with their text; all are counted
FRUITLESS = 100_000  # refused rows, with hardly a good one among them: this is no list
FEWEST_GOOD = 0.001  # of the rows by then
MOST_GONE = 500_000  # of one incremental answer; a day's is some thousands
FEWEST_ROWS = 100  # below, a list is somebody's own, and a number that stands in it twice is a slip
OF_COLUMNS = frozenset({"csv", "json"})
"""Formats whose columns somebody may choose."""
RAW = frozenset(
    {"csv", "json", "plain"}
)  # an address book repeats a number without meaning anything
_PAGE = ("<!doctype html", "<html", "<head", "<body")
MOST_STRAY = 0.1  # of all rows: national numbers in a list whose other numbers need no region


class ListReading:
    """The rows of one list, to be taken once."""

    def __init__(self, source: BufferedReader, format_: Format, context: Context) -> None:
        self.format = format_
        self.ordered = format_.ordered
        """Whether the rows come in the order of their keys, each pattern once."""
        self.accepted = 0
        """Good rows; a number that stood there twice counts twice."""
        self.rejected: list[Rejected] = []
        """The first of them."""
        self.rejected_count = 0
        self.reasons: Counter[str] = Counter()
        """How many rows were refused for each reason, in English."""
        self.gone: list[Gone] = []
        """What an incremental answer takes back."""
        self._first: list[Evidence] = []
        self._counted = False
        """Whether a row came with a count of its own."""
        self._source = source
        self._context = context
        context.watch(self._look_for_strays)

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
                self._refuse(row)
        self.accepted += self._context.repeats
        self._look_for_strays(rows + self._context.repeats)
        self._tell_of_unknown(rows + self._context.repeats)
        if not self.accepted and not self.gone and self.reasons[str(VOUCHED_FOR)]:
            raise AllowListError(ALLOWS)
        if not self.accepted and not self.gone and self.rejected_count:
            raise UntrustedListError(
                counted(
                    "its only row holds no number: %(reason)s",
                    "none of the %(n)d rows holds a number; the first one says: %(reason)s",
                    self.rejected_count,
                    reason=self.rejected[0].reason,
                )
            )

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
        self._refuse(row)

    def _refuse(self, row: Rejected) -> None:
        self.rejected_count += 1
        said = str(row.reason)
        # A reason may hold what stood in the row; a file of nothing but those must not fill the memory.
        self.reasons[said if len(self.reasons) < MOST_REJECTED else row.reason.text] += 1
        if len(self.rejected) < MOST_REJECTED:
            self.rejected.append(row)
        if self.rejected_count % FRUITLESS == 0:
            self._refuse_fruitless()

    def _refuse_fruitless(self) -> None:
        """A file of nothing but such rows could be read for hours."""
        # A format that tallies yields its good rows in the end, and says before how many it has read.
        good = max(self.accepted, self._context.rows - self.rejected_count) + len(self.gone)
        if good < FEWEST_GOOD * self.rejected_count:
            raise UntrustedListError(
                msg(
                    "%(n)d of its first %(rows)d rows hold no number; the first one says: %(reason)s",
                    n=self.rejected_count,
                    rows=self.rejected_count + good,
                    reason=self.rejected[0].reason,
                )
            )

    def _look_for_strays(self, rows: int) -> None:
        """A list in national notation must say whose; and it must be that country's."""
        numbering = self._context.numbering
        if numbering.national <= MOST_STRAY * rows:
            return
        if not numbering.plan.calling_code:
            raise _without_country(numbering, rows, self._beside())
        if not self._is_national(rows):
            return
        if other := region_check.better_country(numbering, self._beside()):
            if not numbering.sure:
                raise OtherCountryError(other)
            self._context.remark(other)

    def _beside(self) -> str:
        """The country of most of its numbers that need no region."""
        alone = [digits_of(row.low) for row in self._first if row.low == row.high]
        return region_check.main_country(alone)

    def _tell_of_unknown(self, rows: int) -> None:
        if n := self._context.numbering.doubled:
            self._context.remark(doubled(n))
        if self._is_national(rows):
            self._context.remark(region_check.mostly_unknown(self._context.numbering))

    def _is_national(self, rows: int) -> bool:
        """Whether many numbers were read in a country that somebody has said."""
        numbering = self._context.numbering
        return not self.format.region and numbering.national > MOST_STRAY * rows


def read_list(  # noqa: PLR0913  # what somebody may say of a list
    source: IO[bytes],
    *,
    plan_of: Callable[[str], Plan],
    format: str | None = None,  # noqa: A002  # the word of the command line and the configuration
    region: str | None = None,
    name: str = "",
    complaints: bool | None = None,
    allowing: bool = False,
    innocents: bool = False,
    sure: bool = False,
    whole: bool = False,
    household: str = "",
    columns: Sequence[str] = (),
) -> ListReading:
    """Each row is one complaint where `complaints` says so, or the list itself where it says nothing. Of files that say of
    their rows whether they allow or block, those are read that block, or with `allowing` the others. Of `innocents` the
    digits alone are kept. Who is `sure` of the region is told of what speaks against it, and not refused. Patterns with a
    choice of digits stay `whole`, or come as the stretches that they mean. `household` is the country of whose own file it
    is; where nobody says the region and its numbers exist there, `NoCountryError` names it first. `columns` are those of a table, or
    members of objects in JSON, in which the numbers stand: by title, or by place from 1.

    `UsageError` for a format that is not known or not recognised, `UntrustedListError` for what is no list.
    """
    stream = opened(source)
    unpacked = as_table(stream) if is_workbook(head_of(stream)) else None
    if unpacked:
        stream = opened(unpacked.file)
    head = head_of(stream)
    if refusal := _no_list(head):
        raise UntrustedListError(refusal)
    if columns and not format:
        format = "json" if json_beginning(head) else "csv"  # noqa: A001  # as above
    found = format_named(format) if format else recognised(head, name)
    if columns and found and found.id not in OF_COLUMNS:
        raise UsageError(
            msg(
                "the format %(format)s has columns of its own; --column goes without it",
                format=found.id,
            )
        )
    if found is None:
        raise UsageError(
            msg(
                "'%(name)s' is in no format that is known; say which with --format", name=name[-80:]
            )
        )
    found = found._replace(title=TITLE) if unpacked else found
    numbering = Numbering(found.region or region, plan_of, sure=sure, whole=whole)
    numbering.household = household
    context = Context(numbering, complaints, allowing=allowing)
    context.wanted_columns = tuple(columns)
    for remark in unpacked.remarks if unpacked else ():
        context.remark(remark)
    return ListReading(stream, _of_innocents(found) if innocents else found, context)


def _without_country(numbering: Numbering, rows: int, beside: str) -> NoCountryError:
    household = numbering.household
    countries = region_check.likely_countries(numbering.sample, beside, household)
    national = min(numbering.national, rows)  # one of several in a cell is looked at twice
    error = NoCountryError(_say_country(national, rows, countries, household))
    error.countries = countries
    return error


def _say_country(n: int, rows: int, countries: Sequence[str], household: str) -> Message:
    if countries:
        return counted(
            "one of %(rows)d numbers has no country code, and the list does not say which country it is of;"
            " it would exist in %(countries)s: say it with --region, such as --region %(country)s",
            "%(n)d of %(rows)d numbers have no country code, and the list does not say which country it is of;"
            " they would exist in %(countries)s: say it with --region, such as --region %(country)s",
            n,
            rows=rows,
            countries=", ".join(countries),
            country=countries[0],
        )
    return counted(
        "one of %(rows)d numbers has no country code, and the list does not say which country"
        " it is of; say it with --region, such as --region %(country)s",
        "%(n)d of %(rows)d numbers have no country code, and the list does not say which country"
        " it is of; say it with --region, such as --region %(country)s",
        n,
        rows=rows,
        country=household or "DE",
    )


def _of_innocents(format_: Format) -> Format:
    def read(source: BufferedReader, context: Context) -> Iterator[Rows]:
        context.first_only = True
        return only_landlines(format_.read(source, context), context.numbering.plan)

    return format_._replace(read=read)


def _no_list(head: bytes) -> Message | None:
    if not head.strip():
        return msg("the file is empty")
    if other := other_file(head):
        return other
    if decoded(head[:1024]).lstrip().lower().startswith(_PAGE):
        return msg("this is a web page, not a list")
    return None
