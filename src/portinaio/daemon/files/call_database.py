"""Databases in which programs keep calls, such as callattendant's or that of an Asterisk: the table of calls as text."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from itertools import islice
from typing import TYPE_CHECKING

from portinaio.errors import UntrustedListError
from portinaio.lists.intake.sqlite import is_database, rows_of, tables_of
from portinaio.wire.calllog.read import which_log

if TYPE_CHECKING:
    from collections.abc import Iterable

FEWEST_COLUMNS = 3  # who, when and what became of it
MOST_TABLES = 50
_LOOKED_AT = 20  # rows


def as_log(data: bytes) -> bytes:
    """The table of calls in a database, as CSV; any other file as it is."""
    if not is_database(data):
        return data
    try:
        tables = islice(tables_of(data).items(), MOST_TABLES)
        for table, columns in tables:
            if len(columns) < FEWEST_COLUMNS:
                continue
            rows = rows_of(BytesIO(data), table, tuple(columns))
            beginning = [cells for _, cells in islice(rows, _LOOKED_AT)]
            if which_log(_text([columns, *beginning])):
                return _text([columns, *beginning, *(cells for _, cells in rows)])
    except UntrustedListError:
        return data  # whoever reads it says what is wrong with it
    return data


def _text(rows: Iterable[Iterable[str]]) -> bytes:
    out = StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8", "replace")
