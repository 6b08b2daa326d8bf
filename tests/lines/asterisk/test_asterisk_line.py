"""The line of an Asterisk: a scripted dial plan asks it, kindly or not, and a scripted manager tells how calls go on."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest

from portinaio.core.message import msg, render
from portinaio.core.policy import Action, Decision, Outcome
from portinaio.errors import LineError
from portinaio.lines.asterisk import AsteriskLine, manager, question
from portinaio.lines.asterisk import line as module
from portinaio.lines.asterisk.settings import AsteriskSettings, problems
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


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FACTS_S", "DECISION_S", "REPLY_S"):
        monkeypatch.setattr(question, name, 0.2)
    monkeypatch.setattr(manager, "PAUSES_S", (0.01,))


# -- the dial plan


@pytest.mark.parametrize("action", [Action.RING, Action.SILENCE, Action.REJECT, Action.ANSWER])
async def test_a_dial_plan_is_told_what_to_do_and_why(action: Action) -> None:
    async with a_house(action) as house:
        told = await house.dial_plan()
        ended = await house.ears.hear()

    assert told == [
        f'SET VARIABLE PORTINAIO "{action.value}"',
        'SET VARIABLE PORTINAIO_WHY "so it is"',
    ]
    (performed,) = house.ears.performed
    assert performed.outcome is Outcome.DONE
    assert performed.cause == ("SIP 603" if action is Action.REJECT else None)
    assert ended.talked_s == (0.0 if action is Action.REJECT else None)
    (ringing,) = house.ears.rang
    assert (ringing.calling, ringing.called, ringing.own_system) == (
        "+390200001234",
        "0200005678",
        True,
    )


async def test_a_sound_is_named_to_who_shall_hear_it() -> None:
    async with a_house(Action.ANNOUNCE, sound="portinaio/notice") as house:
        told = await house.dial_plan()

    assert told[-1] == 'SET VARIABLE PORTINAIO_SOUND "portinaio/notice"'


@pytest.mark.parametrize(("sound", "able"), [("", False), ("notice", True)])
def test_it_can_announce_where_the_asterisk_has_a_sound(sound: str, able: bool) -> None:
    can = AsteriskLine.can(AsteriskSettings(name="home", kind="asterisk", sound=sound))

    assert (Action.ANNOUNCE in can) is able


async def test_a_call_that_goes_out_makes_its_number_known() -> None:
    async with a_house() as house:
        told = await house.dial_plan(script="dialled")
        called = await house.ears.hear()

    assert (told, called) == ([], "0200005678")
    assert house.ears.rang == []


async def test_where_nothing_is_decided_in_time_the_dial_plan_goes_on() -> None:
    async with a_house(None) as house:
        began = time.monotonic()
        told = await house.dial_plan()
        took_s = time.monotonic() - began
        ended = await house.ears.hear()

    assert told == []
    assert took_s < 3
    assert ended == CallEnded(None, None)


async def test_a_decision_that_comes_later_is_too_late() -> None:
    async with a_house(None) as house:
        await house.dial_plan()
    line = AsteriskLine(AsteriskSettings(name="home", kind="asterisk"))

    performed = await line.perform("1", Decision(Action.REJECT, msg("so it is")))

    assert performed.outcome is Outcome.TOO_LATE


@pytest.mark.parametrize(
    "more", ["agi_callerid: 0200000101", "HANGUP", "\nHANGUP", "\nnonsense", "\n200 result=1"]
)
async def test_a_caller_whose_number_has_a_line_break_is_turned_away_as_others_are(
    more: str,
) -> None:
    async with a_house() as house:
        told = await house.dial_plan(caller=f"0844000001\n{more}")
        await house.ears.hear()

    assert told[0] == 'SET VARIABLE PORTINAIO "reject"'
    assert [one.calling for one in house.ears.rang] == ["0844000001"]


@pytest.mark.parametrize(
    ("replies", "outcome"),
    [
        pytest.param(b"510 Invalid or unknown command\n", Outcome.UNABLE, id="does not know it"),
        pytest.param(b"520-Usage\n520 End\n", Outcome.UNABLE, id="does not understand it"),
        pytest.param(b"HANGUP\n200 result=0\n", Outcome.TOO_LATE, id="the caller has gone"),
        pytest.param(b"", Outcome.UNABLE, id="says nothing"),
        pytest.param(b"hello\n", Outcome.UNABLE, id="talks nonsense"),
        pytest.param(b"x" * 100_000, Outcome.TOO_LATE, id="talks without an end"),
        pytest.param(OK * 100, Outcome.DONE, id="says it a hundred times"),
    ],
)
async def test_what_an_asterisk_answers_is_what_became_of_it(
    replies: bytes, outcome: Outcome
) -> None:
    async with a_house() as house:
        with suppress(ConnectionError):
            await house.dial_plan(replies=replies)
        await house.ears.hear()

    assert [one.outcome for one in house.ears.performed] in ([outcome], [Outcome.TOO_LATE])
    if outcome is Outcome.UNABLE:
        assert house.ears.performed[0].outcome is outcome


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", id="a browser"),
        pytest.param(b"200 result=1\n" * 10, id="replies before anything"),
        pytest.param(b"agi_x: 1\n" * 10_000, id="facts without an end"),
        pytest.param(b"x" * 1_000_000, id="a line without an end"),
        pytest.param(b"agi_callerid: 1\n", id="breaks off"),
        pytest.param(b"\x00\xff" * 50 + b"\n", id="bytes"),
    ],
)
async def test_whoever_is_no_asterisk_is_left_alone_and_the_next_call_is_screened(
    data: bytes,
) -> None:
    async with a_house() as house:
        answered = await house.says(data)
        told = await house.dial_plan()

    assert answered == b""
    assert told[0] == 'SET VARIABLE PORTINAIO "reject"'
    assert len(house.ears.rang) == 1


async def test_whoever_says_a_byte_now_and_then_is_not_waited_for() -> None:
    async with a_house() as house:
        _, writer = await asyncio.open_connection("127.0.0.1", house.port)
        began = time.monotonic()
        with suppress(ConnectionError):
            for _ in range(100):
                writer.write(b"a")
                await writer.drain()
                await asyncio.sleep(0.02)
        took_s = time.monotonic() - began
        writer.transport.abort()
        told = await house.dial_plan()

    assert told
    assert took_s < 3
    assert len(house.ears.rang) == 1


async def test_a_flood_of_questions_lets_calls_ring_and_the_house_live(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MOST_AT_ONCE", 3)
    async with a_house() as house:
        silent = [await asyncio.open_connection("127.0.0.1", house.port) for _ in range(3)]
        flooded = await house.says(b"agi_callerid: 1\n\n")
        for _, writer in silent:
            writer.transport.abort()
        await asyncio.sleep(0.05)
        told = await house.dial_plan()

    assert flooded == b""
    assert told


async def test_fifty_dial_plans_at_once_are_each_told_of_their_own() -> None:
    async with a_house() as house:
        told = await asyncio.gather(
            *(house.dial_plan(caller=f"+39020000{n:04}", unique_id=f"1.{n}") for n in range(50))
        )

    assert all(one[0] == 'SET VARIABLE PORTINAIO "reject"' for one in told)
    assert len({one.calling for one in house.ears.rang}) == 50


async def test_whoever_is_not_trusted_gets_no_answer_and_is_told() -> None:
    async with a_house(trusted=("192.168.1.0/24",)) as house:
        told = await house.says(ENVIRONMENT.format(script="screen", caller="1", id="1").encode())
        (refused,) = house.ears.refused

    assert told == b""
    assert house.ears.rang == []
    assert refused.address == "127.0.0.1"
    assert refused.trusted == ("192.168.1.0/24", "127.0.0.1/32")


async def test_a_port_that_is_taken_is_said() -> None:
    async with a_house() as house:
        line = AsteriskLine(
            AsteriskSettings(name="home", kind="asterisk", listen=f"127.0.0.1:{house.port}")
        )
        with pytest.raises(LineError, match="give line home another port"):
            await line.run(house.ears)  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize(
    ("keys", "wrong"),
    [
        ({}, []),
        ({"listen": "4573"}, ["listen"]),
        ({"listen": ""}, ["listen"]),
        ({"manager": "pbx", "username": "x"}, ["manager"]),
        ({"manager": "pbx:5038"}, ["username"]),
        ({"trusted": ("pbx",)}, ["trusted"]),
    ],
)
def test_what_cannot_be_meant_is_said(keys: dict[str, Any], wrong: list[str]) -> None:
    found = problems(AsteriskSettings(name="home", kind="asterisk", **keys))

    assert [problem.key for problem in found] == wrong


# -- the manager


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
