"""Calls as NCID clients are told of them."""

from __future__ import annotations

import asyncio
import shutil
import socket
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from daemon_world import a_context, a_logged_call, a_rejected_call
from free_ports import free_port
from ncid_world import AHandler
from portinaio.config.settings import NcidTable
from portinaio.core.call import Presentation
from portinaio.core.policy import Outcome
from portinaio.core.verdict import Label
from portinaio.daemon.answers import call_answer
from portinaio.daemon.events import Hub
from portinaio.daemon.notices import ncid_server as room
from portinaio.daemon.notices.ncid_server import MOST_CLIENTS, NcidServer
from portinaio.language import translation
from portinaio.lines.ncid import NcidLine, NcidSettings
from worlds import STRANGER

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from portinaio.core.logged import LoggedCall
    from portinaio.errors import PortinaioError

GREETING = ["200 Server: portinaio", "210 API: 1.0 Feature Set 1"]


class AHouse:
    def __init__(self, hub: Hub, port: int) -> None:
        self.hub = hub
        self.port = port

    def call(self, call: LoggedCall) -> None:
        self.hub.publish("call", lambda: call_answer(call))

    async def client(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.port)


async def heard(reader: asyncio.StreamReader, until: str) -> list[str]:
    """Lines up to one that begins so, without versions and times of the day."""
    lines: list[str] = []
    async with asyncio.timeout(30):
        while not lines or not lines[-1].startswith(until):
            lines.append((await reader.readline()).decode().rstrip())
            assert lines[-1], "it has hung up"
    return lines


@asynccontextmanager
async def a_house(
    folder: Path, language: str = "en", trusted: tuple[str, ...] = ("127.0.0.0/8",)
) -> AsyncIterator[AHouse]:
    context = a_context(folder)
    context.store.contacts.add("Anna", STRANGER, "own")
    hub, port = Hub(asyncio.get_running_loop()), free_port()
    table = NcidTable(listen=f"127.0.0.1:{port}", trusted=trusted)
    server = NcidServer(context, hub, table, translation(language))
    listening = asyncio.Event()
    task = asyncio.ensure_future(server.run(lambda _code, _error: listening.set()))
    await asyncio.wait_for(listening.wait(), 30)
    try:
        yield AHouse(hub, port)
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await asyncio.sleep(0.01)
        context.close()


CALLS = [
    pytest.param(
        [a_logged_call(outcome=Outcome.DONE, label=Label.KNOWN)],
        [("CID", STRANGER, "known: Anna"), ("CIDINFO", "1", "")],
        id="a contact",
    ),
    pytest.param(
        [a_logged_call(number="+390200001299", name="ACME")],
        [("CID", "+390200001299", "unknown: ACME"), ("CIDINFO", "1", "")],
        id="a name of the network, before the line has done anything",
    ),
    pytest.param(
        [a_logged_call(number="+390200001299", suspected=True), a_logged_call(number="+390200001299", rang_s=8.0, talked_s=0.0)],
        [("CID", "+390200001299", "suspected"), ("CIDINFO", "1", ""), ("CIDINFO", "-1", "")],
        id="one that gives up",
    ),
    pytest.param(
        [a_logged_call(number="+390200001299"), a_logged_call(number="+390200001299", rang_s=8.0, talked_s=3.0)],
        [("CID", "+390200001299", "unknown"), ("CIDINFO", "1", ""), ("CIDINFO", "-2", "")],
        id="one that is answered",
    ),
    pytest.param(
        [a_logged_call(number="+390200001299"), a_logged_call(number="+390200001299", rang_s=8.0)],
        [("CID", "+390200001299", "unknown"), ("CIDINFO", "1", ""), ("CIDINFO", "0", "")],
        id="one that rings no more",
    ),
    pytest.param(
        [a_rejected_call(outcome=None, number="+390200001299"), a_rejected_call(number="+390200001299", label=Label.REPORTED, rang_s=0.0, talked_s=0.0)],
        [("HUP", "+390200001299", "reported")],
        id="turned away",
    ),
    pytest.param(
        [a_rejected_call(outcome=None, number="+390200001299"), a_rejected_call(number="+390200001299", outcome=Outcome.UNABLE)],
        [("CID", "+390200001299", "unknown"), ("CIDINFO", "1", "")],
        id="turned away in vain",
    ),
    pytest.param(
        [a_logged_call(number=None, calling="", presentation=Presentation.RESTRICTED)],
        [("CID", "PRIVATE", "unknown"), ("CIDINFO", "1", "")],
        id="withheld",
    ),
    pytest.param(
        [a_logged_call(number=None, calling="", presentation=Presentation.UNAVAILABLE)],
        [("CID", "OUT-OF-AREA", "unknown"), ("CIDINFO", "1", "")],
        id="unavailable",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("calls", "told"), CALLS)
async def test_a_call_is_told_with_what_is_thought_of_it(
    tmp_path: Path, calls: list[LoggedCall], told: list[tuple[str, str, str]]
) -> None:
    async with a_house(tmp_path) as house:
        reader, writer = await house.client()
        await heard(reader, "300")
        for call in [*calls, a_logged_call(99, number="+390200001298", line="last")]:
            house.call(call)
        lines = await heard(reader, "CIDINFO: *LINE*last")
        writer.close()

    found = []
    for line in lines[:-2]:
        label, _, rest = line.partition(": ")
        pairs = rest.strip("*").split("*")
        fields = dict(zip(pairs[::2], pairs[1::2], strict=True))
        found.append((label, fields.get("NMBR") or fields["RING"], fields.get("NAME", "")))
    assert found == told


async def test_who_comes_later_is_shown_what_was(tmp_path: Path) -> None:
    async with a_house(tmp_path, "it") as house:
        first, one = await house.client()
        empty = await heard(first, "300")
        for number in range(room.LOGGED + 2):
            house.call(a_rejected_call(number, label=Label.REPORTED))
        for _ in range(room.LOGGED + 2):
            await heard(first, "HUP")
        second, two = await house.client()
        later = await heard(second, "300")
        one.close()
        two.close()

    assert [line[: len(start)] for line, start in zip(empty, GREETING, strict=False)] == GREETING
    assert empty[2:] == ["252 Call log empty", "300 End of connection startup"]
    assert sum(line.startswith("HUPLOG: ") for line in later) == room.LOGGED
    assert "NAME*segnalato: Anna*" in later[2]
    assert later[-2:] == ["250 End of call log", "300 End of connection startup"]


@pytest.mark.parametrize("trusted", [(), ("192.0.2.0/24", "::1/128")])
async def test_strangers_are_told_nothing(tmp_path: Path, trusted: tuple[str, ...]) -> None:
    async with a_house(tmp_path, trusted=trusted) as house:
        reader, writer = await house.client()

        assert await asyncio.wait_for(reader.read(), 30) == b""
        writer.close()


async def test_clients_have_an_end(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        writers = []
        for _ in range(MOST_CLIENTS):
            reader, writer = await house.client()
            await heard(reader, "300")
            writers.append(writer)
        reader, writer = await house.client()
        assert await asyncio.wait_for(reader.read(), 30) == b""
        for one in [*writers, writer]:
            one.close()


@pytest.mark.parametrize(
    "said", [b"x" * 100_000, b"\xff\0" * 300 + b"\n", b"REQ: RELOAD\r\n", b"CID: *NMBR*1*\r\n"]
)
async def test_what_a_client_says_harms_nobody(tmp_path: Path, said: bytes) -> None:
    async with a_house(tmp_path) as house:
        reader, writer = await house.client()
        other, beside = await house.client()
        await heard(reader, "300")
        await heard(other, "300")
        with suppress(OSError):
            writer.write(said)
            await writer.drain()
        beside.write(b"REQ: YO\r\n")
        assert await heard(other, "ACK") == ["ACK: REQ: YO"]
        house.call(a_logged_call())
        assert await heard(other, "CIDINFO")
        writer.close()
        beside.close()


async def test_a_client_that_takes_nothing_is_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "MOST_BEHIND", -1)
    async with a_house(tmp_path) as house:
        reader, writer = await house.client()
        await heard(reader, "300")
        house.call(a_logged_call())
        with suppress(ConnectionError):
            assert await asyncio.wait_for(reader.read(), 30) == b""
        writer.close()


async def test_an_address_that_is_taken_is_told_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "RETRY_S", 0.02)
    context = a_context(tmp_path)
    told: list[PortinaioError | None] = []
    changed = asyncio.Event()

    def trouble(_code: str, error: PortinaioError | None) -> None:
        told.append(error)
        changed.set()

    taken = socket.create_server(("127.0.0.1", 0))
    table = NcidTable(listen=f"127.0.0.1:{taken.getsockname()[1]}")
    server = NcidServer(context, Hub(asyncio.get_running_loop()), table, None)
    task = asyncio.ensure_future(server.run(trouble))
    try:
        await asyncio.wait_for(changed.wait(), 30)
        taken.close()
        async with asyncio.timeout(30):
            while told[-1] is not None:
                changed.clear()
                await changed.wait()
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        taken.close()

    assert "NCID clients cannot be heard" in str(told[0])
    assert "address already in use" in str(told[0])


async def test_a_line_of_another_portinaio_understands_it(tmp_path: Path) -> None:
    handler = AHandler()
    async with a_house(tmp_path) as house:
        settings = NcidSettings(name="far", kind="ncid", server=f"127.0.0.1:{house.port}")
        task = asyncio.ensure_future(NcidLine(settings).run(handler))
        await handler.until(lambda: handler.states)
        house.call(a_logged_call(label=Label.KNOWN))
        await handler.until(lambda: handler.rang)
        house.call(a_logged_call(label=Label.KNOWN, rang_s=4.0, talked_s=0.0))
        await handler.until(lambda: handler.over)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    assert (handler.rang[0].calling, handler.rang[0].name) == (STRANGER, "known: Anna")
    assert handler.over[0].talked_s == 0.0


@pytest.mark.peers
@pytest.mark.skipif(
    not (shutil.which("ncid") and shutil.which("tclsh")),
    reason="the ncid client is not installed; Debian 12 has none",
)
async def test_the_real_client_shows_a_call(tmp_path: Path) -> None:
    module = tmp_path / "module"
    module.write_text(f"#!/bin/sh\nwhile read -r line; do echo $line >> {tmp_path}/said; done\n")
    module.chmod(0o700)
    async with a_house(tmp_path / "home") as house:
        client = await asyncio.create_subprocess_exec(
            *("ncid", "--no-gui", "--verbose", "1", "--program", f"{module}"),
            *("127.0.0.1", f"{house.port}"),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        try:
            assert client.stdout
            async with asyncio.timeout(20):
                while b"300 End" not in await client.stdout.readline():
                    continue
                house.call(a_rejected_call(label=Label.REPORTED))
                while b"Sent" not in (said := await client.stdout.readline()):
                    continue
        finally:
            client.kill()
            await client.wait()

    assert b"{reported: Anna}" in said
    assert b"HUP" in said
