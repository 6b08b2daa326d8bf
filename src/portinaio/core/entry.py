"""The user's own list: what is allowed and what is blocked, and finding the entry that speaks for a number."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.pattern import Pattern, key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


class EntryKind(StrEnum):
    ALLOW = "allow"
    BLOCK = "block"


class Entry(NamedTuple):
    id: int
    pattern: Pattern
    kind: EntryKind
    note: str
    created: datetime
    until: datetime | None = None
    """The entry counts no longer from this moment on; `None` for good."""
    once: bool = False
    """Used up by the first call that it decides."""


class EntryBook:
    """All entries, in memory. The most specific pattern speaks; allow before block on a tie.

    Exact entries are one look-up whatever their number; the wider ones are few and are tried from narrow to wide.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._exact: dict[int, list[Entry]] = {}
        self._wide: list[Entry] = []
        for entry in sorted(entries, key=_rank):
            if entry.pattern.exact:
                self._exact.setdefault(entry.pattern.low, []).append(entry)
            else:
                self._wide.append(entry)

    def find(self, e164: str, now: datetime) -> Entry | None:
        """The entry that decides a call from `e164` at `now`."""
        wanted = key(e164[1:])
        for entry in self._exact.get(wanted, ()):
            if entry.until is None or now < entry.until:
                return entry
        for entry in self._wide:
            if entry.pattern.holds(wanted) and (entry.until is None or now < entry.until):
                return entry
        return None


def _rank(entry: Entry) -> tuple[int, bool]:
    return entry.pattern.width, entry.kind is EntryKind.BLOCK
