"""The live table of calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from portinaio.language import durations, formatting
from portinaio.tui import call_terms, format_number
from portinaio.tui.symbols import symbol_of, verdict_of
from portinaio.tui.widgets.virtual_table import Cell, VirtualTable, fitted

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from portinaio.api.answers import CallAnswer
    from portinaio.tui.call_log import Row
    from portinaio.tui.state import State

LABEL_FROM = 68  # cells; narrower, the shape says it, and the colour beside it
WIDE_FROM = 88
AT_LENGTH_FROM = 112  # what was done in more than a word, and a reason of forty cells beside it
OF_ENTRY = {"allow": "✓", "block": "⊘", "": " "}
"""Beside the shape: what the user has said of this caller."""
VERDICTS = ("reported", "suspected", "known", "unknown", "ringing")


class CallsTable(VirtualTable):
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "calls--time",
        "calls--who",
        "calls--named",
        "calls--why",
        "calls--rule",
        *(f"verdict--{verdict}" for verdict in VERDICTS),
    }

    def __init__(self, state: State, now: Callable[[], datetime], **attributes: Any) -> None:
        super().__init__(**attributes)
        self._state = state
        self._now = now
        self._label_cells = call_terms.label_cells()
        self._done_cells = call_terms.done_cells()
        self._done_cells_at_length = call_terms.done_cells_at_length()

    def draw(self, row: Row, width: int) -> list[Cell]:
        if row.call is None:
            day = call_terms.day(row.day, self._now().date())
            head = f"── {day} "
            return [Cell(head + "─" * max(0, width - len(head)), "calls--rule")]
        return self._drawn(row.call, width)

    def _drawn(self, call: CallAnswer, width: int) -> list[Cell]:
        now = self._now()
        shape, verdict = symbol_of(call, now)
        ringing = verdict == "ringing"
        colour = f"verdict--{verdict}"
        judged = f"verdict--{verdict_of(call)}"
        who = 19 if width < WIDE_FROM else 24
        named = call["number"] in self._state.contacts
        cells = [
            Cell(
                fitted(self._time(call, now, ringing=ringing), 7),
                colour if ringing else "calls--time",
            ),
            Cell(f"{shape}{self._beside(call, width)} ", colour),
            Cell(
                fitted(format_number.caller(call, self._state.contacts, mask=self._state.mask), who)
                + "  ",
                "calls--named" if named else "calls--who",
            ),
        ]
        if width >= LABEL_FROM:
            cells.append(Cell(fitted(call_terms.label(call), self._label_cells), judged))
        cells.append(Cell(self._done(call, width, ringing=ringing), judged))
        left = width - sum(len(cell.text) for cell in cells)
        why = format_number.mask_numbers(call["because"], mask=self._state.mask)
        cells.append(Cell(fitted(why, max(1, left)), "calls--why"))
        return cells

    def _beside(self, call: CallAnswer, width: int) -> str:
        """What the user has said of the caller; where no word says it, that an unknown one is suspected."""
        said = OF_ENTRY[self._state.spoken_of(call["number"])]
        return (
            "?" if width < LABEL_FROM and verdict_of(call) == "suspected" and said == " " else said
        )

    def _done(self, call: CallAnswer, width: int, *, ringing: bool) -> str:
        at_length = width >= AT_LENGTH_FROM
        word = call_terms.done_at_length if at_length else call_terms.done
        done = call_terms.doing(call) if ringing else word(call)
        return fitted(done, self._done_cells_at_length if at_length else self._done_cells)

    @staticmethod
    def _time(call: CallAnswer, now: datetime, *, ringing: bool) -> str:
        """When it came; for how long, while it rings."""
        at = call_terms.moment(call["at"])
        return durations.seconds((now - at).total_seconds()) if ringing else formatting.clock(at)
