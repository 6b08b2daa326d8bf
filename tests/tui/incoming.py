"""Files that come in, in the house in memory."""

from __future__ import annotations

import threading
from typing import Any

from portinaio.errors import UsageError

SEEN = {
    "kind": "block",
    "says": ["a block list: plain text", "kept as: +390200001234"],
    "wants": [],
    "countries": [],
    "columns": ["caller"],
    "columns_left": [],
}


class FakeIncoming:
    """Remembers what was asked; `refuses_unsaid` is the refusal of a file that does not say what it is."""

    def __init__(self) -> None:
        self.columns: list[str] = []
        self.columns_left: list[str] = []
        self.countries: list[str] = []
        self.looked: list[tuple[str, str, str | None]] = []
        self.brought: list[tuple[str, bytes, str, str | None]] = []
        self.refuses_unsaid = ""
        self.unreadable = ""
        self.reading: list[dict[str, Any]] = []
        """What is being read just now."""
        self.may_go_on = threading.Event()
        """Set: a file is read at once."""
        self.may_go_on.set()

    def being_read(self):
        return list(self.reading)

    def import_file(self, name, data, kind="", *, region=None, dry_run=False, **_other: Any):
        self._may()
        assert self.may_go_on.wait(30)
        if self.unreadable:
            raise UsageError(self.unreadable)
        self.columns = list(_other.get("columns", ()))
        if dry_run:
            self.looked.append((name, kind, region))
        else:
            self.brought.append((name, data, kind, region))
        return {
            "seen": {**SEEN, "countries": self.countries, "columns_left": self.columns_left},
            "refusal": None if kind else self.refuses_unsaid or None,
            "accepted": 2,
            "updated": 0,
            "unchanged": 0,
            "removed": 0,
            "rejected": [{"line": 3, "text": "x", "reason": "this is not a telephone number"}],
            "rejected_count": 1,
            "remarks": [],
            "own": [],
        }

    def undo_import(self, *, file=""):
        self._may()
        assert self.brought.pop()[0].endswith(file)
        return {"file": file, "kind": "block", "at": "", "removed": 2, "restored": 0, "left": 0}
