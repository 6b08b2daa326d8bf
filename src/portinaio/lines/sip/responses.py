"""How an action is carried out in SIP, which depends on who stands between the caller and us."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.policy import Action, possible
from portinaio.lines.sip.manner import ABILITIES

if TYPE_CHECKING:
    from portinaio.lines.sip.settings import SipSettings

FRITZBOX_RING_S = (
    3.0  # long enough for its call list; then our branch ends and the other phones ring on
)
STOPS_ALL_PHONES = (
    603  # the least 6xx we send; each ends every branch of a fork, RFC 3261 16.7 step 5
)


class PlannedResponse(NamedTuple):
    code: int
    """180, 200 or a refusal."""
    hold_s: float = 0.0
    """How long 180 is held before the call is given back."""


def response_for(action: Action, settings: SipSettings) -> PlannedResponse:
    """What the line cannot do falls here too: a decision may have been taken by the settings of a moment ago."""
    match possible(action, ABILITIES[settings.peer]):
        case Action.RING:
            return PlannedResponse(
                180, FRITZBOX_RING_S if settings.peer == "fritzbox" else settings.ring_s
            )
        case Action.SILENCE:
            return PlannedResponse(180, settings.ring_s)
        case Action.REJECT if settings.peer == "fritzbox":
            return PlannedResponse(200)  # declining would end only our branch there
        case Action.REJECT if settings.peer == "forked":
            return PlannedResponse(max(settings.reject, STOPS_ALL_PHONES))
        case Action.REJECT:
            return PlannedResponse(settings.reject)
        case _:
            return PlannedResponse(200)
