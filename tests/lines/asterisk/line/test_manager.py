"""What the manager of an Asterisk tells of calls."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from asterisk_house import a_house, a_port
from portinaio.core.policy import Action
from portinaio.lines.asterisk import manager
from portinaio.lines.line import CallEnded

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class AManager:
    """Says what a test wants once somebody has logged in."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.refuses = refuses
        self.logged_in = asyncio.Event()
        self.asked = b""

    @asynccontextmanager
    async def on(self) -> AsyncIterator[str]:
        server = await asyncio.start_server(self._come, "127.0.0.1", 0)
        try:
            yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        finally:
            server.close()
            self.cut()

    def cut(self) -> None:
        if writer := getattr(self, "writer", None):
            writer.transport.abort()

    def say(self, **fields: str) -> None:
        lines = [f"{key}: {value}" for key, value in fields.items()]
        self.writer.write("\r\n".join([*lines, "", ""]).encode())

    async def _come(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writer = writer
        writer.write(b"Asterisk Call Manager/11.0.0\r\n")
        with suppress(ConnectionError):
            self.asked += await reader.readuntil(b"\r\n\r\n")
            self.say(Response="Success", Challenge="42")
            self.asked += await reader.readuntil(b"\r\n\r\n")
            if self.refuses:
                self.say(Response="Error", Message="Authentication failed")
            else:
                self.say(Response="Success", Message="Authentication accepted")
                self.logged_in.set()
            await reader.read()
        writer.close()


async def test_the_manager_tells_how_a_call_goes_on() -> None:
    there = AManager()
    async with there.on() as address, a_house(Action.RING, manager=address, username="p") as house:
        assert await house.ears.note() == ""
        await house.dial_plan()
        there.say(
            Event="DialEnd", Uniqueid="1.7", DestChannel="PJSIP/phone-01", DialStatus="ANSWER"
        )
        by = await house.ears.hear()
        there.say(Event="Hangup", Uniqueid="1.7")
        ended = await house.ears.hear()
        there.say(Event="Newchannel", Context="from-internal", Exten="0200000001", Uniqueid="1.8")
        dialled = await house.ears.hear()

    assert (by, dialled) == ("phone", "0200000001")
    assert ended.rang_s >= 0
    assert ended.talked_s >= 0
    assert b"s3cret" not in there.asked


async def test_a_dial_plan_that_asks_twice_of_a_call_has_each_question_ended() -> None:
    there = AManager()
    async with there.on() as address, a_house(Action.RING, manager=address, username="p") as house:
        await house.ears.note()
        await house.dial_plan()
        await house.dial_plan()
        first = await house.ears.hear()
        there.say(Event="Hangup", Uniqueid="1.7")
        second = await house.ears.hear()

    assert first == CallEnded(None, None)
    assert second.rang_s is not None
    assert {ringing.network_name for ringing in house.ears.rang} == {"1.7"}


@pytest.mark.parametrize(("calls", "lost"), [(2, 0), (3, 1)])
async def test_of_calls_whose_end_is_never_told_the_oldest_are_given_up(
    calls: int, lost: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manager, "MOST_CALLS", 2)
    there = AManager()
    async with there.on() as address, a_house(Action.RING, manager=address, username="p") as house:
        await house.ears.note()
        for n in range(calls):
            await house.dial_plan(unique_id=f"1.{n}")

        assert [house.ears.said.get_nowait() for _ in range(lost)] == [CallEnded(None, None)] * lost
        assert house.ears.said.empty()


async def test_where_the_manager_goes_nobody_knows_how_its_calls_end() -> None:
    there = AManager()
    async with there.on() as address, a_house(Action.RING, manager=address, username="p") as house:
        await house.ears.note()
        await house.dial_plan()
        there.cut()
        ended = await house.ears.hear()
        gone, back = await house.ears.note(), await house.ears.note()

    assert ended == CallEnded(None, None)
    assert gone
    assert back == ""


async def test_a_manager_that_refuses_is_told_and_calls_are_screened() -> None:
    there = AManager(refuses=True)
    async with there.on() as address, a_house(manager=address, username="p") as house:
        note = await house.ears.note()
        told = await house.dial_plan()

    assert "portinaio secret set home" in note
    assert told


async def test_a_manager_that_is_away_is_told_and_calls_are_screened() -> None:
    async with a_house(manager=f"127.0.0.1:{a_port()}", username="p") as house:
        note = await house.ears.note()
        told = await house.dial_plan()

    assert "cannot be reached" in note
    assert told
