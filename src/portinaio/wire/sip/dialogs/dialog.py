"""One call as the called side sees it: from the INVITE to the last word."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from portinaio.wire.sip.flow import hostport

if TYPE_CHECKING:
    from portinaio.wire.sip.flow import Flow
    from portinaio.wire.sip.transaction import ClientTransaction, ServerTransaction
    from portinaio.wire.sip.validate import Incoming


class Local(NamedTuple):
    """How the far end of a flow reaches us."""

    host: str
    port: int
    user: str = ""

    def contact(self, transport: str) -> str:
        user = f"{escaped(self.user)}@" if self.user else ""
        suffix = "" if transport == "UDP" else f";transport={transport.lower()}"
        return f"<sip:{user}{hostport(self.host, self.port)}{suffix}>"


def escaped(user: str) -> str:
    """A user name as it stands in a URI, RFC 3261 19.1.2: with an `@` in it, as some providers have, it is no host."""
    return quote(user, safe="-_.!~*'()&=+$,;?/")


class Phase(Enum):
    INVITED = auto()
    """Nobody has decided yet."""
    RINGING = auto()
    """180 was sent, RFC 3261 12.1.1."""
    ANSWERED = auto()
    """200 was sent and is repeated until its ACK, 13.3.1.4."""
    HELD = auto()
    """The ACK is there, and the caller waits until we hang up."""
    LEAVING = auto()
    """Our BYE is under way, 15.1.1."""
    OVER = auto()


@dataclass(slots=True)
class Dialog:
    handle: str
    invite: Incoming
    flow: Flow
    local: Local
    transaction: ServerTransaction
    invited_at: float
    size: int = 0
    """Of the INVITE in memory, in bytes."""
    phase: Phase = Phase.INVITED
    trying_at: float | None = None
    """When 100 is due, if nothing else was said until then."""
    ring_until: float | None = None
    then: int = 480
    """What is said when it has rung for so long."""
    hold_s: float = 0.0
    """How long a call that was picked up is kept: from our 200, since from then on somebody pays for it."""
    leave_at: float | None = None
    repeat_at: float | None = None
    repeat_pause: float = 0.0
    response: bytes = b""
    """What is repeated."""
    number: int | None = None
    """RSeq of the latest provisional response, RFC 3262 3; `None` where the caller does not want them numbered."""
    heard: bool = True
    """Whether its PRACK has come."""
    early: bytes = b""
    """The session of what is said before the call is picked up."""
    offered: bool = False
    """Whether an offer of ours went with a provisional response."""
    answered_at: float | None = None
    acknowledged: bool = False
    give_up_at: float | None = None
    changing: int | None = None
    """CSeq of a new offer that was answered and whose ACK is not there yet."""
    bye: ClientTransaction | None = None
    branch: str = ""
    """Of our latest request."""
    requests: int = 0
    """How many requests were ours."""
    byes: int = 0
    """How often it was asked."""

    @property
    def open(self) -> bool:
        """Whether a decision can still be carried out."""
        return self.phase in {Phase.INVITED, Phase.RINGING}

    @property
    def deadline(self) -> float | None:
        moments = (
            self.trying_at,
            self.ring_until,
            self.repeat_at,
            self.give_up_at,
            self.leave_at,
        )
        waiting = [moment for moment in moments if moment is not None]
        if self.bye is not None and self.bye.deadline is not None:
            waiting.append(self.bye.deadline)
        return min(waiting, default=None)

    @property
    def dialog_id(self) -> tuple[str, str, str]:
        return self.invite.call_id, self.invite.caller.tag, self.transaction.to_tag

    def rest(self) -> None:
        """Nothing is due any more."""
        self.trying_at = self.ring_until = self.repeat_at = self.give_up_at = self.leave_at = None
