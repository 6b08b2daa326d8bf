"""What is wrong or out of the ordinary, between header and table; nothing where all is well.

It takes a twelfth of the screen and no more: what has no room there stands behind a key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from portinaio.language import _, formatting, ngettext
from portinaio.tui import call_terms
from portinaio.tui.escape import plain
from portinaio.tui.state import Connection

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from portinaio.tui.state import State

NOT_SAID = {"line", "instead"}  # better above, and with the line and in Settings
FEWEST, MOST = 2, 4  # lines; the table is what one came for


class Banner(Static):
    def __init__(
        self,
        state: State,
        now: Callable[[], datetime],
        key: Callable[[str], str],
        *,
        of_absence: bool,
        **attributes: Any,
    ) -> None:
        """With `of_absence` a screener that was never there is told of too."""
        super().__init__(**attributes)
        self._of_absence = of_absence
        self._state = state
        self._now = now
        self._key = key
        self._said_last = Content()

    def look(self) -> None:
        """Say what there is to say now."""
        said = self.notices()
        self.display = bool(said)
        text = Content("\n").join(self._that_fit(said) if said else ())
        if not text.is_same(self._said_last):
            self._said_last = text
            self.update(text)

    def notices(self) -> list[Content]:
        """All of them, in the order of their weight."""
        return [
            *self._of_connection(),
            *self._of_files(),
            *self._of_pause(),
            *self._of_expectation(),
            *self._of_lines(),
            *self._of_health(),
        ]

    def on_resize(self) -> None:
        self.look()

    def _that_fit(self, said: list[Content]) -> list[Content]:
        """No sentence is cut off in its middle, but the first may be; the last names the key of those that have no room."""
        width = self.content_size.width or self.app.size.width - self.styles.padding.width
        most = max(FEWEST, min(MOST, self.app.size.height // 12))

        def is_fit(several: list[Content]) -> bool:
            return sum(len(one.wrap(width)) for one in several) <= most

        if is_fit(said):
            return said
        for n in range(min(len(said) - 1, most), 0, -1):
            some = [*said[: n - 1], said[n - 1] + self._rest(len(said) - n)]
            if is_fit(some):
                return some
        first, rest = said[0][: width * most], self._rest(len(said) - 1)
        while len(first) > 1 and not is_fit([first + "…" + rest]):
            first = first[:-1].rstrip()
        return [first + "…" + rest]

    def _rest(self, n: int) -> Content:
        """The key that shows all, and how many have no room."""
        word = (
            ngettext("%(n)d more notice", "%(n)d more notices", n) % {"n": n} if n else _("read on")
        )
        there = Content.assemble((self._key("notices"), "bold $primary"), f" {word}")
        # A line that breaks between the key and its word would leave the key alone.
        return Content("  ") + there.stylize(Style.from_meta({"@click": "screen.do('notices')"}))

    def _of_connection(self) -> list[Content]:
        if self._state.connection is Connection.DOWN and self._of_absence:
            sentence = _("The screener is not running; calls ring as usual.")
            return [self._said("○", "$verdict-reported", sentence, "start", _("Start it"))]
        if self._state.connection is not Connection.LOST:
            return []
        wait = self._state.retry_at
        again = max(0, round((wait - self._now()).total_seconds())) if wait else 0
        sentence = _("The screener has stopped; calls ring as usual. Next try in %(n)d s.")
        return [
            self._said("○", "$verdict-reported", sentence % {"n": again}, "start", _("Start it"))
        ]

    def _of_files(self) -> list[Content]:
        return [
            Content.assemble(
                ("⋯ ", "$verdict-suspected"),
                _("%(file)s is being read: %(n)d %%")
                % {"file": plain(one["name"]), "n": 100 * one["bytes"] // max(one["whole"], 1)},
            )
            for one in self._state.being_read
        ]

    def _of_pause(self) -> list[Content]:
        if not self._state.paused_until or self._state.connection is not Connection.UP:
            return []
        until = formatting.clock(call_terms.moment(self._state.paused_until))
        sentence = _("Screening is paused until %(time)s. Everything rings.") % {"time": until}
        return [self._said("‖", "$verdict-suspected", sentence, "pause", _("Resume"))]

    def _of_expectation(self) -> list[Content]:
        if not self._state.expecting_until or self._state.connection is not Connection.UP:
            return []
        until = formatting.clock(call_terms.moment(self._state.expecting_until))
        sentence = _("Unknown, suspected and withheld callers ring until %(time)s.") % {
            "time": until
        }
        return [self._said("‖", "$verdict-suspected", sentence, "expect", _("Expect nobody"))]

    def _of_lines(self) -> list[Content]:
        status = self._state.status
        if status is None or self._state.connection is not Connection.UP:
            return []
        return [
            Content.assemble(
                ("◌ " if line["state"] == "retrying" else "✕ ", "$verdict-suspected"),
                (f"{plain(line['name'])}: {plain(line['error'] or '')}. ", ""),
                (_("Calls there ring as usual."), "$foreground 60%"),
            )
            for line in status["lines"]
            if line["state"] != "up" and line["error"]
        ]

    def _of_health(self) -> list[Content]:
        status = self._state.status
        if status is None:
            return []
        return [
            Content.assemble(("! ", "$verdict-suspected"), plain(one["text"]))
            for one in status["health"]
            if one["code"] not in NOT_SAID
        ]

    def _said(self, sign: str, colour: str, sentence: str, action: str, word: str) -> Content:
        return Content.assemble(
            (f"{sign} ", colour),
            (sentence, ""),
            "  ",
            (self._key(action), "bold $primary"),
            f" {word}",
        )
