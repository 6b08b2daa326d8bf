"""The line at the bottom: the keys of this place, those that cannot be pressed now dimmed, and the one that finds all others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from textual.content import Content
from textual.style import Style
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class FooterKey(NamedTuple):
    action: str
    key: str
    word: str
    possible: bool


class FooterLine(Widget):
    auto_links = (
        False  # a key that can be clicked keeps the colour that says whether it can be pressed
    )

    def __init__(
        self,
        keys: Callable[[], Sequence[FooterKey]],
        **attributes: Any,
    ) -> None:
        super().__init__(**attributes)
        self._keys = keys
        """The last one is for the corner."""
        self._shown: list[FooterKey] = []

    def look(self) -> None:
        """At what the keys mean now."""
        if list(self._keys()) != self._shown:
            self.refresh()

    def render(self) -> Content:
        faint = "dim" if self.app.native_ansi_color else "$foreground 35%"
        self._shown = list(self._keys())
        *keys, palette = self._shown
        shown = [_drawn(key, faint) for key in keys]
        corner = _drawn(palette, faint)
        if sum(one.cell_length for one in (*shown, corner)) > self.size.width:
            corner = _drawn(palette._replace(word=""), faint)
        room = self.size.width - corner.cell_length
        # The last key, help, tells of those that found no room.
        while len(shown) > 1 and sum(one.cell_length for one in shown) > room:
            del shown[-2]
        left = Content("").join(shown)
        return Content.assemble(left, " " * max(0, room - left.cell_length), corner)


def _drawn(key: FooterKey, faint: str) -> Content:
    colour, word = ("bold $primary", "$foreground") if key.possible else (faint, faint)
    named = f" {key.word} " if key.word else " "
    drawn = Content.assemble(" ", (key.key, colour), (named, word))
    return drawn.stylize(Style.from_meta({"@click": f"screen.do('{key.action}')"}))
