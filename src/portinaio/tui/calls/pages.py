"""Which calls the table shows, all or those that the filter lets through, and how far back they are loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.policy import TURNS_AWAY, Action
from portinaio.language import _, ngettext
from portinaio.tui.call_log import CallLog
from portinaio.tui.escape import plain
from portinaio.tui.session import PAGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.api.answers import CallAnswer
    from portinaio.tui.session import Session


NEAR_END = 60  # rows from the end at which older calls are fetched
MOST_ROWS, KEPT_ROWS = (
    2_000,
    1_000,
)  # in an app that is left open, of which nobody looks further down


class CallPages:
    def __init__(self, session: Session) -> None:
        self._session = session
        self._found: CallLog | None = None
        """The calls that the filter lets through; `None` without a filter."""
        self.sought = ""
        """What is typed into the filter."""
        self.complete = False
        """Whether the oldest call is loaded."""

    @property
    def log(self) -> CallLog:
        return self._session.log if self._found is None else self._found

    @property
    def filtered(self) -> bool:
        return self._found is not None

    @property
    def text(self) -> str | None:
        """What older calls must hold, too."""
        return self.sought if self.filtered else None

    def near_end(self, cursor: int) -> bool:
        """Whether older calls are wanted soon, and there may be some."""
        log = self.log
        left = len(log.rows) - cursor
        return not self.complete and log.oldest is not None and left <= NEAR_END

    @property
    def has_room(self) -> bool:
        """Whether there may be older calls, and no more are loaded than are kept."""
        return not self.complete and self.log.oldest is not None and len(self.log.rows) < MOST_ROWS

    def let_go(self, cursor: int) -> None:
        """Of the oldest rows where there are too many, as long as the cursor is among the newest."""
        log = self._session.log
        if len(log.rows) > MOST_ROWS and cursor < KEPT_ROWS - NEAR_END and log.trim(KEPT_ROWS):
            self.complete = False

    def show_all(self) -> None:
        self._found = None
        self.complete = False

    def show_found(self, calls: Sequence[CallAnswer]) -> None:
        """The first page that the filter lets through."""
        self._found = CallLog()
        self._found.load(calls, self._session.now())
        self.complete = len(calls) < PAGE

    def extend(self, calls: Sequence[CallAnswer]) -> None:
        """By a page of older calls."""
        self.complete = len(calls) < PAGE
        self.log.extend(calls, self._session.now())

    def counted(self) -> list[str]:
        """For the title: how many were found, or how many there were today and what became of them."""
        if self._found is None:
            return self._counts()
        found = sum(1 for _call in self._found.calls())
        shown = f"{found}" if self.complete else f"{found}+"
        return [_("“%(text)s”: %(n)s") % {"text": plain(self.sought), "n": shown}]

    def _counts(self) -> list[str]:
        now = self._session.now()
        today = now.date()
        rehearsed = self._session.rehearsed
        simulated = rehearsed["id"] if rehearsed else None
        calls: list[CallAnswer] = []
        for row in self._session.log.rows:  # today stands on top, and ends with the first rule
            if row.call is None:
                break
            if row.day == today and row.key != simulated:
                calls.append(row.call)
        if not self._session.log.rows:
            return []
        status = self._session.state.status
        told = status["calls_today"] if status else 0
        done = [call["action"] for call in calls if call["outcome"] == "done"]
        rejected = sum(action in TURNS_AWAY for action in done)
        silenced = sum(action == Action.SILENCE for action in done)
        all_here = len(calls) < len(self._session.log.rows)  # else older ones of today were let go
        parts = [_("%(n)d today") % {"n": len(calls) if all_here else max(told, len(calls))}]
        if rejected:
            parts.append(ngettext("%(n)d rejected", "%(n)d rejected", rejected) % {"n": rejected})
        if silenced:
            parts.append(ngettext("%(n)d silenced", "%(n)d silenced", silenced) % {"n": silenced})
        return parts
