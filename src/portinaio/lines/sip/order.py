"""The call by which a line finds out whether it is asked before the other telephones of its account."""

from __future__ import annotations

import asyncio
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.lines.line import Asked
from portinaio.wire.sip.trial.trial import HOLD_S, Order, Trial

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from portinaio.core.message import Message
    from portinaio.lines.sip.settings import SipSettings
    from portinaio.wire.sip.dialogs.dialog import Local
    from portinaio.wire.sip.digest import Login
    from portinaio.wire.sip.flow import Flow, Send
    from portinaio.wire.sip.message import Response
    from portinaio.wire.sip.uas import Invited, Output, Over, Uas


class OrderCall:
    """One of them, while it lasts."""

    def __init__(
        self, aor: str, way: tuple[Flow, Local], login: Login, send: Callable[[Send], None]
    ) -> None:
        self._trial = Trial(aor, way, login, lambda: secrets.token_hex(12))
        self._send = send
        self._changed = asyncio.Event()
        self._handle = ""
        """Of our own branch."""
        self.over = False

    async def make(self) -> tuple[Order, int | None]:
        """What it showed, and the final code where that says why nothing was shown."""
        trial = self._trial
        self._say(trial.begin(self._now()))
        try:
            while not trial.over:
                with suppress(TimeoutError):
                    async with asyncio.timeout_at(trial.next_deadline()):
                        await self._changed.wait()
                self._changed.clear()
                self._say(trial.wake(self._now()))
        finally:
            self._say(trial.cancel(self._now()))
            self.over = True
        return trial.order or Order.ELSEWHERE, trial.code

    def receive_response(self, response: Response) -> bool:
        """Whether the response was to this call."""
        said = self._trial.receive_response(response, self._now())
        if said is None:
            return False
        self._say(said)
        self._changed.set()
        return True

    def invited(self, invited: Invited, uas: Uas) -> list[Output] | None:
        """Ring, where what came is our branch of this call; else `None`."""
        if invited.invite.call_id != self._trial.call_id:
            self._trial.another_came()
            return None
        self._handle = invited.handle
        self._trial.came(uas.to_tag(invited.handle), self._now())
        self._changed.set()
        return uas.ring(invited.handle, HOLD_S, self._now())

    def ended(self, over: Over) -> bool:
        """Whether it was our branch of this call."""
        if over.handle != self._handle:
            return False
        self._trial.given_back(self._now())
        self._changed.set()
        return True

    def _say(self, messages: Iterable[Send]) -> None:
        for message in messages:
            self._send(message)

    def _now(self) -> float:
        return asyncio.get_running_loop().time()


def asked(settings: SipSettings, order: Order, code: int | None) -> Asked:
    """What it means for the person whose line it is."""
    said = _SAID[order]
    if order is Order.ELSEWHERE and code is None:
        said = _NOBODY_ANSWERS
    values = {"host": settings.registrar, "code": code, "name": settings.name}
    first = {Order.FIRST: True, Order.TOGETHER: False}.get(order)
    return Asked(first, said._replace(values=values))


_SAID: dict[Order, Message] = {
    Order.FIRST: msg(
        "we are asked first: another telephone rang only when we had let the call through"
    ),
    Order.TOGETHER: msg(
        "another telephone rings at the same time, so silence lets nobody sleep;"
        ' set line.%(name)s.peer to "forked" in Settings or in config.toml'
    ),
    Order.ALONE: msg(
        "nobody else rang, so nothing is proved; let another telephone register at the account and try again"
    ),
    Order.ELSEWHERE: msg(
        "%(host)s does not put a call of the account to itself through (SIP %(code)s), so nothing is proved;"
        " call it from another telephone, and hear which telephones ring"
    ),
    Order.REMADE: msg(
        "%(host)s makes a new call of each, so a call to oneself shows nothing;"
        " call it from another telephone, and hear which telephones ring"
    ),
    Order.TAKEN: msg(
        "somebody picked up, a mailbox most likely, before any telephone rang, so nothing is proved"
    ),
}
_NOBODY_ANSWERS = msg("%(host)s says nothing to a call of the account to itself; nothing is proved")
