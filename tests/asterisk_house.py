"""A line of an Asterisk, and who asks it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

from portinaio.core.message import msg, render
from portinaio.core.policy import Action, Decision
from portinaio.lines.asterisk import AsteriskLine
from portinaio.lines.asterisk.settings import AsteriskSettings
from portinaio.lines.line import CallEnded, LineState
from worlds import FROZEN_NOW

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from portinaio.core.call import Ringing
    from portinaio.core.message import Message
    from portinaio.lines.line import Line, Performed, UntrustedCall

ENVIRONMENT = (
    "agi_network: yes\nagi_network_script: {script}\nagi_uniqueid: {id}\nagi_callerid: {caller}\n"
    "agi_calleridname: unknown\nagi_callingpres: 0\nagi_dnid: unknown\nagi_context: from-provider\n"
    "agi_extension: 0200005678\n\n"
)
OK = b"200 result=1\n"


class Ears:
    """Decides the same of every call, or nothing, and remembers what it heard."""

    def __init__(self, action: Action | None) -> None:
        self.action = action
        self.rang: list[Ringing] = []
        self.performed: list[Performed] = []
        self.said: asyncio.Queue[Any] = asyncio.Queue()
        self.notes: asyncio.Queue[str] = asyncio.Queue()
        self.refused: list[UntrustedCall] = []
        self.up = asyncio.Event()
        self._acts: list[asyncio.Task[None]] = []

    def ringing(self, line: Line, handle: str, ringing: Ringing) -> None:
        self.rang.append(ringing)
        if self.action:
            decision = Decision(self.action, msg("so it is"))
            self._acts.append(asyncio.ensure_future(self._act(line, handle, decision)))

    async def _act(self, line: Line, handle: str, decision: Decision) -> None:
        self.performed.append(await line.perform(handle, decision))

    def answered(self, line: Line, handle: str, by: str) -> None:
        del line, handle
        self.said.put_nowait(by)

    def ended(self, line: Line, handle: str, ended: CallEnded) -> None:
        del line, handle
        self.said.put_nowait(ended)

    def dialled(self, line: Line, called: str) -> None:
        del line
        self.said.put_nowait(called)

    def untrusted(self, line: Line, call: UntrustedCall) -> None:
        del line
        self.refused.append(call)

    def noted(self, line: Line, code: str, text: Message | None) -> None:
        del line, code
        self.notes.put_nowait(render(text, None) if text else "")

    def state_changed(self, line: Line, state: LineState, error: Message | None = None) -> None:
        del line, error
        assert state is LineState.UP
        self.up.set()

    async def hear(self) -> Any:
        async with asyncio.timeout(30):
            return await self.said.get()

    async def note(self) -> str:
        async with asyncio.timeout(30):
            return await self.notes.get()


def a_port() -> int:
    import socket  # noqa: PLC0415  # for this alone

    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


class House:
    def __init__(self, ears: Ears, port: int) -> None:
        self.ears = ears
        self.port = port

    async def dial_plan(
        self,
        *,
        script: str = "screen",
        caller: str = "+390200001234",
        unique_id: str = "1.7",
        replies: bytes = OK,
    ) -> list[str]:
        """What it was told to set, until the connection ended."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(ENVIRONMENT.format(script=script, caller=caller, id=unique_id).encode())
        told = []
        try:
            async with asyncio.timeout(10):
                while line := await reader.readline():
                    told.append(line.decode().strip())
                    writer.write(replies)
        finally:
            writer.transport.abort()
        return told

    async def says(self, data: bytes) -> bytes:
        """What somebody else is answered, until the connection ended."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(data)
            async with asyncio.timeout(10):
                return await reader.read()
        except ConnectionError:
            return b""
        finally:
            writer.transport.abort()


@asynccontextmanager
async def a_house(action: Action | None = Action.REJECT, **keys: Any) -> AsyncIterator[House]:
    port, ears = a_port(), Ears(action)
    keys = {"name": "home", "kind": "asterisk", "listen": f"127.0.0.1:{port}", **keys}
    line = AsteriskLine(AsteriskSettings(**keys), "s3cret")
    line.now = lambda: FROZEN_NOW
    running = asyncio.create_task(line.run(ears))  # type: ignore[arg-type]  # what it needs of one
    try:
        async with asyncio.timeout(30):
            await ears.up.wait()
        yield House(ears, port)
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
