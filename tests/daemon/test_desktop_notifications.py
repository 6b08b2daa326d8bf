"""Notices on the desktop: one for a call that was turned away, and a key that allows it."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from daemon_world import AClient, a_client, a_context, a_rejected_call
from portinaio.core.message import msg
from portinaio.core.policy import Action, Outcome
from portinaio.daemon import desktop_notifications as room
from portinaio.daemon.answers import call_answer
from portinaio.daemon.desktop_notifications import DesktopNotifications, session_bus
from portinaio.daemon.events import Hub
from worlds import FROZEN_NOW, STRANGER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.core.logged import LoggedCall

LAST = 99
BUS = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[AClient]:
    client = a_client(a_context(tmp_path))
    _ = client.context.store
    yield client
    client.context.close()


async def shown(
    client: AClient, monkeypatch: pytest.MonkeyPatch, *calls: LoggedCall, error: str = ""
) -> list[int]:
    """The calls of which a notice was given."""
    numbers: list[int] = []
    finished = asyncio.Event()

    async def show(_self: object, call: Any, _address: str) -> None:
        numbers.append(call["id"])
        if call["id"] == LAST:
            finished.set()
        if error:
            raise OSError(error)

    monkeypatch.setattr(DesktopNotifications, "_show", show)
    client.context.environ = BUS
    hub = Hub(asyncio.get_running_loop())
    running = asyncio.ensure_future(DesktopNotifications(client.context, hub, None).run())
    await asyncio.sleep(0)
    for call in (*calls, a_rejected_call(LAST)):
        hub.publish("call", lambda call=call: call_answer(call))  # type: ignore[misc]  # its default is its value
    async with asyncio.timeout(20):
        await finished.wait()
    hub.close()
    await running
    return numbers[:-1]


async def test_a_call_that_was_turned_away_is_shown_once(
    client: AClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = a_rejected_call()

    assert await shown(client, monkeypatch, call, call._replace(rang_s=2.0)) == [1]


@pytest.mark.parametrize(
    "known",
    [
        {"action": Action.RING},
        {"action": Action.SILENCE},
        {"outcome": Outcome.TOO_LATE},
        {"outcome": None},
        {"at": FROZEN_NOW - timedelta(minutes=2)},
    ],
    ids=["rang", "silenced", "too late", "not yet", "of old"],
)
async def test_a_call_that_is_no_news_is_not_shown(
    client: AClient, monkeypatch: pytest.MonkeyPatch, known: dict[str, object]
) -> None:
    calls = a_rejected_call(1, **known), a_rejected_call(2)

    assert await shown(client, monkeypatch, *calls) == [2]


async def test_what_is_due_is_shown_once_a_day(
    client: AClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[list[str]] = []

    async def show(_self: object, due: list[str], _address: str) -> None:
        shown.append(due)

    monkeypatch.setattr(DesktopNotifications, "_show_due", show)
    monkeypatch.setattr(
        "portinaio.daemon.desktop_notifications.complaints_due",
        lambda _: [msg("complaint 1: remind the company")],
    )
    notices = DesktopNotifications(client.context, Hub(asyncio.get_running_loop()), None)
    for day in (0, 0, 1):
        client.context.now = lambda day=day: FROZEN_NOW + timedelta(days=day)  # type: ignore[misc]  # its default is its value
        await notices._look_at("due", lambda: None, "")

    assert shown == [[msg("complaint 1: remind the company")]] * 2


async def test_a_desktop_that_does_not_answer_is_a_remark_of_the_doctor(
    client: AClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shown(client, monkeypatch, a_rejected_call(), error="gone")

    assert [d["text"] for d in client.doctor() if d["code"] == "remarks"] == [
        "desktop notices are off: the desktop does not answer: gone"
    ]


async def test_without_a_desktop_there_are_none_and_the_doctor_knows(client: AClient) -> None:
    await DesktopNotifications(client.context, Hub(asyncio.get_running_loop()), None).run()

    assert str(client.context.remarks["notices"]) == (
        "desktop notices are off: there is no desktop session"
    )


async def test_without_the_library_there_are_none_and_the_doctor_knows(
    client: AClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.context.environ = BUS
    monkeypatch.setattr(room, "find_spec", lambda _name: None)

    await DesktopNotifications(client.context, Hub(asyncio.get_running_loop()), None).run()

    assert str(client.context.remarks["notices"]) == (
        "desktop notices are off: the package dbus-fast is not installed"
    )


def test_the_bus_of_the_desktop_is_found_where_it_usually_lies(tmp_path: Path) -> None:
    (tmp_path / "bus").touch()

    assert session_bus({"XDG_RUNTIME_DIR": str(tmp_path)}) == f"unix:path={tmp_path}/bus"
    assert session_bus({}) is None


SESSION = str(Path(__file__).with_name("dunst_session.py"))
PROGRAMS = ("dbus-run-session", "dunst", "dunstctl", "Xvfb")


@pytest.mark.peers
def test_dunst_shows_the_call_and_its_key_allows_the_number(tmp_path: Path) -> None:
    for program in PROGRAMS:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")

    told = subprocess.run(
        ["dbus-run-session", "--", sys.executable, SESSION, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(sys.path), "LANG": "C.UTF-8"},
    )

    assert told.stdout.splitlines() == [f"Call turned away: {STRANGER}", f"allow {STRANGER}"], (
        told.stderr
    )
