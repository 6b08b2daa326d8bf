"""All `[[notify]]` of a house: begun, changed, ended, tried; and nothing at all where there are none."""

from __future__ import annotations

import asyncio
import json
import socket
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from daemon.notices.test_senders import a_web
from daemon_world import ADaemon, a_client, a_context
from portinaio.config.load import parse_settings
from portinaio.config.settings import NotifyTable, Secret
from portinaio.daemon.notices import allow_links
from portinaio.daemon.notices.ways import is_quiet
from portinaio.errors import NotFoundError, PortinaioError, UsageError
from post_rooms import a_house, a_webhook, heard
from worlds import FROZEN_NOW, STRANGER

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "text", ["", '[[notify]]\nkind = "webhook"\nurl = "https://127.0.0.1:9/"\n']
)
async def test_nothing_is_opened_before_there_is_something_to_tell(
    tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []

    def refuse(*given: object, **named: object) -> None:
        opened.append((given, named))
        raise AssertionError(given)

    async with a_house(tmp_path) as house:
        monkeypatch.setattr(asyncio, "open_connection", refuse)
        monkeypatch.setattr(asyncio, "start_server", refuse)
        monkeypatch.setattr(socket.socket, "connect", refuse)
        await house.serve(text)
        if not text:
            house.turned_away()
        await asyncio.sleep(0.02)
        monkeypatch.undo()

        assert opened == []
        assert len(house.tasks) == (2 if text else 0)


async def test_each_is_told_and_a_change_counts_at_once(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house, a_web() as web:
        await house.serve(a_webhook(web, "a") + a_webhook(web, "b"))
        house.turned_away(1)
        first = await heard(web, 2)
        kept = house.tasks[0]
        await house.serve(a_webhook(web, "a") + a_webhook(web, "c"))
        house.turned_away(2)
        second = await heard(web, 4)
        await house.serve("")
        house.turned_away(3)
        await asyncio.sleep(0.05)

    assert sorted(first) == ["/a", "/b"]
    assert sorted(second[2:]) == ["/a", "/c"]
    assert len(web.heard) == 4
    assert kept.cancelled()


async def test_one_that_is_away_does_not_hold_up_another(tmp_path: Path) -> None:
    dead = '[[notify]]\nname = "dead"\nkind = "webhook"\nurl = "http://127.0.0.1:9/"\n'
    async with a_house(tmp_path) as house, a_web() as web:
        await house.serve(dead + a_webhook(web))
        for call_id in range(3):
            house.turned_away(call_id)
        await heard(web, 1)
        await asyncio.sleep(0.05)
        answers = {one["name"]: one for one in house.answers()}

    assert answers["w"]["sent"] == 3
    assert (answers["dead"]["sent"], answers["dead"]["waiting"]) == (0, 3)
    assert "connection refused" in str(answers["dead"]["error"])


async def test_a_password_that_is_not_there_is_told(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house, a_web() as web:
        await house.serve(a_webhook(web, more='password = { env = "NOWHERE" }\n'))
        (answer,) = house.answers()
        with pytest.raises(PortinaioError, match="no variable NOWHERE"):
            await house.outlets._tried("w")

    assert "no variable NOWHERE" in str(answer["error"])


@pytest.mark.parametrize("base", [None, "http://192.0.2.7:8765"])
async def test_a_link_is_told_where_a_telephone_can_follow_it(
    tmp_path: Path, base: str | None
) -> None:
    async with a_house(tmp_path) as house, a_web() as web:
        house.outlets.reached_at = lambda: base
        await house.serve(a_webhook(web, more='number = "none"\n'))
        house.turned_away()
        await heard(web, 1)
        link = json.loads(web.heard[0].body).get("allow")
        meant = link and allow_links.number_of(house.context, link.rpartition("/")[2])

    assert (link is not None) is (base is not None)
    assert meant == (STRANGER if base else None)
    assert not base or link.startswith(f"{base}/allow/")


async def test_a_password_that_is_set_later_counts_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_house(tmp_path) as house, a_web() as web:
        text = a_webhook(web, more='password = { env = "LATER" }\n')
        await house.serve(text)
        monkeypatch.setenv("LATER", "secret")
        settings = parse_settings(text, "config.toml")
        house.outlets.begin_anew(Secret(env="OTHER"), settings)
        before = [one["error"] is None for one in house.answers()]
        house.outlets.begin_anew(Secret(env="LATER"), settings)
        after = [one["error"] is None for one in house.answers()]
        await house.outlets._tried("w")

    assert (before, after) == ([False], [True])
    assert "X-Portinaio-Signature" in web.heard[0].headers


async def test_a_trial_is_sent_at_once(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house, a_web() as web:
        await house.serve(a_webhook(web, more='quiet = "00:00-00:00"\n'))
        await house.outlets._tried("w")
        with pytest.raises(NotFoundError, match="called nobody"):
            await house.outlets._tried("nobody")

    assert json.loads(web.heard[0].body)["occasion"] == "test"


async def test_a_trial_without_any_is_a_sentence(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        with pytest.raises(NotFoundError, match="called w"):
            await house.outlets._tried("w")


async def test_a_fault_of_ours_is_told_and_harms_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("x")

    async with a_house(tmp_path) as house:
        monkeypatch.setattr(house.outlets, "_serve", broken)
        await house.serve("")

    assert [code for code, _ in house.troubles][:1] == ["notify"]
    assert "a fault of the program" in str(house.troubles[0][1])


NIGHT = '[policy]\nhours = [ {{ from = "22:00", to = "07:00", {} }} ]\n'


@pytest.mark.parametrize(
    ("hours", "quiet", "waits"),
    [
        ("", "policy", False),
        (NIGHT.format('unknown = "silence"'), "policy", True),
        (NIGHT.format('unknown = "reject"'), "policy", True),
        (NIGHT.format('unknown = "ring"'), "policy", False),
        (NIGHT.format('suspected = "silence"'), "policy", False),
        (NIGHT.format('unknown = "silence"'), "never", False),
        (NIGHT.format('unknown = "silence"'), "13:00-14:00", False),
        ("", "22:00-07:00", True),
    ],
)
@pytest.mark.parametrize("at", [23, 6, 12])
def test_notices_wait_while_the_house_is_quiet(
    tmp_path: Path, hours: str, quiet: str, waits: bool, at: int
) -> None:
    policy = a_context(tmp_path, hours or "# nothing\n").config.policies.policy
    moment = datetime(2026, 11, 24, at, 0, tzinfo=FROZEN_NOW.tzinfo)

    assert is_quiet(NotifyTable(kind="webhook", quiet=quiet), policy, moment) is (
        waits and at != 12
    )


ROME = ZoneInfo("Europe/Rome")
FORWARD, BACK = (2027, 3, 28), (2026, 10, 25)
"""At two it is three, and at three it is two again."""


@pytest.mark.parametrize(
    ("quiet", "at", "fold", "waits"),
    [
        ("22:00-07:00", (*FORWARD, 1, 59), 0, True),
        ("22:00-07:00", (*FORWARD, 3, 0), 0, True),
        ("22:00-07:00", (*FORWARD, 6, 59), 0, True),
        ("22:00-07:00", (*FORWARD, 7, 0), 0, False),
        ("22:00-07:00", (*BACK, 2, 30), 0, True),
        ("22:00-07:00", (*BACK, 2, 30), 1, True),
        ("22:00-07:00", (*BACK, 6, 59), 0, True),
        ("22:00-07:00", (*BACK, 7, 0), 0, False),
        ("02:00-03:00", (*FORWARD, 1, 59), 0, False),
        ("02:00-03:00", (*FORWARD, 3, 0), 0, False),
        ("02:00-03:00", (*BACK, 2, 0), 0, True),
        ("02:00-03:00", (*BACK, 2, 59), 1, True),
        ("02:00-03:00", (*BACK, 3, 0), 0, False),
        ("22:00-24:00", (*BACK, 23, 59), 0, True),
        ("22:00-24:00", (*BACK, 0, 0), 0, False),
    ],
)
def test_quiet_hours_are_those_of_the_clock_on_the_wall_when_it_is_put_on_and_back(
    tmp_path: Path, quiet: str, at: tuple[int, int, int, int, int], fold: int, waits: bool
) -> None:
    policy = a_context(tmp_path).config.policies.policy
    moment = datetime(*at, fold=fold, tzinfo=ROME)

    assert is_quiet(NotifyTable(kind="webhook", quiet=quiet), policy, moment) is waits


def test_without_a_daemon_they_are_named_and_none_is_sent(tmp_path: Path) -> None:
    context = a_context(tmp_path, '[[notify]]\nkind = "webhook"\nurl = "https://127.0.0.1:9/"\n')
    client = a_client(context)

    assert [(one["name"], one["kind"], one["sent"]) for one in client.notify()] == [
        ("webhook",) * 2 + (0,)
    ]
    with pytest.raises(UsageError, match="which is not running"):
        client.test_notify("webhook")


def test_a_daemon_without_any_opens_nothing_but_its_socket(tmp_path: Path) -> None:
    with ADaemon(tmp_path, 'country = "IT"\n') as daemon:
        daemon.answers()
        inodes = sockets_of(daemon.process.pid)

    assert inodes == 0


def sockets_of(pid: int) -> int:
    """TCP and UDP sockets of a process."""
    from pathlib import Path as Folder  # noqa: PLC0415  # the name is taken for the checker

    own = set()
    for link in Folder(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):
            own.add(str(link.readlink()))
    found = 0
    for table in ("tcp", "tcp6", "udp", "udp6"):
        rows = Folder(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]
        found += sum(f"socket:[{row.split()[9]}]" in own for row in rows)
    return found
