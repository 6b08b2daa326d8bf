"""The mobile line against services on a D-Bus of its own."""

from __future__ import annotations

import asyncio
import os
import shutil
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("dbus_fast", reason="dbus-fast is not installed")

from dbus_fast import Message
from dbus_fast.aio import MessageBus

from mobile_world import (
    ABlueZ,
    AHandsFree,
    AKdeConnect,
    AModemManager,
    AnOfono,
    AnOfonoOfPipeWire,
    APipeWire,
    AService,
    a_bus,
    a_service,
)
from ncid_world import AHandler
from portinaio.core.call import Presentation
from portinaio.core.message import msg
from portinaio.core.policy import Action, Decision, Outcome
from portinaio.errors import LineError
from portinaio.lines.line import LineState, Performed
from portinaio.lines.mobile import (
    MobileLine,
    MobileSettings,
    calls_on_bus,
    hands_free,
    kde_connect,
)
from portinaio.lines.mobile import line as room
from worlds import FROZEN_NOW

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from portinaio.core.call import Ringing

pytestmark = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="dbus-daemon is not installed"
)
SERVICES: dict[str, type[AService]] = {
    "modemmanager": AModemManager,
    "ofono": AnOfono,
    "pipewire": APipeWire,
    "bluez": ABlueZ,
    "kdeconnect": AKdeConnect,
}
HANG_UP = ["modemmanager", "ofono", "pipewire", "bluez"]
ON_BLUETOOTH = ["pipewire", "bluez"]


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "TICK_S", 0.01)
    monkeypatch.setattr(calls_on_bus, "NUMBER_S", 0.3)
    monkeypatch.setattr(hands_free, "NUMBER_S", 0.3)


def a_line(via: str) -> MobileLine:
    settings = MobileSettings(name="mobile", kind="mobile", via=via, number="+393200000001")  # type: ignore[arg-type]  # one of them
    line = MobileLine(settings)
    line.now = lambda: FROZEN_NOW
    return line


@asynccontextmanager
async def a_house(
    folder: Path, via: str, handler: AHandler, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[AService, asyncio.Task[None], MobileLine]]:
    line = a_line(via)
    async with a_bus(folder) as address:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        async with a_service(SERVICES[via], address) as service:
            task = asyncio.ensure_future(line.run(handler))
            try:
                await handler.until(lambda: handler.states or task.done())
                yield service, task, line
            finally:
                task.cancel()
                with suppress(asyncio.CancelledError, LineError):
                    await task
                await asyncio.sleep(0.01)


def seen(handler: AHandler) -> list[tuple[str, Presentation, str]]:
    def one(ringing: Ringing) -> tuple[str, Presentation, str]:
        return ringing.calling, ringing.presentation, ringing.name

    return [one(ringing) for ringing in handler.rang]


@pytest.mark.parametrize("via", HANG_UP)
async def test_a_caller_is_hung_up(
    tmp_path: Path, via: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = AHandler(Action.REJECT)
    async with a_house(tmp_path, via, handler, monkeypatch) as (service, _, _line):
        call = service.ring("+390844000001")
        await handler.until(lambda: handler.over and handler.performed)

    assert service.hung_up == [call]
    assert seen(handler) == [("+390844000001", Presentation.ALLOWED, "")]
    assert handler.performed == [Performed(Outcome.DONE)]
    assert [one.talked_s for one in handler.over] == [0.0]
    assert handler.states == [LineState.UP]


@pytest.mark.parametrize("via", HANG_UP)
@pytest.mark.parametrize(
    ("action", "outcome"),
    [(action, Outcome.DONE if action is Action.RING else Outcome.UNABLE) for action in Action if action is not Action.REJECT],
)  # fmt: skip
async def test_whatever_else_lets_it_ring(
    tmp_path: Path, via: str, action: Action, outcome: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = AHandler(action)
    async with a_house(tmp_path, via, handler, monkeypatch) as (service, _, _line):
        call = service.ring("+390200001234")
        await handler.until(lambda: handler.performed)
        service.answered(call)
        service.end(call)
        await handler.until(lambda: handler.over)

    assert (service.hung_up, handler.performed) == ([], [Performed(outcome)])
    (over,) = handler.over
    assert over.rang_s is not None
    assert over.talked_s is not None


@pytest.mark.parametrize("via", HANG_UP)
async def test_a_number_may_come_after_the_call(
    tmp_path: Path, via: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = AHandler()
    async with a_house(tmp_path, via, handler, monkeypatch) as (service, _, _line):
        call = service.ring("")
        await asyncio.sleep(0.02)
        service.number_comes(call, "+390200001234")
        await handler.until(lambda: handler.rang)

    assert seen(handler) == [("+390200001234", Presentation.ALLOWED, "")]


@pytest.mark.parametrize("via", HANG_UP)
@pytest.mark.parametrize("how", ["", "withheld", "later"])
async def test_a_number_that_is_not_shown_is_withheld(
    tmp_path: Path, via: str, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = AHandler()
    async with a_house(tmp_path, via, handler, monkeypatch) as (service, _, _line):
        call = service.ring("" if how == "later" else how)
        if how == "later":
            service.number_comes(call, "withheld")
        await handler.until(lambda: handler.rang)

    assert seen(handler) == [("", Presentation.RESTRICTED, "")]


@pytest.mark.parametrize("via", HANG_UP)
async def test_a_number_that_the_house_calls_is_remembered(
    tmp_path: Path, via: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = AHandler()
    async with a_house(tmp_path, via, handler, monkeypatch) as (service, _, _line):
        if via == "modemmanager":
            service.ring("+390200001234", direction=2, state=1)
        else:
            service.ring("+390200001234", state="dialing")
        await handler.until(lambda: handler.called)

    assert (handler.called, handler.rang) == (["+390200001234"], [])


@pytest.mark.parametrize("via", HANG_UP)
async def test_a_call_that_rings_already_is_found(
    tmp_path: Path, via: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler, line = AHandler(Action.REJECT), a_line(via)
    async with a_bus(tmp_path) as address:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        async with a_service(SERVICES[via], address) as service:
            service.ring("+390844000001")
            task = asyncio.ensure_future(line.run(handler))
            await handler.until(lambda: handler.over)
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            await asyncio.sleep(0.01)

    assert len(service.hung_up) == 1


@pytest.mark.parametrize("via", HANG_UP)
async def test_a_service_that_does_not_let_us_hang_up_is_told(
    tmp_path: Path, via: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = AHandler(Action.REJECT)
    async with a_house(tmp_path, via, handler, monkeypatch) as (service, task, _line):
        service.refuses = "org.freedesktop.DBus.Error.AccessDenied"
        service.ring("+390844000001")
        await handler.until(lambda: handler.performed)
        assert not task.done()

    assert handler.performed == [Performed(Outcome.UNABLE)]


@pytest.mark.parametrize("via", HANG_UP)
async def test_a_call_that_has_gone_is_too_late(
    tmp_path: Path, via: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = AHandler()
    async with a_house(tmp_path, via, handler, monkeypatch) as (service, _, line):
        call = service.ring("+390844000001")
        await handler.until(lambda: handler.rang)
        service.end(call)
        await handler.until(lambda: handler.over)
        performed = await line.perform(call, Decision(Action.REJECT, msg("so")))

    assert performed == Performed(Outcome.TOO_LATE)
    assert service.hung_up == []


@pytest.mark.parametrize("via", SERVICES)
async def test_a_service_that_stops_is_a_sentence(
    tmp_path: Path, via: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = AHandler()
    async with a_house(tmp_path, via, handler, monkeypatch) as (service, task, _line):
        service.ring("+390200001234")
        await handler.until(lambda: handler.performed)
        await service.stop()
        with pytest.raises(LineError, match="has stopped"):
            await asyncio.wait_for(task, 30)

    assert [(one.rang_s, one.talked_s) for one in handler.over] == [(None, None)]


@pytest.mark.parametrize("via", SERVICES)
async def test_a_service_that_is_not_there_is_a_sentence(
    tmp_path: Path, via: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_bus(tmp_path) as address:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        with pytest.raises(LineError, match="does not run; install or start it"):
            await a_line(via).run(AHandler())
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("via", SERVICES)
async def test_no_bus_is_a_sentence(
    tmp_path: Path, via: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DBUS_SYSTEM_BUS_ADDRESS", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.setenv(name, f"unix:path={tmp_path}/nowhere")

    with pytest.raises(LineError, match="D-Bus cannot be reached"):
        await a_line(via).run(AHandler())


@pytest.mark.parametrize("via", ON_BLUETOOTH)
async def test_a_telephone_that_leaves_the_house_is_told_and_so_is_its_return(
    tmp_path: Path, via: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = AHandler(Action.REJECT)
    async with a_house(tmp_path, via, handler, monkeypatch) as (service, task, _line):
        assert isinstance(service, AHandsFree)
        service.goes()
        await handler.until(lambda: len(handler.notes) == 1)
        service.comes()
        await handler.until(lambda: len(handler.notes) == 2)
        call = service.ring("+390844000001")
        await handler.until(lambda: handler.over)
        assert not task.done()

    away, back = handler.notes
    assert away is not None
    assert "no telephone is connected" in away.text
    assert back is None
    assert service.hung_up == [call]


@pytest.mark.parametrize("via", ON_BLUETOOTH)
async def test_a_service_that_stops_leaves_no_word_of_its_telephones(
    tmp_path: Path, via: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = AHandler()
    async with a_house(tmp_path, via, handler, monkeypatch) as (service, task, _line):
        assert isinstance(service, AHandsFree)
        service.goes()
        await handler.until(lambda: handler.notes)
        await service.stop()
        with pytest.raises(LineError, match="has stopped"):
            await asyncio.wait_for(task, 5)

    assert [note is None for note in handler.notes] == [False, True]


async def test_pipewire_in_the_place_of_ofono_is_understood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SERVICES, "ofono", AnOfonoOfPipeWire)
    handler = AHandler(Action.REJECT)
    async with a_house(tmp_path, "ofono", handler, monkeypatch) as (service, _, _line):
        call = service.ring("+390844000001")
        await handler.until(lambda: handler.over)

    assert service.hung_up == [call]


@pytest.mark.parametrize("via", SERVICES)
async def test_who_is_not_the_service_tells_of_no_call(
    tmp_path: Path, via: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = AHandler()
    async with a_house(tmp_path, via, handler, monkeypatch) as (service, task, _line):
        liar = await MessageBus(bus_address=os.environ["DBUS_SYSTEM_BUS_ADDRESS"]).connect()
        forged = type(service)(liar)
        forged.to = await clients(service.bus)
        forged.ring("+390200009999")
        forged.tell(
            "/org/freedesktop/DBus",
            "org.freedesktop.DBus",
            "NameOwnerChanged",
            "sss",
            *(service.name, "x", ""),
        )
        await liar.call(
            Message("org.freedesktop.DBus", "/", "org.freedesktop.DBus.Peer", "Ping")
        )  # by then the bus has passed on what it said
        service.ring("+390200001234")
        await handler.until(lambda: handler.rang)
        assert not task.done()
        liar.disconnect()

    assert [ringing.calling for ringing in handler.rang] == ["+390200001234"]


async def clients(bus: MessageBus) -> list[str]:
    """Everybody on the bus, by the names of their connections."""
    answer = await bus.call(
        Message("org.freedesktop.DBus", "/", "org.freedesktop.DBus", "ListNames")
    )
    assert answer
    return [name for name in answer.body[0] if name.startswith(":")]


@pytest.mark.parametrize("via", ["pipewire", "kdeconnect"])
async def test_a_computer_without_a_desktop_is_told_as_one(
    via: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)

    with pytest.raises(LineError, match="cannot be reached: there is no desktop session"):
        await a_line(via).run(AHandler())


async def test_kde_connect_tells_and_cannot_hang_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kde_connect, "OVER_S", 0.05)
    handler = AHandler(Action.REJECT)
    async with a_house(tmp_path, "kdeconnect", handler, monkeypatch) as (service, _, _line):
        service.ring("+390200001234", name="Anna")
        await handler.until(lambda: handler.performed)
        service.ring("+390200001299", event="missedCall")
        service.ring("")
        await handler.until(lambda: len(handler.over) == 2)

    assert seen(handler) == [
        ("+390200001234", Presentation.ALLOWED, "Anna"),
        ("", Presentation.RESTRICTED, ""),
    ]
    assert handler.performed == [Performed(Outcome.UNABLE)] * 2
    assert {(one.rang_s, one.talked_s) for one in handler.over} == {(None, None)}


@pytest.mark.parametrize(
    ("via", "can"),
    [
        ("modemmanager", {Action.RING, Action.REJECT}),
        ("ofono", {Action.RING, Action.REJECT}),
        ("pipewire", {Action.RING, Action.REJECT}),
        ("bluez", {Action.RING, Action.REJECT}),
        ("kdeconnect", {Action.RING}),
    ],
)
def test_what_a_service_can_is_said_beforehand(via: str, can: set[Action]) -> None:
    assert MobileLine.can(a_line(via).settings) == can


def test_a_set_up_asks_who_has_the_telephone() -> None:
    (question,) = MobileLine.questions({"name": "mobile"})

    assert question.key == "via"
    assert set(question.choices) == set(SERVICES)
    assert list(MobileLine.questions({"via": "ofono"})) == []
