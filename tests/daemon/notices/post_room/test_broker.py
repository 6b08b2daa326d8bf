"""Notices to a broker of MQTT."""

from __future__ import annotations

import asyncio
import gc
import json
import shutil
import socket
import subprocess
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest

from daemon_world import until
from free_ports import free_port
from portinaio.core.message import render
from post_rooms import AHouse, a_house
from postbox import a_certificate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


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
