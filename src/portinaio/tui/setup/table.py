"""The questions of the first run, with the answers given so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from portinaio.tui.widgets.virtual_table import Cell, VirtualTable, fitted

if TYPE_CHECKING:
    from collections.abc import Callable


class Question(NamedTuple):
    key: int
    text: str
    answer: str
    hint: str
    ask: Callable[[], None]
    """Lets the user answer it."""


class QuestionsTable(VirtualTable):
    COMPONENT_CLASSES: ClassVar[set[str]] = {"calls--time", "calls--named", "calls--why"}

    def draw(self, row: Question, width: int) -> list[Cell]:
        text, answer = (19, 25) if width < 90 else (32, 34)
        return [
            Cell(fitted(row.text, text) + " ", "calls--why"),
            Cell(fitted(row.answer, answer) + "  ", "calls--named"),
            Cell(fitted(row.hint, max(1, width - text - answer - 3)), "calls--time"),
        ]
