"""How an action is carried out in SIP, which depends on who stands between the caller and us.

No final answer waits until the other telephones have said that they ring, though only then they can be called off, RFC 3261 9.1:
proxies do so when they hear it, and a wait would have each telephone sound in each call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.decide import carried_out
from portinaio.core.policy import Action
from portinaio.lines.sip.manner import FRITZBOX, PBX, SERIAL, SHARED, abilities

if TYPE_CHECKING:
    from portinaio.lines.sip.settings import SipSettings

FRITZBOX_RING_S = (
    3.0  # long enough for its call list; then our branch ends and the other phones ring on
)
STOPS_ALL_PHONES = (
    603  # the least 6xx we send; each ends every branch of a fork, RFC 3261 16.7 step 5
)


HOLD_S = 15.0  # the caller pays for it; a dialler gives up sooner
TO_A_PBX = 603  # its cause 21, "call rejected", is one that a dial plan can see; 607 and 608 often become another


class PlannedResponse(NamedTuple):
    code: int
    """180, 200, 302 or a refusal."""
    hold_s: float = 0.0
    """How long 180 is held before the end, or a call that was picked up before we hang up."""
    then: int = 480
    """After 180; 480 gives the call back."""
    talk: Action | None = None
    """What is done in a call that is picked up for more than to be hung up on."""
    silent: bool = False
    """Whether 180 is said so that no telephone rings."""


def response_for(action: Action, settings: SipSettings) -> PlannedResponse:
    """What the line cannot do falls here too: a decision may have been taken by the settings of a moment ago."""
    peer = settings.peer
    instead = Action(settings.instead_of_silence)
    match carried_out(action, abilities(settings), instead, suspect=False):
        case Action.RING:
            return _let_ring(settings)
        case Action.SILENCE:
            return PlannedResponse(180, settings.ring_s, _end_of_silence(settings), silent=True)
        case Action.REJECT if peer == FRITZBOX:
            return PlannedResponse(200)  # declining would end only our branch there
        case Action.REJECT:
            return PlannedResponse(_refusal(settings))
        case Action.HOLD:
            return PlannedResponse(200, HOLD_S, talk=Action.HOLD)
        case Action.CHALLENGE if (
            peer == PBX
        ):  # before it is picked up, so that it can be handed back
            return PlannedResponse(183, then=TO_A_PBX, talk=Action.CHALLENGE)
        case Action.CHALLENGE:
            return PlannedResponse(200, talk=Action.CHALLENGE)
        case Action.MESSAGE:
            return PlannedResponse(200, talk=Action.MESSAGE)
        case Action.ANNOUNCE:
            return PlannedResponse(200, talk=Action.ANNOUNCE)
        case _:
            return PlannedResponse(200)


def _let_ring(settings: SipSettings) -> PlannedResponse:
    """Whoever is asked first and rings nothing has to say at once that others may."""
    match settings.peer:
        case "pbx":
            return PlannedResponse(302 if settings.hand_to else 480)
        case "serial":
            return PlannedResponse(480)
        case "fritzbox":
            return PlannedResponse(180, FRITZBOX_RING_S)
        case _:
            return PlannedResponse(180, settings.ring_s)


def _end_of_silence(settings: SipSettings) -> int:
    """Where 480 would let the others ring after all, the end is a refusal."""
    return STOPS_ALL_PHONES if settings.peer in {SERIAL, PBX} else 480


def _refusal(settings: SipSettings) -> int:
    if settings.peer == PBX:
        return TO_A_PBX
    if settings.peer in {SHARED, SERIAL}:
        return max(settings.reject, STOPS_ALL_PHONES)
    return settings.reject
