"""What the tour says of the place that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from portinaio.language import _, translate
from portinaio.tui.tour import STOPS

if TYPE_CHECKING:
    from portinaio.tui.tour import Tour

ON, BACK = ">", "<"
"""Its keys, which no action has."""


class TourLine(Static):
    def __init__(self, tour: Tour) -> None:
        super().__init__()
        self._tour = tour

    def on_mount(self) -> None:
        self.look()

    def look(self) -> None:
        stop, sentence = self._tour.stop(self.app.current_mode)
        stops = len(STOPS)
        on = _("go on") if stop < stops else _("the end")
        back = (BACK, f" {_('go back')}  ") if stop > 1 else ("", "")
        self.update(
            # The keys in front, where no line ends between one and what it does.
            Content.assemble(
                (f"{stop}/{stops}  ", "bold"),
                (ON, "bold $primary"),
                f" {on}  ",
                (back[0], "bold $primary"),
                back[1],
                translate(sentence),
            )
        )
