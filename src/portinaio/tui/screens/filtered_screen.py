"""Tables that show what holds the words in the bar below them, as one types: words in any case, and numbers in any spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.names import folded
from portinaio.core.numbers.digits import LONGEST_E164
from portinaio.core.numbers.pattern import stored
from portinaio.language import _
from portinaio.tui.escape import plain
from portinaio.tui.screens.base_screen import BaseScreen
from portinaio.tui.widgets.filter_bar import FilterBar
from portinaio.tui.widgets.virtual_table import VirtualTable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widgets import Input

    from portinaio.tui.widgets.empty_state import EmptyState


class Findable(NamedTuple):
    """By what a row is found."""

    words: Iterable[str]
    numbers: Iterable[str] = ()
    """Numbers, or patterns of an entry."""


def holds(one: Findable, sought: str) -> bool:
    word = folded(sought)
    if any(word in folded(text) for text in one.words):
        return True
    if any(map(str.isalpha, sought)):  # `Anna 2` is no number
        return False
    digits = "".join(filter(str.isdigit, sought)).lstrip("0")  # 0039 02 as +39 02
    return bool(digits) and any(
        digits in number or _means(number, digits) for number in one.numbers
    )


def _means(pattern: str, digits: str) -> bool:
    """Whether an entry of many numbers means this one, as it is dialled there or with the country's code."""
    head = pattern.partition("*")[0]
    if not pattern.endswith("*") and ".." not in pattern:
        return False
    codes = {head[1 : 1 + n] for n in range(4)}  # of the country: three digits at the most
    try:
        meant = stored(pattern)
    except ValueError:  # of a newer version
        return False
    said = (f"+{code}{zero}{digits}" for code in codes for zero in ("", "0"))
    return any(meant.covers(one) for one in said if len(one) <= 1 + LONGEST_E164)


class FilteredScreen(BaseScreen):
    sought = ""
    """What is typed into the bar."""

    def do_filter(self) -> None:
        self.query_one(FilterBar).open()

    def on_input_changed(self, event: Input.Changed) -> None:
        if isinstance(event.input.parent, FilterBar):
            self.sought = event.value.strip()
            self.seek()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if isinstance(event.input.parent, FilterBar):
            self.query_one(VirtualTable).focus()

    def look(self) -> None:
        """Show everything as it is now."""
        raise NotImplementedError

    def seek(self) -> None:
        """Show what holds `sought`."""
        self.look()

    def sought_title(self) -> list[str]:
        """For the title of the table."""
        return [f"“{plain(self.sought)}”"] if self.sought else []

    def say_none_found(self, empty_state: EmptyState) -> None:
        said = _("Nothing here matches “%(text)s”.") % {"text": plain(self.sought)}
        empty_state.say(said, (self.key_of("back"), _("Show all")))

    def step_back(self) -> bool:
        if super().step_back():
            return True
        bar = self.query_one(FilterBar)
        if not bar.display:
            return False
        bar.close()
        self.query_one(VirtualTable).focus()
        return True
