"""The line of a FRITZ!Box against a call monitor on the loopback."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from fritzbox_world import AMonitor
from portinaio.core.call import Presentation
from portinaio.core.message import msg, render
from portinaio.core.policy import Action, Decision, Outcome
from portinaio.lines.fritzbox import FritzBoxLine, monitor, troubles
from portinaio.lines.fritzbox.line import called_number
from portinaio.lines.fritzbox.settings import FritzBoxSettings, problems
from portinaio.lines.line import CallEnded, LineState
from worlds import FROZEN_NOW

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from portinaio.core.message import Message
    from portinaio.lines.line import Line

RING = "24.11.26 14:02:05;RING;0;0200001234;0200005678;SIP0;"
STATE = tuple[LineState, str]


class Ears:
    """Hears what a line has to say."""

    def __init__(self) -> None:
        self.said: asyncio.Queue[object] = asyncio.Queue()
        self.states: asyncio.Queue[STATE] = asyncio.Queue()

    def ringing(self, line: Line, handle: str, ringing: object) -> None:
        del line
        self.said.put_nowait((handle, ringing))

    def answered(self, line: Line, handle: str, by: str) -> None:
        del line
        self.said.put_nowait((handle, by))

    def ended(self, line: Line, handle: str, ended: CallEnded) -> None:
        del line
        self.said.put_nowait((handle, ended))

    def dialled(self, line: Line, called: str) -> None:
        del line
        self.said.put_nowait(called)

    def state_changed(self, line: Line, state: LineState, error: Message | None = None) -> None:
        del line
        self.states.put_nowait((state, render(error, None) if error else ""))

    async def hear(self) -> object:
        async with asyncio.timeout(30):
            return await self.said.get()

    async def state(self) -> STATE:
        async with asyncio.timeout(30):
            return await self.states.get()


@pytest.fixture(autouse=True)
def without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monitor, "PAUSES_S", (0.01,))


@asynccontextmanager
async def listening(settings: FritzBoxSettings) -> AsyncIterator[Ears]:
    ears = Ears()
    line = FritzBoxLine(settings)
    line.now = lambda: FROZEN_NOW
    running = asyncio.create_task(line.run(ears))  # type: ignore[arg-type]  # what it needs of one
    try:
        yield ears
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def test_a_call_is_told_from_its_ring_to_its_end() -> None:
    async with AMonitor() as box, listening(box.settings()) as ears:
        await box.heard()
        box.say(RING, "24.11.26 14:02:09;CONNECT;0;10;0200001234;")
        box.say("24.11.26 14:03:21;DISCONNECT;0;72;")

        handle, ringing = await ears.hear()
        picked_up, over = await ears.hear(), await ears.hear()

    assert (ringing.line, ringing.at) == ("box", FROZEN_NOW)
    assert (ringing.calling, ringing.called) == ("0200001234", "0200005678")
    assert ringing.own_system
    assert picked_up == (handle, "10")
    assert over == (handle, CallEnded(4.0, 72.0))


@pytest.mark.parametrize(
    ("said", "number", "called"),
    [
        ("5678", "+390200005678", "+390200005678"),
        ("0200005678", "+390200005678", "+390200005678"),
        ("0200005679", "+390200005678", "0200005679"),
        ("", "+390200005678", "+390200005678"),
        ("5678", "", "5678"),
        ("", "", ""),
    ],
)
def test_a_number_without_its_area_is_that_of_the_line(said: str, number: str, called: str) -> None:
    assert called_number(said, number) == called


async def test_a_caller_without_a_number_withholds_it() -> None:
    async with AMonitor() as box, listening(box.settings()) as ears:
        await box.heard()
        box.say("24.11.26 14:02:05;RING;0;;0200005678;SIP0;")
        _, ringing = await ears.hear()

    assert ringing.presentation is Presentation.RESTRICTED


async def test_a_call_out_makes_its_number_known() -> None:
    async with AMonitor() as box, listening(box.settings()) as ears:
        await box.heard()
        box.say("24.11.26 14:02:06;CALL;1;11;0200005678;0200000001;SIP0;")
        said = await ears.hear()

    assert said == "0200000001"


async def test_a_connection_that_drops_in_a_line_is_made_again_and_its_call_is_over() -> None:
    async with AMonitor() as box, listening(box.settings()) as ears:
        await box.heard()
        box.say(RING)
        first, _ = await ears.hear()
        box.say("24.11.26 14:02:06;CONN", end="")
        await asyncio.sleep(0)
        box.cut()
        lost = await ears.hear()
        await box.heard()
        box.say(RING)
        second, _ = await ears.hear()
        states = [await ears.state() for _ in range(3)]

    assert lost == (first, CallEnded(None, None))
    assert second != first
    assert [state for state, _ in states] == [LineState.UP, LineState.RETRYING, LineState.UP]


async def test_a_monitor_that_is_off_is_said_with_what_to_dial_and_heard_once_it_is_on() -> None:
    box = AMonitor()
    await box.on()
    settings = box.settings()
    await box.off()

    async with listening(settings) as ears:
        off = await ears.state()
        await box.on()
        while (on := await ears.state())[0] is not LineState.UP:
            pass
        await box.off()

    assert off[0] is LineState.RETRYING
    assert "#96*5*" in off[1]
    assert on == (LineState.UP, "")


async def test_the_same_trouble_is_told_once() -> None:
    box = AMonitor()
    await box.on()
    settings = box.settings()
    await box.off()
    async with listening(settings) as ears:
        await ears.state()
        await asyncio.sleep(0.1)  # ten tries

    assert ears.states.empty()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ConnectionRefusedError(), "dial #96*5* on a telephone at the box"),
        (socket.gaierror(), "the name fritz.box cannot be found"),
        (TimeoutError(), "fritz.box does not answer at port 1012"),
        (OSError(113, "No route to host"), "fritz.box cannot be reached"),
    ],
)
def test_it_is_said_what_is_wrong_with_the_way_to_the_box(error: OSError, said: str) -> None:
    settings = FritzBoxSettings(name="box", kind="fritzbox")

    assert said in render(troubles.no_monitor(settings, error), None)


async def test_a_box_that_is_away_is_asked_with_growing_pauses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(monitor, "PAUSES_S", (1.0, 2.0, 60.0))
    monkeypatch.setattr(monitor, "JITTER", 0.0)
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 5:
            raise asyncio.CancelledError

    box = AMonitor()
    await box.on()
    settings = box.settings()
    await box.off()
    with pytest.raises(asyncio.CancelledError):
        await monitor.listen(settings, list, lambda _: None, sleep=sleep)

    assert pauses == [1.0, 2.0, 60.0, 60.0, 60.0]


@pytest.mark.parametrize("action", list(Action))
async def test_it_only_watches(action: Action) -> None:
    line = FritzBoxLine(FritzBoxSettings(name="box", kind="fritzbox"))

    performed = await line.perform("1", Decision(action, msg("so it is")))

    assert performed.outcome is (Outcome.DONE if action is Action.RING else Outcome.UNABLE)
    assert line.can(line.settings) == {Action.RING}


@pytest.mark.parametrize(
    ("address", "fine"),
    [
        ("fritz.box", True),
        ("192.168.178.1", True),
        ("[fd00::1]", True),
        ("fritz.box:1012", False),
        ("http://fritz.box", False),
        ("", False),
        ("fritz box", False),
        ("a" * 254, False),
    ],
)
def test_an_address_is_that_of_a_box_or_refused(address: str, fine: bool) -> None:
    found = list(problems(FritzBoxSettings(name="box", kind="fritzbox", address=address)))

    assert [problem.key for problem in found] == ([] if fine else ["address"])
