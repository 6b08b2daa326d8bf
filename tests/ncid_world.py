"""An NCID server that says what it is told to, and the daemon as a line sees it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from portinaio.core.message import msg
from portinaio.core.policy import Action, Decision

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from portinaio.core.call import Ringing
    from portinaio.core.message import Message
    from portinaio.lines.line import CallEnded, Line, LineState, Performed

GREETING = b"200 Server: ncidd (NCID) 1.0\r\n210 API: 1.0 Feature Set 1 2 3 4\r\n252 Call log empty\r\n300 End of connection startup\r\n"
WAIT_S = 5.0


class AHandler:
    """Decides the same for every call and remembers what it was told, in order."""

    def __init__(self, action: Action = Action.RING) -> None:
        self._decision = Decision(action, msg("so it is"))
        self._acts: list[asyncio.Task[None]] = []
        self._changed = asyncio.Event()
        self.rang: list[Ringing] = []
        self.performed: list[Performed] = []
        self.over: list[CallEnded] = []
        self.called: list[str] = []
        self.states: list[LineState] = []
        self.notes: list[Message | None] = []

    def ringing(self, line: Line[Any], handle: str, ringing: Ringing) -> None:
        self.rang.append(ringing)
        self._acts.append(asyncio.ensure_future(self._act(line, handle)))
        self._changed.set()

    async def _act(self, line: Line[Any], handle: str) -> None:
        self.performed.append(await line.perform(handle, self._decision))
        self._changed.set()

    def ended(self, line: Line[Any], handle: str, ended: CallEnded) -> None:
        del line, handle
        self.over.append(ended)
        self._changed.set()

    def dialled(self, line: Line[Any], called: str) -> None:
        del line
        self.called.append(called)
        self._changed.set()

    def traced(self, line: Line[Any], text: Callable[[], str]) -> None:
        del line, text

    def untrusted(self, line: Line[Any], call: object) -> None:
        raise AssertionError((line, call))

    def state_changed(
        self, line: Line[Any], state: LineState, error: Message | None = None
    ) -> None:
        del line, error
        self.states.append(state)
        self._changed.set()

    def noted(self, line: Line[Any], code: str, text: Message | None) -> None:
        del line, code
        self.notes.append(text)
        self._changed.set()

    async def until(self, true: Callable[[], object]) -> None:
        async with asyncio.timeout(WAIT_S):
            while not true():
                self._changed.clear()
                await self._changed.wait()


class AServer:
    """One client at a time."""

    def __init__(self, greeting: bytes) -> None:
        self._greeting = greeting
        self._clients: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = (
            asyncio.Queue()
        )
        self.port = 0

    async def client(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        async with asyncio.timeout(WAIT_S):
            return await self._clients.get()

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(self._greeting)
        self._clients.put_nowait((reader, writer))


@asynccontextmanager
async def a_server(greeting: bytes = GREETING) -> AsyncIterator[AServer]:
    server = AServer(greeting)
    listening = await asyncio.start_server(server.take, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
