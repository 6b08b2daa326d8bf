"""The user's own list: what is allowed and what is blocked, and finding the entry that speaks for a number."""

from __future__ import annotations

from enum import StrEnum

from portinaio.core.named_tuple import NamedTuple
from portinaio.core.numbers.intervals import Intervals
from portinaio.core.numbers.pattern import key, length_of

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from portinaio.core.numbers.pattern import Pattern


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
    """All entries, in memory. The most specific pattern speaks; allow before block on a tie."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._exact: dict[int, list[Entry]] = {}
        wide = []
        for entry in entries:
            if entry.pattern.exact:
                self._exact.setdefault(entry.pattern.low, []).append(entry)
            else:
                wide.append(entry)
        self._wide = Intervals(wide, lambda entry: entry.pattern)

    def find(self, wanted: int, now: datetime) -> Entry | None:
        """The entry that decides a call at `now` from the number with the key `wanted`."""
        exact, wide = self._exact.get(wanted), self._wide.holding(wanted)
        if exact is None and not wide:  # of most callers nothing is said
            return None
        return _speaker(exact or (), now) or _speaker([entry for _, entry in wide], now)

    def allowed_beside(self, number: str, now: datetime) -> Entry | None:
        """One that allows something in the block of 100 of `number`, and nothing outside it."""
        first, last = key(number[1:-2] + "00"), key(number[1:-2] + "99")
        step = (last - first) // 99
        exact = (entry for at in range(first, last + 1, step) for entry in self._exact.get(at, ()))
        # A beginning may be longer than the numbers of the block, and then means none of them.
        inside = (
            entry
            for entry in self._wide
            if first >> 4 <= entry.pattern.low >> 4
            and entry.pattern.high < last + step
            and length_of(entry.pattern.low) in {0, len(number) - 1}
            and entry.pattern.width >= step - 1
        )
        return next(
            (
                entry
                for entry in (*exact, *inside)
                if entry.kind is EntryKind.ALLOW and (entry.until is None or now < entry.until)
            ),
            None,
        )


def _speaker(entries: Iterable[Entry], now: datetime) -> Entry | None:
    counting = [entry for entry in entries if entry.until is None or now < entry.until]
    return min(counting, key=_rank) if counting else None


def _rank(entry: Entry) -> tuple[int, bool]:
    return entry.pattern.width, entry.kind is EntryKind.BLOCK
