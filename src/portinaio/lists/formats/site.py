"""What was fetched of a list site, put together to one file: see `lists.site.joined`.

Changes are laid over the chunks behind them. Without chunks they are an increment, and what went is told.
"""

from __future__ import annotations

from operator import lt
from typing import TYPE_CHECKING

from portinaio.core.evidence import CATEGORIES, Batch, Evidence
from portinaio.core.message import Message, msg
from portinaio.errors import UntrustedListError
from portinaio.lists.index.layout import EPOCH
from portinaio.lists.intake.format import Format, Gone
from portinaio.lists.intake.row import digits_of, pattern_of, rejected, row_text
from portinaio.lists.site.cuts import code_of
from portinaio.lists.site.joined import (
    CHANGED,
    CHUNK,
    GONE,
    HEAD,
    LARGEST_PART,
    MAGIC,
    MOST_OPERATIONS,
    PART,
)
from portinaio.lists.site.planes import CURATED, MOST_ROWS, SEEN, Rows, decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedReader

    from portinaio.core.evidence import Rejected
    from portinaio.lists.intake.format import Context
    from portinaio.lists.intake.format import Rows as Read
    from portinaio.lists.site.planes import Row

    Changed = dict[tuple[int, int], Row | None]
    """By low and high key; `None` for what went."""

SURE_LENGTH = 10  # digits with the calling code; no emergency number and no short one has so many
NARROW = 1_000  # numbers of a block; checked one by one, they would take most of the time of a day's changes
_LENGTH = 0b1111
_OUT_OF_ORDER = msg("the rows of the site are not in order")


def sniff(head: bytes, _name: str) -> int:
    return 100 if head.startswith(MAGIC) else 0


def read(source: BufferedReader, context: Context) -> Iterator[Read]:
    head = source.read(HEAD.size)
    if len(head) < HEAD.size or head[:4] != MAGIC:
        raise UntrustedListError(msg("this is no list of a site: its beginning is missing"))
    context.version = str(HEAD.unpack(head)[1])
    changed: Changed = {}
    reader = _Reader(context)
    chunked = False
    for kind, body in _parts(source):
        if kind == CHUNK:
            if not chunked:
                reader.lay_over(changed)
            chunked = True
            yield from reader.chunk(decode(body, MOST_ROWS))
            continue
        for row in decode(body, MOST_OPERATIONS):
            changed[row[0], row[1]] = row if kind == CHANGED else None
        if len(changed) > MOST_OPERATIONS:
            raise UntrustedListError(msg("the site has more changes than its list has rows"))
    if chunked:
        yield from reader.rest()
    else:
        yield from reader.increment(changed)


def _parts(source: BufferedReader) -> Iterator[tuple[int, bytes]]:
    while head := source.read(PART.size):
        kind, size = PART.unpack(head) if len(head) == PART.size else (0, 0)
        body = source.read(size) if size <= LARGEST_PART else b""
        if kind not in {CHANGED, GONE, CHUNK} or len(body) < size:
            raise UntrustedListError(msg("this list of a site ends in the middle of a part"))
        yield kind, body


class _Reader:
    def __init__(self, context: Context) -> None:
        self._context = context
        self._ordinal = 0
        self._last = 0
        self._last_wide = (0, 0)
        self._single: Changed = {}
        self._pending: list[int] = []
        """Keys of changed numbers, descending."""
        self._wide: Changed = {}

    def lay_over(self, changed: Changed) -> None:
        self._single = {key: row for key, row in changed.items() if key[0] == key[1]}
        self._wide = {key: row for key, row in changed.items() if key[0] != key[1]}
        self._pending = sorted((low for low, _ in self._single), reverse=True)

    def chunk(self, rows: Rows) -> Iterator[Read]:
        if not len(rows):
            return
        lows, highs = rows.columns[:2]
        if any(map(lt, highs, lows)) or not code_of(lows[0], highs[-1]):
            raise UntrustedListError(_OUT_OF_ORDER)
        if lows is not highs and lows != highs:
            yield from self._stretches(rows)
            return
        if lows[0] <= self._last or not all(map(lt, lows, lows[1:])):
            raise UntrustedListError(_OUT_OF_ORDER)
        self._last = lows[-1]
        yield from self._singles(self._through(rows, self._last))

    def _stretches(self, rows: Rows) -> Iterator[Read]:
        for row in rows:
            key = row[0], row[1]
            if key <= self._last_wide:
                raise UntrustedListError(_OUT_OF_ORDER)
            self._last_wide = key
            if key not in self._wide:
                yield self._row(row)

    def rest(self) -> Iterator[Read]:
        """What came behind the last chunk, and what is changed of beginnings and stretches."""
        yield from self._singles(self._through(Rows.of(()), 1 << 60))
        for row in self._wide.values():
            if row:
                yield self._row(row)

    def increment(self, changed: Changed) -> Iterator[Read]:
        """Numbers together, as a chunk has them: one by one they would take most of the time of a day's changes."""
        there = sorted(row for row in changed.values() if row)
        yield from self._singles(Rows.of(row for row in there if row[0] == row[1]))
        yield from (self._row(row) for row in there if row[0] != row[1])
        yield from (Gone(low, high) for (low, high), row in changed.items() if not row)

    def _through(self, rows: Rows, last: int) -> Rows:
        """With what was changed up to the key `last`."""
        due: dict[int, Row | None] = {}
        while self._pending and self._pending[-1] <= last:
            low = self._pending.pop()
            due[low] = self._single[low, low]
        if not due:
            return rows
        there = {row[0]: row for row in rows} | due
        return Rows.of(row for _, row in sorted(there.items()) if row)

    def _singles(self, rows: Rows) -> Iterator[Read]:
        lows = rows.columns[0]
        if not len(rows):
            return
        if min(low & _LENGTH for low in lows) < SURE_LENGTH or any(
            kind & SEEN for kind in rows.columns[7]
        ):
            yield from map(self._row, rows)
            return
        self._ordinal += len(rows)
        yield _batch(rows)

    def _row(self, row: Row) -> Evidence | Rejected:
        self._ordinal += 1
        evidence = _evidence(row)
        if reason := self._objection(evidence):
            return rejected(self._ordinal, pattern_of(evidence), reason)
        return evidence

    def _objection(self, row: Evidence) -> Message | None:
        numbering = self._context.numbering
        if _is_narrow(row.low, row.high):
            return None
        if row.low == row.high:
            if row.low & _LENGTH >= SURE_LENGTH:
                return None
            meant = numbering.exact("+" + digits_of(row.low))
            return meant if isinstance(meant, Message) else None
        wide = numbering.stored(pattern_of(row))
        return wide if isinstance(wide, Message) else None


def _is_narrow(low: int, high: int) -> bool:
    """Whether it is a block of at most a thousand long numbers, as sites have them beside numbers: that swallows nothing."""
    length = low & _LENGTH
    if length < SURE_LENGTH or high & _LENGTH != length:
        return False
    return bool(0 < (high - low) >> 4 < NARROW * 10 ** (15 - length))


def _batch(rows: Rows) -> Batch:
    lows, _, lasts, firsts, reporters, reports, disputes, kinds = rows.columns
    curated = CURATED in reporters
    return Batch(
        lows.tolist(),
        reporters=[None if n == CURATED else n for n in reporters]
        if curated
        else reporters.tolist(),
        reports=reports.tolist(),
        disputes=disputes.tolist() if any(disputes) else None,
        first_day=_days(firsts),
        last_day=_days(lasts),
        category=[_category(kind) for kind in kinds] if any(kinds) else None,
        company=[row_text(name) if name else "" for name in rows.companies]
        if any(rows.companies)
        else None,
    )


def _days(days: Iterable[int]) -> list[int]:
    return [day and day + EPOCH for day in days]


def _category(kind: int) -> str:
    code = kind & ~SEEN
    return CATEGORIES[code] if code < len(CATEGORIES) else ""


def _evidence(row: Row) -> Evidence:
    low, high, last, first, reporters, reports, disputes, kind, company = row
    return Evidence(
        low,
        high,
        None if reporters == CURATED else reporters,
        reports,
        disputes,
        first and first + EPOCH,
        last and last + EPOCH,
        _category(kind),
        row_text(company) if company else "",
        seen=bool(kind & SEEN),
    )


FORMAT = Format("site", msg("list site"), sniff, read, ordered=True, suffix="pls", says_so=True)
