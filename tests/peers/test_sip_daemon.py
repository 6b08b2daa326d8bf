"""The whole way: a real caller, the daemon as a process, and what `portinaio calls` says afterwards."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from typing import TYPE_CHECKING, Any

import pytest

from daemon_world import ADaemon, until
from free_ports import free_port
from peers.rig import baresip, kamailio, sipp

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.peers

BLOCKED = "+390200009999"
STRANGER = "+390200001234"
LISTENING = """
country = "IT"
[[line]]
name = "home"
kind = "sip"
listen = ["udp:127.0.0.1:{port}", "tcp:127.0.0.1:{port}"]
ring_s = 30
"""
REGISTERED = """
country = "IT"
[[line]]
name = "home"
kind = "sip"
mode = "registrar"
registrar = "sip.test"
proxy = "sip:127.0.0.1:{provider}"
username = "portinaio"
password = {{ env = "SIP_PASSWORD" }}
listen = ["udp:127.0.0.1:{port}"]
trusted = []
"""


async def portinaio(home: Path, *words: str) -> Any:
    """What a command prints, as JSON where it was asked for that."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "portinaio", *words),
        env={"PORTINAIO_HOME": str(home), "PATH": "", "LANG": "C.UTF-8"},
        stdout=asyncio.subprocess.PIPE,
    )
    told, _ = await process.communicate()
    assert process.returncode == 0
    return json.loads(told) if "--json" in words else told.decode()


def ready(daemon: ADaemon) -> None:
    daemon.answers()
    until(lambda: [line["state"] for line in daemon.ask("/v1/lines")] == ["up"])


async def call_ended(home: Path) -> dict[str, Any]:
    """The only call in the log, once it says how it ended."""
    async with asyncio.timeout(10):
        while True:
            calls = await portinaio(home, "calls", "--json")
            if calls and calls[0]["rang_s"] is not None:
                (call,) = calls
                return dict(call)


async def test_a_pbx_that_is_not_trusted_gets_no_answer_and_is_told_of(tmp_path: Path):
    port, home = free_port(), tmp_path / "home"

    with ADaemon(home, LISTENING.format(port=port) + "trusted = []\n") as daemon:
        await asyncio.to_thread(ready, daemon)
        load = await sipp(tmp_path / "sipp", port, "rejected", host="127.0.0.2", timeout_s=2)
        (line,) = daemon.ask("/v1/lines")

    assert load.ok == 0
    assert load.retransmissions > 0
    assert [(one["address"], one["calls"]) for one in line["untrusted"]] == [("127.0.0.2", 1)]


async def test_a_blocked_caller_is_told_607_and_logged(tmp_path: Path):
    port, home = free_port(), tmp_path / "home"

    with ADaemon(home, LISTENING.format(port=port)) as daemon:
        await asyncio.to_thread(ready, daemon)
        await portinaio(home, "block", BLOCKED)
        load = await sipp(tmp_path / "sipp", port, "rejected", caller=BLOCKED)
        call = await call_ended(home)

    assert (load.ok, load.failed) == (1, 0), load.lines
    assert (call["number"], call["label"], call["action"]) == (BLOCKED, "reported", "reject")
    assert (call["outcome"], call["cause"], call["line"]) == ("done", "SIP 607", "home")


@pytest.mark.parametrize(
    "caller", [f"*{BLOCKED}", "*31#0200009999", "*67#0200009999", "0200009999#"]
)
async def test_a_code_beside_the_number_opens_no_door(tmp_path: Path, caller: str):
    port, home = free_port(), tmp_path / "home"

    with ADaemon(home, LISTENING.format(port=port)) as daemon:
        await asyncio.to_thread(ready, daemon)
        await portinaio(home, "block", BLOCKED)
        load = await sipp(tmp_path / "sipp", port, "rejected", caller=caller)
        call = await call_ended(home)

    assert (load.ok, load.failed) == (1, 0), load.lines
    assert (call["number"], call["calling"], call["label"]) == (BLOCKED, caller, "reported")


async def test_an_unknown_caller_hears_it_ring_and_is_logged(tmp_path: Path):
    port, home = free_port(), tmp_path / "home"

    with ADaemon(home, LISTENING.format(port=port)) as daemon:
        await asyncio.to_thread(ready, daemon)
        load = await sipp(tmp_path / "sipp", port, "cancelled", caller=STRANGER)
        call = await call_ended(home)

    assert (load.ok, load.failed) == (1, 0), load.lines
    assert (call["number"], call["label"], call["action"]) == (STRANGER, "unknown", "ring")
    assert (call["outcome"], call["cause"]) == ("done", "SIP 487")
    assert call["rang_s"] >= 0.2


async def test_baresip_calls_by_way_of_a_provider(tmp_path: Path):
    home = tmp_path / "home"
    async with kamailio(tmp_path / "kamailio") as provider:
        config = REGISTERED.format(provider=provider, port=free_port())

        with ADaemon(home, config, SIP_PASSWORD="s3cret pass") as daemon:
            await asyncio.to_thread(ready, daemon)
            await portinaio(home, "block", BLOCKED)
            async with baresip(tmp_path / "baresip", provider, BLOCKED) as phone:
                phone.command("dial", "sip:portinaio@sip.test")
                told = await phone.event("CALL_CLOSED")
            call = await call_ended(home)

    assert told == "607 Unwanted"
    assert (call["number"], call["attestation"], call["cause"]) == (BLOCKED, "A", "SIP 607")


async def test_a_wrong_password_stands_in_lines(tmp_path: Path):
    home = tmp_path / "home"
    async with kamailio(tmp_path / "kamailio") as provider:
        config = REGISTERED.format(provider=provider, port=free_port())

        with ADaemon(home, config, SIP_PASSWORD="another") as daemon:
            await asyncio.to_thread(daemon.answers)
            await asyncio.to_thread(until, lambda: daemon.ask("/v1/lines")[0]["error"])
            (line,) = await portinaio(home, "lines", "--json")

    assert line["state"] == "refused"
    assert "refuses the password of portinaio" in line["error"]


async def test_a_port_in_use_stands_in_lines_and_the_daemon_lives(tmp_path: Path):
    home = tmp_path / "home"
    with socket.socket(type=socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]

        with ADaemon(home, LISTENING.format(port=port)) as daemon:
            await asyncio.to_thread(daemon.answers)
            await asyncio.to_thread(until, lambda: daemon.ask("/v1/lines")[0]["error"])
            (line,) = await portinaio(home, "lines", "--json")

    assert line["state"] == "retrying"
    assert f"udp port {port} of 127.0.0.1 is in use by another program" in line["error"]
