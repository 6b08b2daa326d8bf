"""Rows of tables, and what their columns may hold. One that a disk has spoilt hides no other."""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any, TypeVar

    Kinds = Sequence[type | tuple[type, ...]]
    """What each column of a row may hold."""
    Row = tuple[Any, ...]
    T = TypeVar("T")

TEXT, NUMBER = str, int
MAYBE_TEXT, MAYBE_NUMBER = (str, type(None)), (int, type(None))
MAYBE_FRACTION = (int, float, type(None))

# RecursionError: columns hold JSON. ArithmeticError: some of it are times.
_NONSENSE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)


class OddRows:
    """Rows that a disk has spoilt without SQLite noticing: each is passed over and remembered."""

    def __init__(self) -> None:
        self._found: set[tuple[str, object]] = set()

    def understood(
        self, table: str, rows: Iterable[Row], kinds: Kinds, make: Callable[[Row], T]
    ) -> list[T]:
        """What `make` makes of each row; its first column tells it from others when it cannot be understood."""
        found = []
        for row in rows:
            try:
                if not all(map(isinstance, row, kinds)):
                    raise TypeError  # as `make` does
                found.append(make(row))
            except _NONSENSE:
                self._found.add((table, row[0]))
        return found

    def counts(self) -> dict[str, int]:
        """By table, of all that were met so far."""
        counts: dict[str, int] = {}
        for table, _ in sorted(self._found, key=str):
            counts[table] = counts.get(table, 0) + 1
        return counts


def pair(row: Row) -> tuple[str, str]:
    """A key and its value."""
    key, value = row
    return key, value
