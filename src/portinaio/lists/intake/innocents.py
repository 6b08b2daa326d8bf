"""Of a table of public bodies nothing but the digits of their landlines: no name, no fax, no official's own telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.evidence import Batch, Evidence, Rejected
from portinaio.core.message import msg
from portinaio.core.numbers import validity
from portinaio.lists.intake.columns import FURTHER
from portinaio.lists.intake.row import digits_of, rejected

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portinaio.core.numbers.plan import Plan
    from portinaio.lists.intake.format import Row, Rows

MOBILE = msg("a mobile number is a person's, and of a public body only landlines are kept")
WIDE = msg("of public bodies only single numbers are kept")


def only_landlines(rows: Iterable[Rows], plan: Plan) -> Iterator[Row]:
    """A refused row is told without its text, which may hold whatever the office has published of its people."""
    for ordinal, row in enumerate(_each(rows), 1):
        if isinstance(row, Evidence):
            yield _landline(ordinal, row, plan)
        elif not isinstance(row, Rejected):
            yield row
        elif row.reason != FURTHER:
            yield row._replace(text="")


def _each(rows: Iterable[Rows]) -> Iterator[Row]:
    for row in rows:
        if isinstance(row, Batch):
            yield from row
        else:
            yield row


def _landline(ordinal: int, row: Evidence, plan: Plan) -> Row:
    if row.low != row.high:
        return rejected(ordinal, "", WIDE)
    parts = validity.split(digits_of(row.low), plan)
    if parts and validity.type_of(*parts, plan) == "mobile":
        return rejected(ordinal, "", MOBILE)
    return Evidence(row.low, row.high)
