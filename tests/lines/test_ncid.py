"""The NCID line against a server on the loopback; and against the real ncidd where it was built."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from free_ports import free_port
from ncid_world import AHandler, a_server
from portinaio.config.line_kinds import problems_of
from portinaio.core.call import Presentation
from portinaio.core.message import msg, render
from portinaio.core.policy import Action, Decision, Outcome
from portinaio.errors import LineError
from portinaio.lines import ncid
from portinaio.lines.line import CallEnded, LineState, Performed
from portinaio.lines.ncid import NcidLine, NcidSettings
from worlds import FROZEN_NOW

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

CID = b"CID: *DATE*11302026*TIME*1931*LINE*-*NMBR*0200001234*MESG*NONE*NAME*ANNA*\r\n"
GAVE_UP = b"CIDINFO: *LINE*-*RING*-1*TIME*19:31:42*\r\n"


def a_line(port: int, **keys: object) -> NcidLine:
    settings = NcidSettings(
        name="home", kind="ncid", server=f"127.0.0.1:{port}", number="+390200000001", **keys
    )  # type: ignore[arg-type]  # named as the fields are
    line = NcidLine(settings)
    line.now = lambda: FROZEN_NOW
    return line


@asynccontextmanager
async def running(line: NcidLine, handler: AHandler) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.ensure_future(line.run(handler))
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, LineError):
            await task


async def why(line: NcidLine, handler: AHandler | None = None) -> str:
    async with asyncio.timeout(30):
        with pytest.raises(LineError) as told:
            await line.run(handler or AHandler())
    return (
        render(told.value.sentence, None)
        if not isinstance(told.value.sentence, str)
        else told.value.sentence
    )


@pytest.mark.parametrize(
    ("action", "performed"),
    [(action, Outcome.DONE if action is Action.RING else Outcome.UNABLE) for action in Action],
)
async def test_a_call_is_told_from_its_ring_to_its_end(action: Action, performed: Outcome) -> None:
    handler = AHandler(action)
    async with a_server() as server, running(a_line(server.port), handler):
        _, said = await server.client()
        said.write(CID)
        await handler.until(lambda: handler.performed)
        said.write(GAVE_UP)
        await handler.until(lambda: handler.over)
        said.close()

    (ringing,) = handler.rang
    assert ringing[:6] == (
        "home", FROZEN_NOW, "0200001234", "+390200000001", "ANNA", Presentation.ALLOWED,
    )  # fmt: skip
    assert handler.performed == [Performed(performed)]
    assert (handler.over[0].talked_s, handler.over[0].outcome) == (0.0, None)
    assert handler.states == [LineState.UP]


@pytest.mark.parametrize("label", ["HUP", "BLK"])
async def test_what_the_server_hung_up_itself_is_too_late_for_us(label: str) -> None:
    handler = AHandler()
    async with a_server() as server, running(a_line(server.port), handler):
        _, said = await server.client()
        said.write(CID.replace(b"CID", label.encode(), 1))
        await handler.until(lambda: handler.over and handler.performed)
        said.close()

    assert handler.over == [CallEnded(None, 0.0, f"NCID {label}", Outcome.TOO_LATE)]
    assert handler.performed == [Performed(Outcome.TOO_LATE)]


async def test_a_number_that_the_house_calls_is_remembered() -> None:
    handler = AHandler()
    async with a_server() as server, running(a_line(server.port), handler):
        _, said = await server.client()
        said.write(CID.replace(b"CID", b"OUT", 1))
        await handler.until(lambda: handler.called)
        said.close()

    assert handler.called == ["0200001234"]
    assert handler.rang == []


async def test_other_lines_of_the_server_are_left_alone() -> None:
    handler = AHandler()
    async with a_server() as server, running(a_line(server.port, labels=("POTS",)), handler):
        _, said = await server.client()
        said.write(CID + CID.replace(b"*LINE*-", b"*LINE*POTS").replace(b"1234", b"1235"))
        await handler.until(lambda: handler.rang)
        said.close()

    assert [one.calling for one in handler.rang] == ["0200001235"]


async def test_a_call_is_over_for_the_log_when_the_server_goes() -> None:
    handler = AHandler()
    line = a_line(0)
    async with a_server() as server:
        line = a_line(server.port)
        async with running(line, handler) as task:
            _, said = await server.client()
            said.write(CID)
            await handler.until(lambda: handler.performed)
            said.close()
            with pytest.raises(LineError, match="closed the connection"):
                await task

    assert handler.over == [CallEnded(None, None)]
    assert await line.perform("1", Decision(Action.RING, msg("so"))) == Performed(Outcome.TOO_LATE)


async def test_a_call_of_which_nothing_more_is_heard_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ncid, "TICK_S", 0.01)
    monkeypatch.setattr("portinaio.wire.ncid.calls.UNTOLD_S", 0.02)
    handler = AHandler()
    async with a_server() as server, running(a_line(server.port), handler):
        _, said = await server.client()
        said.write(CID)
        await handler.until(lambda: handler.over)
        said.close()

    assert handler.over == [CallEnded(None, None)]


async def test_a_server_is_asked_whether_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ncid, "ASK_S", 0.01)
    async with a_server() as server, running(a_line(server.port), AHandler()) as task:
        asked, said = await server.client()
        for _ in range(3):
            assert await asyncio.wait_for(asked.readline(), 30) == b"REQ: YO\r\n"
            said.write(b"ACK: REQ: YO\r\n")
        assert not task.done()
        said.close()


async def test_an_old_server_without_requests_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ncid, "ASK_S", 0.001)
    handler = AHandler()
    async with (
        a_server(b"200 NCID Server: ncidd 0.67\r\n") as server,
        running(a_line(server.port), handler),
    ):
        asked, said = await server.client()
        await handler.until(lambda: handler.states)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asked.readline(), 0.05)
        said.close()


@pytest.mark.parametrize(
    ("greeting", "told"),
    [
        (b"", "does not answer as an NCID server does"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "does not answer as an NCID server does"),
        (b"200 Server: x\r\nMSG: Too many clients connected (26) 11/30/2026\r\n", "has no room for one more client"),
        (b"200 Server: x\r\n210 API: 1.0\r\n", "does not answer any more"),
    ],
    ids=["mute", "another protocol", "full", "asleep"],
)  # fmt: skip
async def test_a_server_that_is_of_no_use_is_a_sentence(
    greeting: bytes, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GREETING_S", "ASK_S", "ANSWER_S"):
        monkeypatch.setattr(ncid, name, 0.05)
    async with a_server(greeting) as server:
        said = await why(a_line(server.port))
        _, writer = await server.client()
        writer.close()

    assert told in said


async def test_another_client_that_says_there_is_no_room_ends_nothing() -> None:
    handler = AHandler()
    async with a_server() as server, running(a_line(server.port), handler) as task:
        _, said = await server.client()
        await handler.until(lambda: handler.states)
        said.write(
            b"MSG: Too many clients connected ***DATE*11302026*TIME*1930*NAME*EVE*\r\n" + CID
        )
        await handler.until(lambda: handler.rang)
        assert not task.done()
        said.close()


async def test_no_server_is_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert "cannot be reached: connection refused" in await why(a_line(taken.getsockname()[1]))


async def test_a_server_that_floods_is_read_on() -> None:
    handler = AHandler()
    async with a_server() as server, running(a_line(server.port), handler):
        _, said = await server.client()
        for _ in range(40):
            said.write(b"CIDLOG: *NMBR*0200001299*\r\n" * 500 + b"\0" * 5000)
            await said.drain()
        said.write(b"\n" + CID)
        await handler.until(lambda: handler.rang)
        said.close()

    assert [one.calling for one in handler.rang] == ["0200001234"]


@pytest.mark.parametrize(
    ("server", "right"),
    [("192.168.1.10:3333", True), ("[::1]:3333", True), ("ncid", False), ("x:99999", False), ("", False)],
)  # fmt: skip
def test_the_address_must_be_one(server: str, right: bool) -> None:
    problems = problems_of(NcidSettings(name="home", kind="ncid", server=server))

    assert ([problem.key for problem in problems] == []) is right


def test_only_ring_can_be_promised() -> None:
    assert NcidLine.can(NcidSettings(name="home", kind="ncid")) == {Action.RING}


@contextmanager
def ncidd(folder: Path, port: int) -> Iterator[None]:
    """The real server, without a modem."""
    for name in ("conf", "alias", "black", "white", "calls", "data"):
        (folder / name).touch()
    files = {"-C": "conf", "-A": "alias", "-B": "black", "-W": "white", "-c": "calls", "-d": "data", "-L": "log"}  # fmt: skip
    options = [word for flag, name in files.items() for word in (flag, str(folder / name))]
    server = subprocess.Popen(
        ["ncidd", "-D", *options, "-N", "1", "-n", "1", "-p", f"{port}", "-s", "cidinfo"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        server.kill()
        server.wait()


@pytest.mark.peers
@pytest.mark.skipif(
    shutil.which("ncidd") is None, reason="ncidd is not installed; Debian 12 has none"
)
async def test_the_real_server_is_understood(tmp_path: Path) -> None:
    port = free_port()
    handler, line = AHandler(), a_line(port)
    with ncidd(tmp_path, port):
        async with running_when_it_is_there(line, handler):
            await handler.until(lambda: handler.states)
            _, gateway = await asyncio.open_connection("127.0.0.1", port)
            gateway.write(
                b"CALL: ###DATE11301926...CALLIN...LINEVOIP...NMBR0844000001...NAMEACME+++\r\n"
            )
            await handler.until(lambda: handler.performed)
            gateway.write(
                b"CALLINFO: ###CANCEL...DATE11301927...CALLIN...LINEVOIP...NMBR0844000001...NAMEACME+++\r\n"
            )
            await handler.until(lambda: handler.over)
            gateway.write(
                b"CALL: ###DATE11301926...CALLOUT...LINEVOIP...NMBR0200001234...NAMENONAME+++\r\n"
            )
            await handler.until(lambda: handler.called)
            gateway.close()

    assert [(one.calling, one.name) for one in handler.rang] == [("0844000001", "ACME")]
    assert handler.over[0].talked_s == 0.0
    assert handler.called == ["0200001234"]


@asynccontextmanager
async def running_when_it_is_there(line: NcidLine, handler: AHandler) -> AsyncIterator[None]:
    """As the supervisor does it: again and again."""

    async def keep() -> None:
        while True:
            with suppress(LineError):
                await line.run(handler)
            await asyncio.sleep(0.05)

    task = asyncio.ensure_future(keep())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
