"""A caller who tries again, over two lines of a daemon: what SIPp hears, and what the log says afterwards."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from daemon_world import ADaemon, until
from free_ports import free_port
from peers.rig import Load, baresip, kamailio, sipp
from peers.test_sip_daemon import portinaio

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.peers

STRANGER = "+390200001234"
TWO_LINES = """
country = "IT"
[policy]
unknown = "reject"
[policy.repeated]
not_before = "6s"
[[line]]
name = "home"
kind = "sip"
peer = "{peer}"
reject = 603
listen = ["udp:127.0.0.1:{home}"]
[[line]]
name = "office"
kind = "sip"
peer = "sole"
reject = 607
listen = ["udp:127.0.0.1:{office}"]
{more}
"""
ONE_ACCOUNT = """
country = "IT"
[policy]
unknown = "reject"
[[line]]
name = "home"
kind = "sip"
mode = "registrar"
registrar = "sip.test"
proxy = "sip:127.0.0.1:{provider}"
username = "portinaio"
password = {{ env = "SIP_PASSWORD" }}
listen = ["udp:127.0.0.1:{home}"]
[[line]]
name = "office"
kind = "sip"
mode = "registrar"
registrar = "sip.test"
proxy = "sip:127.0.0.1:{provider}"
username = "portinaio"
password = {{ env = "SIP_PASSWORD" }}
listen = ["udp:127.0.0.1:{office}"]
"""


class House:
    def __init__(self, folder: Path, daemon: ADaemon, ports: dict[str, int]) -> None:
        self.home = folder / "home"
        self._folder = folder
        self._daemon = daemon
        self._ports = ports
        self._calls = 0

    def ready(self) -> None:
        self._daemon.answers()
        until(lambda: [line["state"] for line in self._daemon.ask("/v1/lines")] == ["up", "up"])

    async def called(self, line: str, scenario: str, code: int = 607) -> Load:
        self._calls += 1
        folder, port = self._folder / f"sipp{self._calls}", self._ports[line]
        return await sipp(folder, port, scenario, code=code, caller=STRANGER)

    async def would(self, action: str) -> None:
        """Until the stranger would get this: the pause of a person is over."""
        path = f"/v1/check?number=%2B{STRANGER[1:]}"
        await asyncio.to_thread(until, lambda: self._daemon.ask(path)["action"] == action)

    async def log(self, calls: int) -> list[dict[str, Any]]:
        """Oldest first, once so many are over."""

        def over() -> bool:
            found = self._daemon.ask("/v1/calls")
            return len(found) == calls and all(call["outcome"] for call in found)

        await asyncio.to_thread(until, over)
        return [dict(call) for call in reversed(await portinaio(self.home, "calls", "--json"))]


def two_lines(more: str = "", peer: str = "sole") -> tuple[str, dict[str, int]]:
    ports = {"home": free_port(), "office": free_port()}
    return TWO_LINES.format(more=more, peer=peer, **ports), ports


async def test_a_second_try_on_the_other_line_rings_and_a_redial_does_not(tmp_path: Path):
    config, ports = two_lines()
    with ADaemon(tmp_path / "home", config) as daemon:
        house = House(tmp_path, daemon, ports)
        await asyncio.to_thread(house.ready)

        first = await house.called("home", "rejected", 603)
        await house.log(1)
        redial = await house.called("home", "rejected", 603)
        await house.would("ring")
        second = await house.called("office", "cancelled")
        calls = await house.log(3)

    assert [(load.ok, load.failed) for load in (first, redial, second)] == [(1, 0)] * 3
    assert [(call["line"], call["action"], call["because"]) for call in calls] == [
        ("home", "reject", "nothing is known of this number"),
        ("home", "reject", "nothing is known of this number"),
        ("office", "ring", "tries again: call 2 within 3 minutes"),
    ]


async def test_where_persistence_opens_nothing_the_second_try_is_turned_away(tmp_path: Path):
    config, ports = two_lines(more="policy = { repeated = { times = 0 } }")
    with ADaemon(tmp_path / "home", config) as daemon:
        house = House(tmp_path, daemon, ports)
        await asyncio.to_thread(house.ready)

        await house.called("home", "rejected", 603)
        await house.would("ring")
        second = await house.called("office", "rejected", 607)
        calls = await house.log(2)

    assert (second.ok, second.failed) == (1, 0), second.lines
    assert [call["action"] for call in calls] == ["reject", "reject"]


async def test_what_a_pbx_tries_again_after_we_gave_it_back_is_one_call(tmp_path: Path):
    config, ports = two_lines(peer="fritzbox")
    with ADaemon(tmp_path / "home", config.replace('unknown = "reject"', "")) as daemon:
        house = House(tmp_path, daemon, ports)
        await asyncio.to_thread(house.ready)

        loads = [await house.called("home", "rejected", 480) for _ in range(2)]
        calls = await house.log(1)
        checked = daemon.ask(f"/v1/check?number=%2B{STRANGER[1:]}")

    assert [(load.ok, load.failed) for load in loads] == [(1, 0)] * 2
    assert (calls[0]["rang_s"], calls[0]["cause"]) == (None, "SIP 480")
    assert "repeated" not in [finding["code"] for finding in checked["findings"]]


async def test_a_provider_that_rings_two_accounts_makes_one_call_of_it(tmp_path: Path):
    ports = {"home": free_port(), "office": free_port()}
    async with kamailio(tmp_path / "kamailio") as provider:
        config = ONE_ACCOUNT.format(provider=provider, **ports)
        with ADaemon(tmp_path / "home", config, SIP_PASSWORD="s3cret pass") as daemon:
            house = House(tmp_path, daemon, ports)
            await asyncio.to_thread(house.ready)

            async with baresip(tmp_path / "baresip", provider, STRANGER) as phone:
                phone.command("dial", "sip:portinaio@sip.test")
                told = await phone.event("CALL_CLOSED")
            calls = await house.log(1)
            lines = daemon.ask("/v1/lines")

    assert told.startswith("60")
    assert [call["action"] for call in calls] == ["reject"]
    assert [line["calls"] for line in lines] == [1, 1]
