"""Signs of life by the way to the registrar, and whether the far end gives any, RFC 5626 4.4.1.

They keep the way open through routers that forget, and by a connection each wants an answer. Not every registrar gives
one: who never did is not thought dead for it, but asked in another way once.

By datagrams the first sign is a STUN request, RFC 5626 4.4.2. Who answers it is asked so each time, and tells from where we
come: where that is another address than before, our router has forgotten us, and calls go astray. Who does not gets plain signs.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from portinaio.wire.sip.flow import Send
from portinaio.wire.sip.registrar import stun
from portinaio.wire.sip.stream import PING

if TYPE_CHECKING:
    from portinaio.lines.sip.sockets import Sockets
    from portinaio.wire.sip.flow import Flow
    from portinaio.wire.sip.registrar.stun import Binding

KEEP_ALIVE_S = 25.0  # home routers forget a UDP mapping after 30 s, RFC 5626 3.5.2
PONG_S = 10.0  # RFC 5626 4.4.1
MOST_LOST = (
    3  # answers to STUN in a row, after which the registrar is asked otherwise whether it lives
)
EARLY = 0.9  # of the time that a registrar names; RFC 5626 4.4.1 wants 0.8 to 1


class KeepAlive:
    def __init__(self, sockets: Sockets) -> None:
        self._sockets = sockets
        self._flow: Flow | None = None
        self._asked_at: float | None = None
        self._due_at = 0.0
        self._excused = False
        """Whether the far end has been asked otherwise, and lives without answering a PING."""
        self._pause = KEEP_ALIVE_S
        self._stun: bytes | None = None
        """The transaction that waits for its answer."""
        self._answers_stun: bool | None = None
        """`None` until it was asked."""
        self._lost = 0
        self._seen: tuple[str, int] | None = None
        self.promised = False
        """Whether the far end said that it answers, RFC 5626 6: then its silence is its death."""

    def begin(self, flow: Flow, now: float) -> None:
        """This is the way now, if it was not before."""
        if flow != self._flow:
            self._flow, self._asked_at, self._excused = flow, None, False
            self._pause, self.promised = KEEP_ALIVE_S, False
            self._stun, self._answers_stun, self._lost, self._seen = None, None, 0, None
            self._due_at = now + self._pause

    def agree(self, *, promised: bool, within_s: int | None, now: float) -> None:
        """What the far end said of it; a sign comes some time before it gives us up, RFC 5626 4.4."""
        self.promised = promised
        self._pause = min(KEEP_ALIVE_S, EARLY * within_s) if within_s else KEEP_ALIVE_S
        self._due_at = min(self._due_at, now + self._pause)

    def bound(self, answer: Binding, flow: Flow) -> bool:
        """Whether a STUN answer shows us at another address than the one before, so that ours must be registered anew."""
        if flow != self._flow or answer.transaction != self._stun:
            return False
        self._stun, self._answers_stun, self._lost = None, True, 0
        before, self._seen = self._seen, answer.seen or self._seen
        return before is not None and before != self._seen

    def end(self) -> None:
        self._flow = None

    @property
    def deadline(self) -> float | None:
        if self._flow is None:
            return None
        return (
            self._due_at if self._asked_at is None else min(self._due_at, self._asked_at + PONG_S)
        )

    def wake(self, now: float) -> bool:
        """Whether the far end owes an answer, so that nobody knows if it lives."""
        if self._flow is None:
            return False
        owed = self._owed(self._flow, now) or self._lost >= MOST_LOST
        if owed:
            self._lost = 0
        if now >= self._due_at:
            self._give_sign(self._flow, now)
        return owed

    def _owed(self, flow: Flow, now: float) -> bool:
        if self._asked_at is None or now < self._asked_at + PONG_S:
            return False
        silent = self._sockets.received_at(flow) < self._asked_at
        self._asked_at = None
        self._excused = silent and not self._sockets.ponged(flow)
        return silent

    def _give_sign(self, flow: Flow, now: float) -> None:
        self._due_at = now + self._pause
        if not flow.reliable:
            self._sockets.send(Send(self._datagram(), flow))
            return
        self._sockets.ping(flow)
        if not self._excused and self._asked_at is None:
            self._asked_at = now

    def _datagram(self) -> bytes:
        if self._stun is not None:  # the last one got no answer
            self._lost += self._answers_stun is True
            self._answers_stun = self._answers_stun or False
        if self._answers_stun is False:
            self._stun = None
            return PING
        self._stun = secrets.token_bytes(stun.ID_BYTES)
        return stun.request(self._stun)
