"""The line of places, on every screen: what each digit leads to, and where one is.

Where not all names have room, shorter ones stand there, else the names in two lines, below each other where that has room. Only a
terminal that has no room for these loses whole names and never parts of one: those furthest from where one is, whose keys stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from portinaio.language import _
from portinaio.tui.actions.action import ActionContext
from portinaio.tui.actions.registry import ACTIONS, PLACES, drawn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.geometry import Size

LOWEST = 20  # lines of a terminal that has one to spare
SHORTER: dict[str, Callable[[], str]] = {"complaints": lambda: _("Cases")}
"""What else a place may be called where its name is too long."""


class Place(NamedTuple):
    name: str
    key: str
    word: str
    shorter: str = ""

    @property
    def text(self) -> str:
        return f"{self.key} {self.word}" if self.word else self.key

    @property
    def cells(self) -> int:
        """With a cell at each side, in which the brackets stand."""
        return len(self.text) + 2


def arranged(places: Sequence[Place], here: int, width: int, height: int) -> list[list[Place]]:
    """In one line or in two, with as many names as have room in `width` cells."""
    short = [one._replace(word=one.shorter or one.word) for one in places]
    for several in (places, short):
        if _cells(several) <= width:
            return [list(several)]
    if height >= LOWEST:
        for several in (places, short):
            half = (len(several) + 1) // 2
            lines = [list(several[:half]), list(several[half:])]
            if max(map(_cells, lines)) <= width:
                return lines
    return [_with_names_near(short, here, width)]


def _with_names_near(places: Sequence[Place], here: int, width: int) -> list[Place]:
    """Names as there is room for, the nearest to `here` first."""
    shown = list(places)
    for at in sorted(range(len(shown)), key=lambda at: -abs(at - here)):
        if _cells(shown) <= width:
            break
        shown[at] = shown[at]._replace(word="")
    return shown


def _cells(line: Sequence[Place]) -> int:
    """At the least: neighbours share the cell between them."""
    return sum(one.cells for one in line) - len(line) + 1


class PlacesLine(Widget):
    auto_links = False

    def __init__(self, moved_keys: Mapping[str, str]) -> None:
        super().__init__()
        self._places = [
            Place(
                name,
                drawn(moved_keys.get(name, ACTIONS[name].key)),
                ACTIONS[name].title(ActionContext()),
                SHORTER[name]() if name in SHORTER else "",
            )
            for name in PLACES
        ]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  # as Textual asks
        return len(self._lines(width, viewport.height))

    def render(self) -> Content:
        lines = self._lines(self.size.width, self.app.size.height)
        columns = _columns(lines, self.size.width)
        return Content("\n").join([self._drawn(line, columns) for line in lines])

    def _lines(self, width: int, height: int) -> list[list[Place]]:
        here = self.app.current_mode
        return arranged(self._places, PLACES.index(here) if here in PLACES else 0, width, height)

    def _drawn(self, line: Sequence[Place], columns: Sequence[int]) -> Content:
        """Each in its column; where there are none, as near to each other as can be."""
        parts: list[Content] = []
        for at, one in enumerate(line):
            before, after = ("[", "]") if one.name == self.app.current_mode else (" ", " ")
            if columns:
                after += " " * (columns[at] - one.cells)
            elif parts and before == "[":  # in the cell behind its neighbour
                parts[-1] = parts[-1][:-1]
            elif parts:
                before = ""
            parts.append(_drawn(one, before, after, lit=one.name == self.app.current_mode))
        return Content("").join(parts)


_HERE = "bold $primary"


def _columns(lines: Sequence[Sequence[Place]], width: int) -> list[int]:
    """How wide each is, where the names have room below each other and apart."""
    columns = [
        max(line[at].cells for line in lines if at < len(line)) for at in range(len(lines[0]))
    ]
    return columns if sum(columns) <= width else []


def _drawn(place: Place, before: str, after: str, *, lit: bool) -> Content:
    if lit:
        drawn_ = Content.styled(f"{before}{place.text}{after}", _HERE)
    else:
        word = f" {place.word}" if place.word else ""
        drawn_ = Content.assemble(
            before, (place.key, "bold $primary"), (word, "$foreground 60%"), after
        )
    return drawn_.stylize(Style.from_meta({"@click": f"screen.do('{place.name}')"}))
