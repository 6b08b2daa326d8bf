"""Tables of calls as programs save them from an iPhone or another telephone, told by their titles.

    Call type,Date,Duration,Number,Contact,Location,Service
    Incoming,2026-11-24 14:02:00,00:01:03,0200001234,Anna,,Phone

So writes iMazing; iExplorer and others have other titles in another order, some with the time in a column of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.evidence import Rejected
from portinaio.core.message import Message, msg
from portinaio.core.safe_text import one_line
from portinaio.wire.calllog import table
from portinaio.wire.calllog.moments import Moments, seconds_of
from portinaio.wire.calllog.past_call import (
    LONGEST_NAME,
    LONGEST_NUMBER,
    LONGEST_SHOWN,
    CallType,
    PastCall,
)
from portinaio.wire.calllog.words import Column, call_type_of, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ID = "table"
_NEEDED = {Column.KIND, Column.DAY, Column.PARTY}
_TELEPHONE = (
    "",
    "phone",
    "telefono",
    "telefon",
    "téléphone",
    "teléfono",
    "cellular",
    "call",
    "voice",
)

KIND = msg("this kind of call is not known")
MOMENT = msg("no date and time that can be read")
_NO_TELEPHONE = msg("not by telephone, but by %(service)s")


def sniff(text: str) -> bool:
    """A table of anything may have a date and a number; what became of a call, and at what time, only one of calls says."""
    found = table.rows(text[: table.HEAD].rpartition("\n")[0] or text, "")
    columns = columns_of(next(found, (0, []))[1])
    if not columns.keys() >= _NEEDED:
        return False
    some = [_Row(cells, columns) for _, cells in found]
    return not some or any(call_type_of(row.cell(Column.KIND)) and _timed(row) for row in some)


def read(text: str, file: str) -> Iterator[PastCall | Rejected]:
    found = table.rows(text, file)
    columns = columns_of(next(found, (0, []))[1])
    body = [(line, _Row(cells, columns)) for line, cells in found]
    moments = Moments.of((row.moment for _, row in body), file)
    for line, row in body:
        call = _call(line, row, moments)
        shown = one_line(", ".join(row.cells), LONGEST_SHOWN, mark="")
        yield Rejected(line, shown, call) if isinstance(call, Message) else call


class _Row:
    def __init__(self, cells: list[str], columns: dict[Column, int]) -> None:
        self.cells = cells
        self._columns = columns

    def cell(self, column: Column) -> str:
        place = self._columns.get(column, len(self.cells))
        return self.cells[place] if place < len(self.cells) else ""

    @property
    def moment(self) -> str:
        return f"{self.cell(Column.DAY)} {self.cell(Column.CLOCK)}".strip()


def _timed(row: _Row) -> bool:
    return any(Moments(day_first=first).read(row.moment) for first in (True, False))


def _call(line: int, row: _Row, moments: Moments) -> PastCall | Message:
    kind = call_type_of(row.cell(Column.KIND))
    if kind is None:
        return KIND
    service = row.cell(Column.SERVICE)
    if service.partition(":")[0].strip().casefold() not in _TELEPHONE:
        return _NO_TELEPHONE._replace(values={"service": one_line(service, 40, mark="")})
    at = moments.read(row.moment)
    if at is None:
        return MOMENT
    call_type, talked = kind
    return PastCall(
        line,
        at,
        one_line(row.cell(Column.PARTY), LONGEST_NUMBER, mark=""),
        call_type,
        name=one_line(row.cell(Column.NAME), LONGEST_NAME, mark=""),
        talked_s=seconds_of(row.cell(Column.LASTED))
        if talked and call_type is CallType.INCOMING
        else 0.0,
        exact=row.moment.count(":") > 1,
    )
