"""Our own log as a table, as `calls --csv` and `export calls` write it: what was decided then comes back with the calls."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from portinaio.core.evidence import Rejected
from portinaio.core.message import Message
from portinaio.core.safe_text import one_line
from portinaio.core.tables.call_table import AMOUNTS, AS_JSON, COLUMNS
from portinaio.core.tables.formula import unguarded
from portinaio.wire.calllog import own, table
from portinaio.wire.calllog.past_call import LONGEST_SHOWN, PastCall

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ID = "portinaio-csv"
_MAYBE_NONE = {"number", "outcome", "cause"}


def sniff(text: str) -> bool:
    return table.first_row(text)[:3] == list(COLUMNS[:3])


def read(text: str, file: str) -> Iterator[PastCall | Rejected]:
    rows = table.rows(text, file)
    titles = next(rows, (0, []))[1]
    for line, row in rows:
        call = own.call_of(line, _item(dict(zip(titles, row, strict=False))))
        shown = one_line(", ".join(row), LONGEST_SHOWN, mark="")
        yield Rejected(line, shown, call) if isinstance(call, Message) else call


def _item(cells: Mapping[str, str]) -> dict[str, Any]:
    """As JSON has it; what cannot be understood stays as it is, and is refused by its key."""
    item: dict[str, Any] = {}
    for key, cell in cells.items():
        item[key] = unguarded(cell)
        if key in AMOUNTS | AS_JSON:
            item[key] = _json(item[key])
        elif key == "suspected":
            item[key] = cell.lower() == "true"  # a spreadsheet has it in capitals
        elif key in _MAYBE_NONE and not cell:
            item[key] = None
    return item


def _json(cell: str) -> Any:
    try:
        return json.loads(cell) if cell else None
    except (ValueError, RecursionError):
        return cell
