"""Which times of a call our branch of it has seen.

Where nobody else rings our branch is the call. Where other telephones ring, our 480 ends nothing but the branch, and
they ring on and may be taken; a CANCEL ends the ringing everywhere, but not every proxy says whether it was taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.policy import Outcome
from portinaio.lines.line import CallEnded
from portinaio.wire.sip.dialogs.end import End

if TYPE_CHECKING:
    from portinaio.wire.sip.uas import Over


class Seen(NamedTuple):
    rang: bool
    talked: bool
    """Also that nobody talked."""


_ALL, _RINGING, _NOTHING = Seen(True, True), Seen(True, False), Seen(False, False)

SEEN: dict[str, dict[End, Seen]] = {
    "sole": {
        End.GAVE_UP: _ALL,
        End.ELSEWHERE: _RINGING,  # there is another telephone after all
        End.CANCELLED: _ALL,
        End.GIVEN_BACK: _ALL,
        End.REFUSED: _ALL,
        End.ANSWERED: _ALL,
        End.LOST: _ALL,
    },
    "forked": {
        End.GAVE_UP: _ALL,
        End.ELSEWHERE: _RINGING,
        End.CANCELLED: _RINGING,
        End.GIVEN_BACK: _NOTHING,
        End.REFUSED: _ALL,  # a 6xx ends every branch, RFC 3261 16.7 step 5
        End.ANSWERED: _ALL,  # so does a 200
        End.LOST: _NOTHING,  # whoever answered at the same moment has the call, 13.2.2.4
    },
    "serial": {
        End.GAVE_UP: _ALL,
        End.ELSEWHERE: _RINGING,  # then others are not asked after us
        End.CANCELLED: _NOTHING,  # the proxy may have lost patience, and rings the next telephone
        End.GIVEN_BACK: _NOTHING,
        End.REFUSED: _ALL,
        End.ANSWERED: _ALL,
        End.LOST: _NOTHING,
    },
    "pbx": {
        End.GAVE_UP: _ALL,
        End.ELSEWHERE: _RINGING,
        End.CANCELLED: _NOTHING,  # as a proxy, its dial plan may go on to the next telephone
        End.GIVEN_BACK: _NOTHING,
        End.REFUSED: _ALL,  # its dial plan ends there, as the manner has it
        End.ANSWERED: _ALL,
        End.LOST: _NOTHING,
    },
    "fritzbox": {
        End.GAVE_UP: _ALL,
        End.ELSEWHERE: _RINGING,
        End.CANCELLED: _RINGING,
        End.GIVEN_BACK: _NOTHING,
        End.REFUSED: _NOTHING,  # it ends no branch but ours
        End.ANSWERED: _ALL,
        End.LOST: _NOTHING,
    },
}
"""By who else rings, as `peer` has it, and by how our branch ended."""


def call_ended(over: Over, peer: str, *, silenced: bool = False) -> CallEnded:
    """The call's own times, and `None` for those that nobody here has seen."""
    seen = SEEN[peer][over.end]
    too_late = over.end is End.LOST or (silenced and _may_have_rung(over.end, seen))
    return CallEnded(
        over.rang_s if seen.rang else None,
        over.talked_s if seen.talked else None,
        over.cause,
        Outcome.TOO_LATE if too_late else None,
    )


def _may_have_rung(end: End, seen: Seen) -> bool:
    """Whether another telephone has taken a call that we kept silent, or may ring by now: it left us before it was silenced."""
    return end is End.ELSEWHERE or (end is End.CANCELLED and seen == _NOTHING)
