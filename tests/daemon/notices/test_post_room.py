"""All `[[notify]]` of a house: begun, changed, ended, tried; and nothing at all where there are none."""

from __future__ import annotations

import asyncio
import gc
import json
import shutil
import socket
import subprocess
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from daemon.notices.test_senders import AWeb, a_web
from daemon_world import ADaemon, a_client, a_context, a_rejected_call, until
from free_ports import free_port
from portinaio.config.load import parse_settings
from portinaio.config.settings import NotifyTable, Secret
from portinaio.core.message import render
from portinaio.daemon.answers import call_answer
from portinaio.daemon.events import Hub
from portinaio.daemon.notices import allow_links
from portinaio.daemon.notices import outbox as room
from portinaio.daemon.notices.outlets import Outlets
from portinaio.daemon.notices.ways import is_quiet
from portinaio.errors import NotFoundError, PortinaioError, UsageError
from postbox import a_certificate
from worlds import FROZEN_NOW, STRANGER

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from pathlib import Path

    from portinaio.core.message import Message
    from portinaio.daemon.context import Context


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "GAP_S", 0.0)
    monkeypatch.setattr(room, "PAUSES_S", (0.01,))


class AHouse:
    def __init__(self, context: Context) -> None:
        self.context = context
        self.hub = Hub(asyncio.get_running_loop())
        self.tasks: list[asyncio.Task[None]] = []
        self.outlets = Outlets(context, self.hub, None, self._begin)
        self.troubles: list[tuple[str, object]] = []
        self.outlets.trouble = lambda code, error: self.troubles.append((code, error))

    def _begin(self, _: Message, work: Callable[[], Awaitable[None]]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work())
        self.tasks.append(task)
        return task

    async def serve(self, text: str) -> None:
        """As config.toml has it now; then a moment for whoever subscribes."""
        self.outlets.serve(parse_settings(text, "config.toml"))
        for _ in range(50):
            await asyncio.sleep(0)
        await asyncio.sleep(0.02)

    def turned_away(self, call_id: int = 1) -> None:
        self.hub.publish("call", lambda: call_answer(a_rejected_call(call_id)))

    def answers(self) -> list[Any]:
        assert self.context.notifying
        return self.context.notifying()


@asynccontextmanager
async def a_house(folder: Path) -> AsyncIterator[AHouse]:
    context = a_context(folder)
    _ = context.store
    house = AHouse(context)
    try:
        yield house
    finally:
        house.outlets.close()
        for task in house.tasks:
            with suppress(asyncio.CancelledError):
                await task
        context.close()


def a_webhook(web: AWeb, name: str = "w", more: str = "") -> str:
    return f'[[notify]]\nname = "{name}"\nkind = "webhook"\nurl = "http://127.0.0.1:{web.port}/{name}"\n{more}'


async def heard(web: AWeb, count: int) -> list[str]:
    async with asyncio.timeout(30):
        while len(web.heard) < count:  # noqa: ASYNC110  # a server tells nobody
            await asyncio.sleep(0.005)
    return [one.line.split()[1] for one in web.heard]


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


@contextmanager
def a_broker(port: int, *more: str) -> Iterator[None]:
    broker = subprocess.Popen(
        ["mosquitto", *(more or ("-p", f"{port}"))],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until(lambda: _listens(port))
        yield
    finally:
        broker.kill()
        broker.wait()


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


async def listened(
    port: int, until_topic: str, into: dict[str, list[str]], ready: asyncio.Event
) -> None:
    import aiomqtt  # noqa: PLC0415  # an extra

    async with aiomqtt.Client("127.0.0.1", port) as client:
        await client.subscribe("#")
        ready.set()
        async for message in client.messages:
            payload = message.payload
            assert isinstance(payload, bytes)
            into.setdefault(str(message.topic), []).append(payload.decode())
            if str(message.topic) == until_topic:
                return


@pytest.mark.peers
@pytest.mark.skipif(shutil.which("mosquitto") is None, reason="mosquitto is not installed")
async def test_a_broker_hears_notices_and_how_the_house_is(tmp_path: Path) -> None:
    port = free_port()
    text = f'[[notify]]\nkind = "mqtt"\nurl = "mqtt://127.0.0.1:{port}/house"\n'
    into: dict[str, list[str]] = {}
    with a_broker(port):
        async with a_house(tmp_path) as house:
            ready = asyncio.Event()
            listening = asyncio.ensure_future(listened(port, "house/notice", into, ready))
            await asyncio.wait_for(ready.wait(), 30)
            await house.serve(text)
            house.turned_away()
            await asyncio.wait_for(listening, 30)
            late: dict[str, list[str]] = {}
            await asyncio.wait_for(listened(port, "house/lines", late, asyncio.Event()), 30)
            await left(house, port)

    described = {
        topic: json.loads(one[0]) for topic, one in into.items() if topic.endswith("/config")
    }
    told = json.loads(into["house/notice"][0])
    assert sorted(described) == [
        "homeassistant/binary_sensor/portinaio_house/lines/config",
        "homeassistant/event/portinaio_house/notice/config",
        "homeassistant/sensor/portinaio_house/deadlines/config",
    ]
    assert (
        told["event_type"]
        in described["homeassistant/event/portinaio_house/notice/config"]["event_types"]
    )
    assert {one["state_topic"] for one in described.values()} == {
        "house/lines",
        "house/notice",
        "house/deadlines",
    }
    assert {one["availability_topic"] for one in described.values()} == {"house/status"}
    assert (told["number"], told["call"]) == ("…234", 1)
    assert "house/notice" not in late, "a notice is not kept at the broker"
    assert json.loads(late["house/lines"][0]) == {"state": "OFF", "down": []}


@pytest.mark.peers
@pytest.mark.skipif(shutil.which("mosquitto") is None, reason="mosquitto is not installed")
@pytest.mark.filterwarnings("ignore:unclosed <ssl.SSLSocket")  # paho leaves it to be collected
@pytest.mark.parametrize(
    ("host", "vouched", "hears"),
    [("localhost", False, False), ("127.0.0.1", True, False), ("localhost", True, True)],
    ids=["nobody vouches for it", "of another name", "right"],
)
async def test_a_broker_without_a_right_certificate_hears_nothing(
    tmp_path: Path, host: str, vouched: bool, hears: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, certificate = free_port(), a_certificate(tmp_path)
    (tmp_path / "broker.conf").write_text(
        f"listener {port} 127.0.0.1\nallow_anonymous true\ncertfile {certificate}\nkeyfile {certificate}\nuser root\n"
    )
    if vouched:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with a_broker(port, "-c", str(tmp_path / "broker.conf")):
        async with a_house(tmp_path / "h") as house:
            await house.serve(
                f'[[notify]]\nkind = "mqtt"\nurl = "mqtts://{host}:{port}"\nusername = "me"\n'
            )
            house.turned_away()
            await settled(house, lambda one: one["sent"] or (one["error"] and one["waiting"]))
            (answer,) = house.answers()
    gc.collect()

    assert (answer["sent"], answer["waiting"]) == ((1, 0) if hears else (0, 1))
    assert hears or f"nobody vouches for the certificate of {host}" in render(answer["error"], None)


@pytest.mark.peers
@pytest.mark.skipif(shutil.which("mosquitto") is None, reason="mosquitto is not installed")
@pytest.mark.parametrize("after", ["", "/flat"], ids=["removed", "moved"])
async def test_a_broker_keeps_nothing_of_a_notify_that_is_gone(tmp_path: Path, after: str) -> None:
    import aiomqtt  # noqa: PLC0415  # an extra

    port = free_port()
    table = f'[[notify]]\nkind = "mqtt"\nurl = "mqtt://127.0.0.1:{port}'
    kept: dict[str, bytes] = {}
    with a_broker(port):
        async with a_house(tmp_path) as house, aiomqtt.Client("127.0.0.1", port) as client:
            await client.subscribe("#")
            await house.serve(f'{table}/house"\n')
            async with asyncio.timeout(30):
                async for message in client.messages:
                    kept[str(message.topic)] = bytes(message.payload)  # type: ignore[arg-type]  # it is bytes
                    if "house/deadlines" in kept:
                        break
                await house.serve(f'{table}{after}"\n' if after else "")
                async for message in client.messages:
                    kept[str(message.topic)] = bytes(message.payload)  # type: ignore[arg-type]  # as above
                    old = [one for topic, one in kept.items() if "flat" not in topic]
                    if not any(old) and (not after or "flat/deadlines" in kept):
                        break

    assert len(kept) >= 6
    assert all(bool(one) is ("flat" in topic) for topic, one in kept.items())


@pytest.mark.peers
@pytest.mark.skipif(shutil.which("mosquitto") is None, reason="mosquitto is not installed")
async def test_a_broker_that_is_restarted_is_found_again(tmp_path: Path) -> None:
    port = free_port()
    async with a_house(tmp_path) as house:
        with a_broker(port):
            await house.serve(f'[[notify]]\nkind = "mqtt"\nurl = "mqtt://127.0.0.1:{port}"\n')
            await settled(house, lambda one: one["error"] is None)
        await settled(house, lambda one: one["error"] is not None)
        house.turned_away()
        with a_broker(port):
            await settled(house, lambda one: one["sent"] == 1)


async def left(house: AHouse, port: int) -> None:
    """The house goes, and the broker is told so."""
    gone: dict[str, list[str]] = {}
    leaving = asyncio.ensure_future(listened(port, "bye", gone, asyncio.Event()))
    house.outlets.close()
    async with asyncio.timeout(30):
        while gone.get("house/status", [""])[-1] != "offline":  # noqa: ASYNC110  # as it comes
            await asyncio.sleep(0.01)
    leaving.cancel()
    with suppress(asyncio.CancelledError):
        await leaving


async def settled(house: AHouse, true: Callable[[Any], bool]) -> None:
    async with asyncio.timeout(10):
        while not true(house.answers()[0]):  # noqa: ASYNC110  # a state tells nobody
            await asyncio.sleep(0.01)


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
