"""What a cell means, worked out once for each text: the same few days, counts and words fill a column of millions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# What is more, or longer, is worked out each time, so that no file fills the memory.
MOST = 10_000  # texts
LONGEST = 200  # characters

Meaning = TypeVar("Meaning")


class CellCache(dict[str, Meaning], Generic[Meaning]):
    def __init__(self, meaning: Callable[[str], Meaning]) -> None:
        super().__init__()
        self._meaning = meaning

    def __missing__(self, cell: str) -> Meaning:
        meant = self._meaning(cell)
        if len(self) < MOST and len(cell) <= LONGEST:
            self[cell] = meant
        return meant

    def column(self, cells: Sequence[str]) -> list[Meaning]:
        """What each of many cells means."""
        return list(map(self.__getitem__, cells))
