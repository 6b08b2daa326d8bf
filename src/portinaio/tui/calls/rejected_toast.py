"""A call that was turned away is told quietly, with one key to let the caller in from now on.

There is one such toast at a time. In a flood the next ones join it, once a second: each of its own would fill the screen,
and take more of the processor than everything else.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from portinaio.core.policy import TURNS_AWAY
from portinaio.language import _, ngettext
from portinaio.tui import call_terms, format_number
from portinaio.tui.escape import plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from portinaio.api.answers import CallAnswer
    from portinaio.tui.state import State

TOGETHER_S = 1.0  # calls that are turned away within this time are told together
FRESH = timedelta(minutes=2)  # a note that is written to an old call is no news of a rejection


class RejectedToasts:
    """`sentence` says so many calls, of which that is the last; `show` puts it in place of what it showed before, where that is there still."""

    def __init__(
        self,
        sentence: Callable[[CallAnswer, int], str],
        show: Callable[[str], None],
        *,
        shown: Callable[[], bool],
        later: Callable[[float, Callable[[], None]], object],
    ) -> None:
        self._sentence = sentence
        self._show = show
        self._shown = shown
        self._later = later
        self._calls = 0
        """Of which the toast tells."""
        self._last: CallAnswer | None = None
        """That none tells of yet."""
        self._more = 0
        """How many it is the last of."""
        self.resting = False
        """Whether one was shown within the last second."""

    def add(self, call: CallAnswer) -> None:
        self._last, self._more = call, self._more + 1
        if not self.resting:
            self._tell()

    def _tell(self) -> None:
        self.resting = False
        if self._last is None:
            return
        self._calls = self._more + (self._calls if self._shown() else 0)
        self._show(self._sentence(self._last, self._calls))
        self._last, self._more = None, 0
        self.resting = True
        self._later(TOGETHER_S, self._tell)


def just_rejected(call: CallAnswer, before: CallAnswer | None, now: datetime) -> bool:
    """Whether `call` has just been refused, and nobody was told yet."""
    refused = call["action"] in TURNS_AWAY and call["outcome"] == "done"
    told = before is not None and before["outcome"] is not None
    return refused and not told and now - call_terms.moment(call["at"]) < FRESH


def rejected_sentence(call: CallAnswer, state: State, key: str, calls: int = 1) -> str:
    """Of `calls` of which this is the last."""
    who = format_number.caller(call, state.contacts, mask=state.mask)
    why = format_number.mask_numbers(call["because"], mask=state.mask)
    said = _("%(caller)s was turned away: %(why)s") % {"caller": who, "why": why}
    if calls > 1:
        many = ngettext(
            "%(n)d call was turned away, the last: %(caller)s, %(why)s",
            "%(n)d calls were turned away, the last: %(caller)s, %(why)s",
            calls,
        )
        said = many % {"n": calls, "caller": who, "why": why}
    if call["number"] is None:
        return plain(said)
    return plain(said) + " · " + _("%(key)s to allow") % {"key": key}
