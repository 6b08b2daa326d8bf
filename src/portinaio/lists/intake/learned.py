"""What a cell means, worked out once for each text: the same few days, counts and words fill a column of millions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

MOST = 10_000  # texts; beyond, each is worked out again, so that no file fills the memory

Cell = TypeVar("Cell")
Meaning = TypeVar("Meaning")


class Learned(dict[Cell, Meaning], Generic[Cell, Meaning]):
    def __init__(self, meaning: Callable[[Cell], Meaning]) -> None:
        super().__init__()
        self._meaning = meaning

    def __missing__(self, cell: Cell) -> Meaning:
        meant = self._meaning(cell)
        if len(self) < MOST:
            self[cell] = meant
        return meant
