"""The way to the registrar: the one in use, and the one before it until a new one is registered; and whether it still leads there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.lines.sip.registrar.keep_alive import KeepAlive
from portinaio.wire.sip.dialogs.dialog import Local

if TYPE_CHECKING:
    from portinaio.lines.sip.sockets import Sockets
    from portinaio.wire.sip.flow import Flow
    from portinaio.wire.sip.registrar.registration_results import Registered
    from portinaio.wire.sip.registrar.stun import Binding


class Way:
    def __init__(self, sockets: Sockets, user: str) -> None:
        self._sockets = sockets
        self._user = user
        self._keep_alive = KeepAlive(sockets)
        self.flow: Flow | None = None
        self._former: Flow | None = None
        """By which calls still come until the new one is registered."""

    @property
    def flows(self) -> tuple[Flow | None, Flow | None]:
        return self.flow, self._former

    @property
    def by_connection(self) -> bool:
        return self.flow is not None and self.flow.reliable

    @property
    def promised(self) -> bool:
        """Whether the far end said that it answers signs of life: then its silence is its death."""
        return self._keep_alive.promised

    @property
    def deadline(self) -> float | None:
        return self._keep_alive.deadline

    def leads_by(self, channel: int) -> bool:
        """Whether it is by this socket or connection of ours."""
        return self.flow is not None and self.flow.channel == channel

    def here(self, flow: Flow) -> Local:
        """Our own end of a flow. `OSError` where there is no network."""
        return Local(*self._sockets.local(flow), self._user)

    def use(self, flow: Flow, now: float) -> None:
        if self.flow not in {None, flow}:
            self._release(self._former if self._former != flow else None)
            self._former = self.flow
        self.flow = flow
        self._keep_alive.begin(flow, now)

    def registered(self, said: Registered, now: float) -> None:
        self._release(self._former)
        self._former = None
        self._keep_alive.agree(promised=said.outbound, within_s=said.flow_timer_s, now=now)

    def drop(self) -> None:
        """Of the present flow nothing more is expected."""
        flow, self.flow = self.flow, None
        self._release(flow)
        self._keep_alive.end()

    def owes_a_sign(self, now: float) -> bool:
        """Give a sign of life if it is time to; whether one of the far end has not come."""
        return self._keep_alive.wake(now)

    def seen_elsewhere(self, answer: Binding, flow: Flow) -> bool:
        """Whether our router has another address or port for us than before."""
        return self._keep_alive.bound(answer, flow)

    def _release(self, flow: Flow | None) -> None:
        if flow is not None and flow.reliable:
            self._sockets.drop(flow)
