"""The line of places, on every screen: what each digit leads to, and where one is.

A narrow terminal loses whole names and never parts of one: those furthest from where one is, whose keys stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from portinaio.tui.actions.action import ActionContext
from portinaio.tui.actions.registry import ACTIONS, PLACES, drawn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Place(NamedTuple):
    name: str
    key: str
    word: str

    @property
    def cells(self) -> int:
        """With a cell at each side, in which the brackets stand."""
        return len(self.text) + 2

    @property
    def text(self) -> str:
        return f"{self.key} {self.word}" if self.word else self.key


def fitting(places: Sequence[Place], here: int, width: int) -> list[Place]:
    """As many names as have room in `width` cells, the nearest to `here` first."""
    shown = list(places)
    for at in sorted(range(len(shown)), key=lambda at: -abs(at - here)):
        if sum(one.cells for one in shown) - len(shown) + 1 <= width:
            break  # neighbours share the cell between them
        shown[at] = shown[at]._replace(word="")
    return shown


class PlacesLine(Widget):
    auto_links = False

    def __init__(self, moved_keys: Mapping[str, str]) -> None:
        super().__init__()
        self._places = [
            Place(
                name,
                drawn(moved_keys.get(name, ACTIONS[name].key)),
                ACTIONS[name].title(ActionContext()),
            )
            for name in PLACES
        ]

    def render(self) -> Content:
        here = self.app.current_mode
        at = PLACES.index(here) if here in PLACES else 0
        shown = fitting(self._places, at, self.size.width)
        roomy = sum(one.cells for one in shown) <= self.size.width
        parts: list[Content] = []
        for one in shown:
            before, after = ("[", "]") if one.name == here else (" ", " ")
            if not roomy and parts:  # the cell before it is the one behind its neighbour
                last = parts.pop()
                parts.append(last if before == " " else last[:-1] + Content.styled("[", _HERE))
                before = ""
            parts.append(_drawn(one, before, after, lit=one.name == here))
        return Content("").join(parts)


_HERE = "bold $primary"


def _drawn(place: Place, before: str, after: str, *, lit: bool) -> Content:
    if lit:
        drawn_ = Content.styled(f"{before}{place.text}{after}", _HERE)
    else:
        word = f" {place.word}" if place.word else ""
        drawn_ = Content.assemble(
            before, (place.key, "bold $primary"), (word, "$foreground 60%"), after
        )
    return drawn_.stylize(Style.from_meta({"@click": f"screen.do('{place.name}')"}))
