"""The legs of one call, on several lines at once or one after the other, and what they say of the call together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.logged import GIVEN_BACK_BY
from portinaio.core.message import msg
from portinaio.core.policy import Action, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.core.logged import LoggedCall
    from portinaio.lines.line import CallEnded, Performed

AT_ONCE_S = 0.5  # legs that end within that end by the same hand
_BEST = (Outcome.DONE, Outcome.TOO_LATE, Outcome.UNABLE)


class Leg:
    """One way by which a call came. Its last fields are filled as it goes on."""

    __slots__ = (
        "acted_ms",
        "answered_by",
        "began",
        "comes_back_s",
        "ended",
        "line",
        "name",
        "over_at",
        "performed",
        "watches",
    )

    def __init__(
        self, line: str, name: str, began: float, comes_back_s: float, *, watches: bool = False
    ) -> None:
        self.line = line
        self.name = name
        """What the network calls the call; empty where it has no name for it."""
        self.began = began
        self.comes_back_s = comes_back_s
        """For so long after a call was given back, one of the same caller on this line is taken for it."""
        self.watches = watches
        """Whether its line does nothing to calls."""
        self.answered_by: str | None = None
        """The extension that picked up; `None` while nobody has."""
        self.performed: Performed | None = None
        self.acted_ms: float | None = None
        self.ended: CallEnded | None = None
        self.over_at = 0.0

    @property
    def given_back(self) -> bool:
        """Ended by us, while other telephones may ring on."""
        ended = self.ended
        return ended is not None and ended.cause in GIVEN_BACK_BY and ended.rang_s is None


def joined(call: LoggedCall, legs: Sequence[Leg], began: float) -> LoggedCall:
    """The call as all of its legs together know it. Its times are there once the last of them is over."""
    performed = [leg for leg in legs if leg.performed]
    if performed:
        call = _with(call, min(reversed(performed), key=_rank))
    answered = next((leg.answered_by for leg in legs if leg.answered_by), "")
    call = call._replace(answered_by=answered)
    ends = [(leg, leg.ended) for leg in legs if leg.ended]
    if len(ends) < len(legs) or not ends:
        return call
    latest = max(leg.over_at for leg, _ in ends)
    # Who talked to the caller knows it all; else who was there to the end.
    to_the_end = [
        (leg, end) for leg, end in ends if end.talked_s or latest - leg.over_at < AT_ONCE_S
    ]
    leg, ended = max(to_the_end, key=lambda one: _seen(one[1]))
    rang_s = None if ended.rang_s is None else leg.began - began + ended.rang_s
    heard = next((end.heard for _, end in ends if end.heard), None)
    if heard and heard.passed and ended.cause in GIVEN_BACK_BY:
        because = msg(
            "%(because)s; pressed the digit that was asked for, and was put through",
            because=call.because,
        )
        call = call._replace(action=Action.RING, because=because)
    return call._replace(
        heard=heard,
        cause=call.cause or ended.cause,
        rang_s=_milliseconds(rang_s),
        talked_s=_milliseconds(ended.talked_s),
    )


def _with(call: LoggedCall, leg: Leg) -> LoggedCall:
    """What the line did, and what became of it."""
    assert leg.performed is not None
    outcome, cause, instead = leg.performed
    if leg.ended and leg.ended.outcome:
        outcome = leg.ended.outcome
    if instead:
        action, why_not = instead
        because = msg("%(because)s; %(why_not)s", because=call.because, why_not=why_not)
        call = call._replace(action=action, because=because)
    return call._replace(outcome=outcome, cause=cause, acted_ms=leg.acted_ms)


def _rank(leg: Leg) -> tuple[bool, int]:
    """A line that acted knows better than one that watched."""
    return leg.watches, _BEST.index(leg.performed.outcome) if leg.performed else len(_BEST)


def _seen(ended: CallEnded) -> tuple[float, bool, bool]:
    """How much somebody saw of the end."""
    return ended.talked_s or 0.0, ended.talked_s is not None, ended.rang_s is not None


def _milliseconds(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)
