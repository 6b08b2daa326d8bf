"""The line below a table into which somebody types what the table shall show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widgets import Input, Label

if TYPE_CHECKING:
    from textual.app import ComposeResult


class FilterBar(Horizontal):
    def __init__(self, hint: str) -> None:
        super().__init__(id="filter")
        self._hint = hint
        self.display = False

    def compose(self) -> ComposeResult:
        yield Label("/ ")
        yield Input(placeholder=self._hint, compact=True)

    def open(self) -> None:
        self.display = True
        self.query_one(Input).focus()

    def close(self) -> None:
        self.query_one(Input).value = ""
        self.display = False
