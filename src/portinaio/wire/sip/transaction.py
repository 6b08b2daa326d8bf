"""Transactions, RFC 3261 17 with the correction of RFC 6026: what is repeated, what is swallowed, and until when.

Time is an argument. A transaction says in `deadline` when it wants to be woken, and `wake` gives what is to be sent then.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from portinaio.wire.sip.flow import Flow, Send
from portinaio.wire.sip.header import MAGIC_COOKIE

if TYPE_CHECKING:
    from portinaio.wire.sip.validate import Incoming

T1 = 0.5  # seconds, round trip, RFC 3261 17.1.1.1
T2 = 4.0  # longest pause between two tries
T4 = 5.0  # a message stays in the network at most so long
GIVE_UP = 64 * T1  # timers B, F, H, J, L

TransactionKey = str
"""Its fields in one line each: thousands are kept for seconds, and one text takes a third of what a tuple takes."""


class State(Enum):
    TRYING = auto()
    PROCEEDING = auto()
    COMPLETED = auto()
    CONFIRMED = auto()
    ACCEPTED = auto()
    TERMINATED = auto()


class Event(Enum):
    PROVISIONAL = auto()
    SUCCESS = auto()
    FAILURE = auto()
    ACK = auto()
    END = auto()
    """The state's last timer: H, I, J or L."""


INVITE_SERVER = {
    (State.PROCEEDING, Event.PROVISIONAL): State.PROCEEDING,  # RFC 3261 17.2.1
    (State.PROCEEDING, Event.FAILURE): State.COMPLETED,  # timers G and H start
    (State.PROCEEDING, Event.SUCCESS): State.ACCEPTED,  # RFC 6026 7.1, timer L
    (State.COMPLETED, Event.ACK): State.CONFIRMED,  # timer I
    (State.COMPLETED, Event.END): State.TERMINATED,  # timer H: no ACK came
    (State.CONFIRMED, Event.END): State.TERMINATED,
    (State.ACCEPTED, Event.END): State.TERMINATED,
}
OTHER_SERVER = {
    (State.TRYING, Event.PROVISIONAL): State.PROCEEDING,  # RFC 3261 17.2.2
    (State.TRYING, Event.SUCCESS): State.COMPLETED,  # timer J
    (State.TRYING, Event.FAILURE): State.COMPLETED,
    (State.PROCEEDING, Event.SUCCESS): State.COMPLETED,
    (State.PROCEEDING, Event.FAILURE): State.COMPLETED,
    (State.COMPLETED, Event.END): State.TERMINATED,
}
OTHER_CLIENT = {
    (State.TRYING, Event.PROVISIONAL): State.PROCEEDING,  # RFC 3261 17.1.2.2
    (
        State.TRYING,
        Event.SUCCESS,
    ): State.TERMINATED,  # nobody but us hears a late answer: no timer K
    (State.TRYING, Event.FAILURE): State.TERMINATED,
    (State.TRYING, Event.END): State.TERMINATED,  # timer F
    (State.PROCEEDING, Event.PROVISIONAL): State.PROCEEDING,
    (State.PROCEEDING, Event.SUCCESS): State.TERMINATED,
    (State.PROCEEDING, Event.FAILURE): State.TERMINATED,
    (State.PROCEEDING, Event.END): State.TERMINATED,
}


def event_of(code: int) -> Event:
    if code < 200:
        return Event.PROVISIONAL
    return Event.SUCCESS if code < 300 else Event.FAILURE


def key_of(request: Incoming, transport: str, method: str | None = None) -> TransactionKey:
    """What makes two requests one transaction, RFC 3261 17.2.3; ACK and CANCEL ask with `method="INVITE"`."""
    method = method or request.method
    via = request.via
    if via.branch.lower().startswith(MAGIC_COOKIE) and len(via.branch) > len(MAGIC_COOKIE):
        return f"{method}\n{transport}\n{via.sent_by}\n{via.branch}"
    # An element of RFC 2543 names no transaction. Its ACK has our To-tag, so that cannot be part of the key.
    return "\n".join(
        (
            method,
            transport,
            via.sent_by,
            via.branch,
            request.uri,
            request.caller.tag,
            request.call_id,
            str(request.cseq.number),
        )
    )


class ServerTransaction:
    __slots__ = (
        "_again_at",
        "_end_at",
        "_interval",
        "_last",
        "_table",
        "counted",
        "key",
        "merge",
        "state",
        "to_tag",
        "way_back",
    )

    def __init__(self, key: TransactionKey, way_back: Flow, to_tag: str) -> None:
        self.key = key
        self.way_back = way_back
        self.to_tag = to_tag
        self.merge = ""
        """What other requests of the same name would be merged with, RFC 3261 8.2.2.2; empty where another one came first."""
        invite = key.startswith("INVITE\n")
        self._table = INVITE_SERVER if invite else OTHER_SERVER
        self.state = State.PROCEEDING if invite else State.TRYING
        self._last: bytes | None = None
        self.counted = 0
        """For how many bytes it stands among all."""
        self._interval = T1
        self._again_at: float | None = None
        self._end_at: float | None = None

    @property
    def held(self) -> int:
        """Bytes that are kept: what is said again, and by which name it is known."""
        return len(self._last or b"") + len(self.key) + len(self.merge)

    @property
    def deadline(self) -> float | None:
        moments = [moment for moment in (self._again_at, self._end_at) if moment is not None]
        return min(moments, default=None)

    def respond(self, code: int, data: bytes, now: float) -> list[Send]:
        if not self._step(event_of(code)):
            return []
        self._last = data
        if self.state is State.COMPLETED and self._table is INVITE_SERVER:
            self._end_at = now + GIVE_UP  # timer H
            self._again_at = None if self.way_back.reliable else now + T1  # timer G
        elif self.state is State.COMPLETED:
            self._end_at = now if self.way_back.reliable else now + GIVE_UP  # timer J
        elif self.state is State.ACCEPTED:
            self._last = None  # a 2xx is repeated by the call, RFC 3261 13.3.1.4
            self._end_at = now + GIVE_UP  # timer L
        return [Send(data, self.way_back)]

    def repeat(self) -> list[Send]:
        """The request came again: it gets the last response again."""
        return [Send(self._last, self.way_back)] if self._last else []

    def acknowledge(self, now: float) -> None:
        if self._step(Event.ACK):
            self._last = None
            self._again_at = None
            self._end_at = now if self.way_back.reliable else now + T4  # timer I

    def wake(self, now: float) -> list[Send]:
        if self._end_at is not None and now >= self._end_at:
            self._step(Event.END)
            self._again_at = self._end_at = None
            return []
        if self._again_at is None or now < self._again_at:
            return []
        self._interval = min(2 * self._interval, T2)
        self._again_at = now + self._interval
        return self.repeat()

    def _step(self, event: Event) -> bool:
        following = self._table.get((self.state, event))
        if following is None:
            return False
        self.state = following
        return True


class ClientTransaction:
    """One request of ours that is not an INVITE."""

    def __init__(self, data: bytes, to: Flow, now: float) -> None:
        self.to = to
        self.state = State.TRYING
        self.timed_out = False
        self._data = data
        self._interval = T1
        self._again_at = None if to.reliable else now + T1  # timer E
        self._end_at = now + GIVE_UP  # timer F

    @property
    def deadline(self) -> float | None:
        if self.state is State.TERMINATED:
            return None
        return self._end_at if self._again_at is None else min(self._again_at, self._end_at)

    def first(self) -> Send:
        return Send(self._data, self.to)

    def receive_response(self, code: int) -> bool:
        """Take a response; whether it is the final one."""
        self.state = OTHER_CLIENT.get((self.state, event_of(code)), self.state)
        return self.state is State.TERMINATED

    def wake(self, now: float) -> list[Send]:
        if self.state is State.TERMINATED:
            return []
        if now >= self._end_at:
            self.state = OTHER_CLIENT[self.state, Event.END]
            self.timed_out = True
            return []
        if self._again_at is None or now < self._again_at:
            return []
        waiting = self.state is State.PROCEEDING
        self._interval = T2 if waiting else min(2 * self._interval, T2)
        self._again_at = now + self._interval
        return [self.first()]
