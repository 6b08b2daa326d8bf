"""The log as a table, as `calls --csv` and `export calls` write it: what a spreadsheet shows, and an import takes back.

The titles are the keys of `calls --json`, and what is not known is an empty cell. Findings stand in one cell, as JSON, and so does what was said and heard.
"""

from __future__ import annotations

import csv
import json
from io import StringIO

from portinaio.core.tables.formula import guarded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

COLUMNS = (
    *("id", "at", "line", "number", "calling", "called", "name", "presentation", "attestation"),
    *("label", "score", "suspected", "findings", "action", "because", "outcome", "cause"),
    *("acted_ms", "rang_s", "talked_s", "notes", "heard", "answered_by"),
)
AMOUNTS = frozenset({"score", "acted_ms", "rang_s", "talked_s"})
AS_JSON = frozenset({"findings", "heard"})


def written(calls: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The title and a row for each call, as `calls --json` has it."""
    yield _line(COLUMNS)
    for call in calls:
        yield _line([_cell(key, call[key]) for key in COLUMNS])


def _line(cells: Iterable[str]) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def _cell(key: str, value: Any) -> str:
    if value is None:
        return ""
    if key in AS_JSON:
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return "true" if value else "false"
    if key in AMOUNTS:
        return repr(value).removesuffix(".0")  # whole; :g keeps six digits
    return guarded(value) if isinstance(value, str) else str(value)
