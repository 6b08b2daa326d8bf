"""The manager of an Asterisk, while it may be asked: it tells how calls go on that its dial plan has asked about."""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from portinaio.core.listen import host_and_port
from portinaio.core.message import Message, msg
from portinaio.core.reason import reason
from portinaio.core.safe_text import one_line
from portinaio.lines.line import CallEnded
from portinaio.wire.asterisk.ami import (
    ASK,
    Ami,
    AmiError,
    Challenged,
    Dialled,
    HungUp,
    LoggedIn,
    PickedUp,
    Refused,
    login,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from portinaio.lines.line import CallHandler, Line
    from portinaio.wire.asterisk.ami import Event

CODE = "manager"
CONNECT_S = 5.0
LOGIN_S = 10.0
PAUSES_S = (1.0, 2.0, 5.0, 15.0, 60.0)
JITTER = 0.2
MOST_CALLS = 200
_AT_ONCE = 8192


class _Call(NamedTuple):
    handle: str
    began: float
    picked_up: float | None = None


class _RefusedError(Exception):
    pass


class Manager:
    def __init__(self, line: Line[Any], handler: CallHandler) -> None:
        self._line = line
        self._handler = handler
        self._up = False
        self._calls: dict[str, _Call] = {}
        """By the id that the Asterisk gives them."""

    def knows(self, unique_id: str, handle: str, began: float) -> None:
        """A call that the dial plan asks about; where it asks again, what it asked before has no end of its own."""
        if not (self._up and unique_id):
            return
        lost = self._calls.pop(unique_id, None)
        if lost is None and len(self._calls) >= MOST_CALLS:
            lost = self._calls.pop(next(iter(self._calls)))
        if lost is not None:
            self._handler.ended(self._line, lost.handle, CallEnded(None, None))
        self._calls[unique_id] = _Call(handle, began)

    def follows(self, unique_id: str) -> bool:
        """Whether it will tell how the call ends."""
        return unique_id in self._calls

    async def run(
        self, password: str, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        """Until cancelled. Trouble with it is told, and calls are screened without it."""
        failures = 0
        while True:
            try:
                await self._listen(password)
                trouble = msg(
                    "the manager of the Asterisk has closed the connection; it is made anew"
                )
                failures = 0
            except _RefusedError as error:
                trouble = _refused(self._line.name, str(error))
            except AmiError:
                trouble = msg(
                    "at %(address)s there is no manager of an Asterisk", address=self._address
                )
            except OSError as error:  # a TimeoutError is one
                trouble = msg(
                    "the manager of the Asterisk at %(address)s cannot be reached: %(reason)s",
                    address=self._address,
                    reason=reason(error) if error.args else msg("no answer came in time"),
                )
            finally:
                self._lost()
            self._handler.noted(self._line, CODE, trouble)
            pause_s = PAUSES_S[min(failures, len(PAUSES_S) - 1)]
            failures += 1
            await sleep(pause_s * (1 + JITTER * random.random()))  # noqa: S311  # no secret

    @property
    def _address(self) -> str:
        return str(self._line.settings.manager)

    async def _listen(self, password: str) -> None:
        address = host_and_port(self._address)
        assert address is not None  # config.toml was looked at
        ami, loop = Ami(self._line.settings.outgoing), asyncio.get_running_loop()
        async with asyncio.timeout(CONNECT_S):
            reader, writer = await asyncio.open_connection(*address)
        try:
            writer.write(ASK)
            ends = loop.time() + LOGIN_S
            while True:
                async with asyncio.timeout_at(None if self._up else ends):
                    data = await reader.read(_AT_ONCE)
                if not data:
                    return
                for event in ami.receive(data):
                    if isinstance(event, Challenged):
                        writer.write(login(self._line.settings.username, password, event.challenge))
                    else:
                        self._take(event, loop.time())
                await asyncio.sleep(
                    0
                )  # what is there already is read without a pause, and other lines wait
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    def _take(self, event: Event, now: float) -> None:
        match event:
            case LoggedIn() if not self._up:
                self._up = True
                self._handler.noted(self._line, CODE, None)
            case Refused(text) if not self._up:
                raise _RefusedError(text)
            case PickedUp(unique_id, by) if call := self._calls.get(unique_id):
                if call.picked_up is None:
                    self._calls[unique_id] = call._replace(picked_up=now)
                    self._handler.answered(self._line, call.handle, by)
            case HungUp(unique_id) if call := self._calls.pop(unique_id, None):
                self._over(call, now)
            case Dialled(called):
                self._handler.dialled(self._line, called)
            case _:
                pass

    def _over(self, call: _Call, now: float) -> None:
        if call.picked_up is None:
            ended = CallEnded(now - call.began, 0.0)
        else:
            ended = CallEnded(call.picked_up - call.began, now - call.picked_up)
        self._handler.ended(self._line, call.handle, ended)

    def _lost(self) -> None:
        self._up = False
        calls, self._calls = self._calls, {}
        for call in calls.values():
            self._handler.ended(self._line, call.handle, CallEnded(None, None))


def _refused(line: str, text: str) -> Message:
    return msg(
        "the manager of the Asterisk refuses the password (%(said)s); set it anew with: portinaio secret set %(line)s",
        said=one_line(text, 60) or "?",
        line=line,
    )
