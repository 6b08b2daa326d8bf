"""The modem line against modems of several makes, on a pty each."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from modem_world import CONEXANT, DEAF, MAKES, USR, AModem, Make
from ncid_world import AHandler
from portinaio.config.line_kinds import problems_of
from portinaio.core.call import Presentation
from portinaio.core.logged import PICKED_UP
from portinaio.core.message import msg
from portinaio.core.policy import Action, Decision, Outcome
from portinaio.errors import LineError
from portinaio.lines.line import LineState, Performed
from portinaio.lines.modem import ModemLine, ModemSettings, dialogue
from portinaio.lines.modem import line as room
from worlds import FROZEN_NOW

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

pytest.importorskip("serialx", reason="serialx is not installed")
pytestmark = pytest.mark.usefixtures("hurry")


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "OFF_HOOK_S", 0.01)
    monkeypatch.setattr(room, "HELD_S", 0.05)
    monkeypatch.setattr(room, "TICK_S", 0.01)
    monkeypatch.setattr(dialogue, "ANSWER_S", 0.5)
    monkeypatch.setattr("portinaio.wire.modem.ringing.SETTLED_S", 0.05)


def a_line(device: Path, **keys: object) -> ModemLine:
    settings = ModemSettings(
        name="home", kind="modem", device=str(device), number="+390200000001", **keys
    )  # type: ignore[arg-type]  # named as the fields are
    line = ModemLine(settings)
    line.now = lambda: FROZEN_NOW
    return line


@asynccontextmanager
async def running(line: ModemLine, handler: AHandler) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.ensure_future(line.run(handler))
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, LineError):
            await task
        await asyncio.sleep(0.01)


@asynccontextmanager
async def plugged_in(make: Make, device: Path, *, answers: bool = True) -> AsyncIterator[AModem]:
    modem = AModem(make, str(device), answers=answers)
    try:
        yield modem
    finally:
        with suppress(OSError):
            modem.unplug()


async def why(line: ModemLine) -> str:
    async with asyncio.timeout(10):
        with pytest.raises(LineError) as error:
            await line.run(AHandler())
    return str(error.value)


DROPS = {
    "usr": ("ATH1", "ATH0"),
    "conexant": ("AT+FCLASS=8;+VLS=1", "AT+VLS=0;+FCLASS=0"),
    "generic": ("ATA", "ATH0"),
}
LISTENS = {"usr": "AT#CID=1", "conexant": "AT+VCID=1", "generic": "AT+FCLASS=8;+VCID=1"}


@pytest.mark.parametrize("make", MAKES)
@pytest.mark.parametrize("action", [Action.REJECT, Action.ANSWER, Action.HOLD])
async def test_a_caller_is_dropped_before_the_second_ring(
    tmp_path: Path, make: str, action: Action
) -> None:
    handler = AHandler(action)
    async with (
        plugged_in(MAKES[make], tmp_path / "modem") as modem,
        running(a_line(tmp_path / "modem"), handler),
    ):
        await handler.until(lambda: handler.states)
        before = len(modem.heard)
        modem.call("0844000001")
        await handler.until(lambda: handler.over and handler.performed)
        done = modem.heard[before:]

    (ringing,) = handler.rang
    assert (ringing.calling, ringing.presentation) == ("0844000001", Presentation.ALLOWED)
    assert ringing.name == ("" if make == "generic" else "ACME")
    pick_up, hang_up = DROPS[make]
    assert done.index(pick_up) < done.index(hang_up)
    assert done[-2:] == ["ATS0=0", LISTENS[make]], "it listens for the next caller"
    assert handler.performed == [Performed(Outcome.DONE, PICKED_UP)]
    held = 0.05 if action is Action.HOLD else 0.01
    assert [one.talked_s for one in handler.over] == [held]


@pytest.mark.parametrize("make", MAKES)
async def test_a_modem_that_is_busy_with_its_noise_is_told_again_to_hang_up(
    tmp_path: Path, make: str
) -> None:
    handler = AHandler(Action.REJECT)
    async with (
        plugged_in(MAKES[make], tmp_path / "modem") as modem,
        running(a_line(tmp_path / "modem"), handler),
    ):
        await handler.until(lambda: handler.states)
        before = len(modem.heard)
        modem.misses.append(DROPS[make][1])
        modem.call("0844000001")
        await handler.until(lambda: handler.performed)

    assert modem.heard[before:].count(DROPS[make][1]) == 2


async def test_a_modem_is_put_on_the_hook_when_the_daemon_ends_while_it_has_picked_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "OFF_HOOK_S", 60.0)
    handler = AHandler(Action.REJECT)
    async with plugged_in(USR, tmp_path / "modem") as modem:
        async with running(a_line(tmp_path / "modem"), handler):
            await handler.until(lambda: handler.states)
            modem.call("0844000001")
            await modem.until(lambda heard: "ATH1" in heard)
            picked_up = len(modem.heard)
        await modem.until(lambda heard: "ATH0" in heard[picked_up:])


@pytest.mark.parametrize("make", MAKES)
@pytest.mark.parametrize(
    ("action", "outcome"), [(Action.RING, Outcome.DONE), (Action.SILENCE, Outcome.UNABLE)]
)
async def test_who_may_ring_is_left_alone(
    tmp_path: Path, make: str, action: Action, outcome: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portinaio.wire.modem.ringing.RINGS_NO_MORE_S", 0.2)
    handler = AHandler(action)
    async with (
        plugged_in(MAKES[make], tmp_path / "modem") as modem,
        running(a_line(tmp_path / "modem"), handler),
    ):
        await handler.until(lambda: handler.states)
        before = len(modem.heard)
        modem.call("0200001234")
        await handler.until(lambda: handler.performed)
        modem.ring()
        await handler.until(lambda: handler.over)
        done = modem.heard[before:]

    assert done == []
    assert handler.performed == [Performed(outcome)]
    assert [one.talked_s for one in handler.over] == [None]


@pytest.mark.parametrize("make", MAKES)
async def test_a_modem_is_prepared_so_that_it_never_picks_up_by_itself(
    tmp_path: Path, make: str
) -> None:
    handler = AHandler()
    line = a_line(tmp_path / "modem", country="IT")
    async with plugged_in(MAKES[make], tmp_path / "modem") as modem, running(line, handler):
        await handler.until(lambda: handler.states)

    assert modem.heard[:4] == ["AT", "AT+FCLASS=0", "ATH0", "ATE0V1Q0"]
    assert {"ATS0=0", "AT+GCI=59"} <= set(modem.heard)
    assert modem.heard[-1] == LISTENS[make]
    assert handler.states == [LineState.UP]


async def test_a_modem_that_is_unplugged_and_plugged_in_again_is_found_again(
    tmp_path: Path,
) -> None:
    """As the supervisor does it: again and again."""
    handler, line = AHandler(Action.REJECT), a_line(tmp_path / "modem")
    failures: list[str] = []

    async def keep() -> None:
        while True:
            try:
                await line.run(handler)
            except LineError as error:
                failures.append(str(error))
            await asyncio.sleep(0.02)

    async with plugged_in(USR, tmp_path / "modem") as modem:
        task = asyncio.ensure_future(keep())
        await handler.until(lambda: handler.states)
        modem.call("0844000001")
        await handler.until(lambda: handler.over)
        modem.unplug()
        async with asyncio.timeout(30):
            while not any("cannot be opened" in one for one in failures):  # noqa: ASYNC110  # as it fails
                await asyncio.sleep(0.01)
        modem.plug_in()
        await handler.until(lambda: len(handler.states) > 1)
        modem.call("0844000002")
        await handler.until(lambda: len(handler.over) > 1)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    assert "has gone" in failures[0]
    assert [one.calling for one in handler.rang] == ["0844000001", "0844000002"]


async def test_a_call_is_over_for_the_log_when_the_modem_goes(tmp_path: Path) -> None:
    handler, line = AHandler(), a_line(tmp_path / "modem")
    async with plugged_in(USR, tmp_path / "modem") as modem, running(line, handler):
        await handler.until(lambda: handler.states)
        modem.call("0200001234")
        await handler.until(lambda: handler.performed)
        modem.unplug()
        await handler.until(lambda: handler.over)

    assert await line.perform("1", Decision(Action.REJECT, msg("so"))) == Performed(
        Outcome.TOO_LATE
    )


@pytest.mark.parametrize(
    ("made", "keys", "said"),
    [
        ((DEAF, True), {}, "(DEAF) shows no callers; use one with caller ID"),
        ((USR, False), {}, "does not answer as a modem does"),
        ((USR, True), {"init": "AT+ODD=1"}, "does not take init, AT+ODD=1"),
        ((CONEXANT._replace(takes=CONEXANT.takes - {"AT+VCID=1"}), True), {}, "(Conexant CX930xx) shows no callers"),
    ],
    ids=["deaf", "asleep", "odd command", "wrong firmware"],
)  # fmt: skip
async def test_a_modem_that_is_of_no_use_is_a_sentence(
    tmp_path: Path,
    made: tuple[Make, bool],
    keys: dict[str, str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dialogue, "ANSWER_S", 0.05)
    make, answers = made
    async with plugged_in(make, tmp_path / "modem", answers=answers):
        assert said in await why(a_line(tmp_path / "modem", **keys))


async def test_no_modem_is_a_sentence(tmp_path: Path) -> None:
    assert "cannot be opened: no such file" in await why(a_line(tmp_path / "modem"))


async def test_what_is_no_modem_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "modem").write_text("x")

    assert "cannot be opened" in await why(a_line(tmp_path / "modem"))


async def test_a_modem_that_hangs_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "ALIVE_S", 0.05)
    monkeypatch.setattr(dialogue, "ANSWER_S", 0.2)
    handler, line = AHandler(), a_line(tmp_path / "modem")
    async with plugged_in(USR, tmp_path / "modem") as modem, running(line, handler) as task:
        await handler.until(lambda: handler.states)
        await modem.until(lambda heard: heard.count("AT") > 2)
        modem._answers = False
        with pytest.raises(LineError, match="has gone: no answer came in time"):
            await asyncio.wait_for(task, 30)


async def test_a_modem_that_floods_is_read_on(tmp_path: Path) -> None:
    handler, line = AHandler(Action.REJECT), a_line(tmp_path / "modem")
    async with plugged_in(USR, tmp_path / "modem") as modem, running(line, handler):
        await handler.until(lambda: handler.states)
        await modem.flood(b"x" * 20_000 + b"\r\n")
        await asyncio.sleep(0.05)
        modem.call("0844000001")
        await handler.until(lambda: handler.over)

    assert [one.calling for one in handler.rang] == ["0844000001"]


@pytest.mark.parametrize(
    ("keys", "wrong"),
    [
        ({}, []),
        ({"country": "IT", "init": "AT+PCW=0", "device": "/dev/serial/by-id/x"}, []),
        ({"country": "XX"}, ["country"]),
        ({"init": "rm -rf"}, ["init"]),
        ({"init": "AT\rATD112"}, ["init"]),
        ({"device": "modem"}, ["device"]),
        ({"baud": 100}, ["baud"]),
    ],
)
def test_what_cannot_be_meant_is_refused(keys: dict[str, object], wrong: list[str]) -> None:
    settings = ModemSettings(name="home", kind="modem", **keys)  # type: ignore[arg-type]  # as above

    assert [problem.key for problem in problems_of(settings)] == wrong


def test_what_is_plugged_in_is_named_where_the_modem_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = ModemSettings(name="home", kind="modem", device=str(tmp_path / "gone"))
    monkeypatch.setattr(room, "DEVICES", str(tmp_path / "by-id"))
    (nothing,) = ModemLine.examined(settings)
    (tmp_path / "by-id").mkdir()
    (tmp_path / "by-id" / "usb-USR_5637").touch()
    (found,) = ModemLine.examined(settings)
    (tmp_path / "gone").touch()

    assert "no serial device" in str(nothing.text)
    assert "usb-USR_5637" in str(found.text)
    assert list(ModemLine.examined(settings)) == []
