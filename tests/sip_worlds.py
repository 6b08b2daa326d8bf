"""A call handler that decides at once, and a far end that speaks SIP on a loopback socket."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.core.policy import Action, Decision
from portinaio.lines.handset import Done
from portinaio.lines.sip import SipLine
from portinaio.lines.sip.settings import SipSettings
from portinaio.wire.sip.flow import hostport
from portinaio.wire.sip.header import address
from portinaio.wire.sip.message import Request, Response, parse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from portinaio.core.call import Ringing
    from portinaio.core.message import Message
    from portinaio.lines.handset import Command
    from portinaio.lines.line import CallEnded, Line, LineState, Performed, UntrustedCall

PATIENCE_S = 20.0  # for what comes within milliseconds, on a busy machine


class FakeCallHandler:
    """Keeps what it is told, and decides by a function from what rings to an action; `None` leaves it undecided."""

    def __init__(self, judge: Callable[[Ringing], Action | None] = lambda _: Action.RING) -> None:
        self.rung: dict[str, Ringing] = {}
        self.performed: dict[str, Performed] = {}
        self.over: dict[str, CallEnded] = {}
        self.states: list[LineState] = []
        self.errors: list[Message | None] = []
        self.turned_away: list[UntrustedCall] = []
        self.traces: list[Callable[[], str]] = []
        self.changed = asyncio.Event()
        self.commands: list[Command] = []
        self._obey: Callable[[Command], Done] = lambda _: Done(msg("It is done."), call=17)
        self._judge = judge
        self._tasks: set[asyncio.Task[None]] = set()

    def ringing(self, line: Line, handle: str, ringing: Ringing) -> None:
        assert handle not in self.rung
        self.rung[handle] = ringing
        self.changed.set()
        if (action := self._judge(ringing)) is not None:
            task = asyncio.create_task(self.decide(line, handle, action))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def decide(self, line: Line, handle: str, action: Action) -> None:
        self.performed[handle] = await line.perform(handle, Decision(action, msg("a test")))
        self.changed.set()

    def ended(self, line: Line, handle: str, ended: CallEnded) -> None:
        del line
        assert handle in self.rung
        assert handle not in self.over
        self.over[handle] = ended
        self.changed.set()

    def dialled(self, line: Line, called: str) -> None:
        raise AssertionError((line, called))

    def traced(self, line: Line, text: Callable[[], str]) -> None:
        del line
        self.traces.append(text)

    def commanded(self, line: Line, command: Command, told: Callable[[Done], None]) -> None:
        del line
        self.commands.append(command)
        self.changed.set()
        told(self._obey(command))

    def untrusted(self, line: Line, call: UntrustedCall) -> None:
        del line
        self.turned_away.append(call)
        self.changed.set()

    def state_changed(self, line: Line, state: LineState, error: Message | None = None) -> None:
        del line
        self.states.append(state)
        self.errors.append(error)
        self.changed.set()

    async def until(self, what: Callable[[FakeCallHandler], object]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not what(self):
                self.changed.clear()
                await self.changed.wait()


@asynccontextmanager
async def serving(
    settings: SipSettings,
    handler: FakeCallHandler,
    password: str | None = None,
    *,
    wanted: tuple[Action, ...] = (),
    keeps: str = "",
) -> AsyncIterator[SipLine]:
    """The line while it runs; it is up when the body begins, in mode listen."""
    line = SipLine(settings, password)
    line.wanted = frozenset(wanted)
    line.state_folder = keeps
    task = asyncio.create_task(line.run(handler))
    task.add_done_callback(lambda _: handler.changed.set())
    try:
        if settings.mode == "listen":
            await handler.until(lambda d: d.states or task.done())
        if task.done():
            await task
        yield line
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def sip_settings(**changes: object) -> SipSettings:
    """A line that listens on a port of its own, by UDP, and believes loopback."""
    return SipSettings(**{"name": "home", "kind": "sip", "listen": ("udp:127.0.0.1:0",), **changes})  # type: ignore[arg-type]


class Phone(asyncio.DatagramProtocol):
    """A caller by UDP that repeats nothing and forgets nothing."""

    def __init__(self, peer: tuple[str, int]) -> None:
        self._peer = peer
        self._transport: asyncio.DatagramTransport | None = None
        self._messages: asyncio.Queue[Request | Response] = asyncio.Queue()
        self._calls = 0
        self.sent: dict[str, str] = {}
        """Branch, tags and Call-ID of the latest INVITE."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # a datagram transport it is

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        del addr
        self._messages.put_nowait(parse(data))

    @property
    def address(self) -> tuple[str, int]:
        assert self._transport is not None
        return self._transport.get_extra_info("sockname")[:2]

    def send(self, text: str | bytes) -> None:
        assert self._transport is not None
        data = text if isinstance(text, bytes) else text.encode()
        self._transport.sendto(data, self._peer)

    def close(self) -> None:
        assert self._transport is not None
        self._transport.close()

    def invite(
        self, *more: str, caller: str = "<sip:+390200001234@net.example>", body: str = ""
    ) -> str:
        """A new call; `more` are header lines. Gives the INVITE, to be sent again."""
        self._calls += 1
        self.sent = {"n": str(self._calls), "caller": caller}
        invite = self.request("INVITE", *more, body=body)
        self.send(invite)
        return invite

    def request(
        self,
        method: str,
        *more: str,
        branch: str = "",
        to_tag: str = "",
        cseq: str = "",
        body: str = "",
    ) -> str:
        """A request that belongs to the latest call."""
        n, caller = self.sent["n"], self.sent["caller"]
        host, port = self.address
        here = hostport(host, port)
        tag = f";tag={to_tag}" if to_tag else ""
        lines = [
            f"{method} sip:portinaio@127.0.0.1 SIP/2.0",
            f"Via: SIP/2.0/UDP {here};branch={branch or 'z9hG4bK-call-' + n}",
            "Max-Forwards: 70",
            f"From: {caller};tag=caller-{n}",
            f"To: <sip:+390200005678@net.example>{tag}",
            f"Call-ID: call-{n}-of-{port}@net.example",
            f"CSeq: {cseq or '1 ' + method}",
            f"Contact: <sip:phone@{here}>",
            *more,
            *(["Content-Type: application/sdp"] if body else []),
            f"Content-Length: {len(body.encode())}",
        ]
        return "\r\n".join(lines) + "\r\n\r\n" + body

    def ack(self, final: Response, body: str = "") -> None:
        """By the branch of the INVITE for a refusal, by a new one for a 200, RFC 3261 17.1.1.3 and 13.2.2.4."""
        branch = "z9hG4bK-ack-" + self.sent["n"] if final.code < 300 else ""
        self.send(self.request("ACK", branch=branch, to_tag=to_tag_of(final), body=body))

    async def next(self) -> Request | Response:
        async with asyncio.timeout(PATIENCE_S):
            return await self._messages.get()

    async def response(self) -> Response:
        found = await self.next()
        assert isinstance(found, Response), found
        return found

    async def final(self) -> Response:
        while (found := await self.response()).code < 200:
            pass
        return found

    async def asked(self) -> Request:
        """The next request of the line, answered with 200."""
        while not isinstance(found := await self.next(), Request):
            pass
        self.send(answer_to(found))
        return found

    @property
    def silent(self) -> bool:
        return self._messages.empty()


@asynccontextmanager
async def calling(line: SipLine, host: str = "127.0.0.1") -> AsyncIterator[Phone]:
    loop = asyncio.get_running_loop()
    port = next(iter(line._sockets._datagrams.values())).get_extra_info("sockname")[1]
    _, phone = await loop.create_datagram_endpoint(
        lambda: Phone((host, port)), local_addr=(host, 0)
    )
    try:
        yield phone
    finally:
        phone.close()
        await asyncio.sleep(0)


def to_tag_of(message: Response | Request) -> str:
    found = address(message.headers["To"])
    assert found is not None
    return found.tag


def answer_to(request: Request, status: str = "200 OK", *more: str) -> str:
    """What a plain far end answers."""
    lines = [f"SIP/2.0 {status}"]
    for name in ("Via", "From", "To", "Call-ID", "CSeq"):
        lines += [f"{name}: {value}" for value in request.headers.getlist(name)]
    return "\r\n".join([*lines, *more, "Content-Length: 0", "", ""])


def tcp_address(line: SipLine) -> tuple[str, int]:
    """Where a line takes connections."""
    return line._sockets._servers[0].sockets[0].getsockname()[:2]
