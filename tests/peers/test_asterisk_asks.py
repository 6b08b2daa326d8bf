"""The dial plans of the README that ask, at a real Asterisk: by FastAGI, by CURL(), and what its manager and its records tell."""

from __future__ import annotations

import asyncio
import socket
from contextlib import ExitStack, asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from daemon_world import ADaemon
from free_ports import free_port
from peers.asterisk import Asterisk, asterisk, written
from peers.rig import POLL_S, START_S, Baresip, baresip
from peers.test_sip_daemon import portinaio

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.peers

STRANGER, SALES = "+390200001234", "+390844123456"
CALLED = "sip:0200005678@sip.test"
OUT = "0200004321"
NOTICE = "/tmp/portinaio-notice"
CONFIG = """language = "en"
country = "IT"
[policy]
unknown = "{unknown}"
reported = "reject"
[[line]]
name = "home"
kind = "asterisk"
listen = "127.0.0.1:{port}"
number = "+390200005678"
sound = "{sound}"
"""
MANAGER = """manager = "127.0.0.1:{port}"
username = "portinaio"
password = {{ env = "MANAGER" }}
outgoing = ["from-phones"]
"""
FILES = {
    "manager.conf": "[general]\nenabled = yes\nport = MANAGER\nbindaddr = 127.0.0.1\n"
    "[portinaio]\nsecret = s3cret\nread = call\nwrite =\n",
    "cdr.conf": "[general]\nenable = yes\n[csv]\nloguniqueid = yes\n",
}


class House(NamedTuple):
    daemon: ADaemon
    pbx: Asterisk
    caller: Baresip
    phone: Baresip
    home: Path

    async def calls(self, count: int = 1) -> list[Any]:
        """So many calls of the log, newest first, once all are over."""
        async with asyncio.timeout(START_S):
            while True:
                found = await asyncio.to_thread(self.daemon.ask, "/v1/calls")
                if len(found) >= count and all(each["outcome"] for each in found):
                    return list(found)
                await asyncio.sleep(POLL_S)


def plans(port: int) -> tuple[str, str]:
    """The contexts of the provider and of the telephones that ask there."""
    contexts = (
        written(f"extensions.conf, in the context of your {whose}", "AGI(")
        for whose in ("provider", "telephones")
    )
    screen, dialled = (text.replace("192.168.1.20", f"127.0.0.1:{port}") for text in contexts)
    return screen, dialled


@asynccontextmanager
async def a_house(
    folder: Path, unknown: str = "ring", *, manager: bool = True, caller: str = STRANGER
) -> AsyncIterator[House]:
    port, sound = free_port(), str(folder / "notice")
    plan, phones = plans(port)
    async with asterisk(folder / "asterisk", port, plan=plan, phones=phones, files=FILES) as pbx:
        config = CONFIG.format(unknown=unknown, port=port, sound=sound)
        config += MANAGER.format(port=pbx.manager) if manager else ""
        with ADaemon(folder / "home", config, MANAGER="s3cret") as daemon:
            await asyncio.to_thread(daemon.answers)
            async with (
                baresip(folder / "phone", pbx.port, "phone") as phone,
                baresip(folder / "caller", pbx.port, caller, registers=False) as calling,
            ):
                await known(lambda: daemon.ask("/v1/lines")[0]["state"] == "up")
                if manager:
                    await pbx.until_said("Manager 'portinaio' logged on")
                yield House(daemon, pbx, calling, phone, folder / "home")


async def known(true: Callable[[], object]) -> None:
    async with asyncio.timeout(START_S):
        while not await asyncio.to_thread(true):  # noqa: ASYNC110 -- a daemon says nothing by itself
            await asyncio.sleep(POLL_S)


async def test_a_stranger_rings_the_telephone_and_the_manager_tells_the_times(tmp_path: Path):
    async with a_house(tmp_path) as house:
        house.caller.command("dial", CALLED)
        await house.phone.event("CALL_INCOMING")
        house.phone.command("accept", "")
        await house.caller.event("CALL_ESTABLISHED")
        house.caller.command("hangup", "")
        (call,) = await house.calls()

    assert (call["number"], call["called"]) == (STRANGER, "0200005678")
    assert (call["action"], call["outcome"], call["answered_by"]) == ("ring", "done", "phone")
    assert call["rang_s"] is not None
    assert call["talked_s"] is not None


@pytest.mark.parametrize("action", ["reject", "answer", "announce"])
async def test_who_is_turned_away_rings_no_telephone(tmp_path: Path, action: str):
    """Silence lasts for as long as this test waits for anything."""
    async with a_house(tmp_path, action) as house:
        house.caller.command("dial", CALLED)
        closed = await house.caller.event("CALL_CLOSED")
        (call,) = await house.calls()
        told, rang = await house.caller.so_far(), await house.phone.so_far()

    assert ("CALL_ESTABLISHED" in told) is (action != "reject")
    assert action != "reject" or closed == "603 Decline"
    assert "CALL_INCOMING" not in rang
    assert (call["action"], call["outcome"]) == (action, "done")


async def test_a_telemarketer_is_refused_and_whom_the_house_has_called_is_not(tmp_path: Path):
    async with a_house(tmp_path, caller=SALES) as house:
        house.caller.command("dial", CALLED)
        first = await house.caller.event("CALL_CLOSED")
        house.phone.command("dial", f"sip:{SALES}@sip.test")
        await house.phone.event("CALL_CLOSED")
        await known(
            lambda: house.daemon.ask(f"/v1/check?number=%2B{SALES[1:]}")["label"] == "known"
        )
        house.caller.command("dial", CALLED)
        await house.phone.event("CALL_INCOMING")
        house.caller.command("hangup", "")
        again, before = await house.calls(2)

    assert (first, before["action"], again["action"]) == ("603 Decline", "reject", "ring")
    assert again["label"] == "known"


async def test_without_portinaio_the_telephone_rings(tmp_path: Path):
    async with a_house(tmp_path, "reject", manager=False) as house:
        await asyncio.to_thread(house.daemon.end)
        house.caller.command("dial", CALLED)
        await house.phone.event("CALL_INCOMING")
        steps = house.pbx.executed()

    assert steps[-1] == ("Dial", "PJSIP/phone,60")


@contextmanager
def a_host_that_says_nothing(*, accepts: bool) -> Iterator[int]:
    """Its port: a program that hangs, or, as far as its caller knows, a computer that is off."""
    with ExitStack() as sockets:
        host = sockets.enter_context(socket.socket())
        host.bind(("127.0.0.1", 0))
        host.listen(8 if accepts else 0)
        port = int(host.getsockname()[1])
        for _ in range(0 if accepts else 3):  # until there is no room for one more
            waiting = sockets.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(("127.0.0.1", port))
        yield port


@pytest.mark.parametrize("accepts", [True, False])
async def test_a_host_that_says_nothing_holds_up_no_call(tmp_path: Path, accepts: bool):
    with a_host_that_says_nothing(accepts=accepts) as port:
        plan, phones = plans(port)
        async with (
            asterisk(tmp_path / "asterisk", free_port(), plan=plan, phones=phones) as pbx,
            baresip(tmp_path / "phone", pbx.port, "phone") as phone,
            baresip(tmp_path / "caller", pbx.port, STRANGER, registers=False) as caller,
        ):
            caller.command("dial", CALLED)
            await phone.event("CALL_INCOMING")
            caller.command("hangup", "")
            await phone.event("CALL_CLOSED")
            before = len(pbx.executed())
            phone.command("dial", f"sip:{OUT}@sip.test")
            await phone.event("CALL_CLOSED")
            steps = pbx.executed()

    assert steps[before - 1] == ("Dial", "PJSIP/phone,60")
    assert steps[-1] == ("Dial", f"PJSIP/{OUT}@provider")


async def test_a_hidden_number_comes_hidden(tmp_path: Path):
    async with a_house(tmp_path, caller="anonymous") as house:
        house.caller.command("dial", CALLED)
        await house.phone.event("CALL_INCOMING")
        house.caller.command("hangup", "")
        (call,) = await house.calls()

    assert (call["number"], call["presentation"]) == (None, "restricted")


@pytest.mark.parametrize("caller", [STRANGER, SALES])
async def test_a_dial_plan_asks_the_gateway_by_curl(tmp_path: Path, caller: str):
    port = free_port()
    config = f'language = "en"\ncountry = "IT"\n[policy]\nreported = "reject"\n[gateway]\nlisten = "127.0.0.1:{port}"\n'
    keyring = "keyring.backends.null.Keyring"
    with ADaemon(tmp_path / "home", config, PYTHON_KEYRING_BACKEND=keyring) as daemon:
        await asyncio.to_thread(daemon.answers)
        body = {"name": "pbx", "books": []}
        token = (await asyncio.to_thread(daemon.ask, "/v1/devices", "POST", body))["token"]
        plan = written("extensions.conf: block or ring").replace("TOKEN", token)
        plan = plan.replace("192.168.1.20:8765", f"127.0.0.1:{port}")
        async with (
            asterisk(tmp_path / "asterisk", free_port(), plan=plan) as pbx,
            baresip(tmp_path / "phone", pbx.port, "phone") as phone,
            baresip(tmp_path / "caller", pbx.port, caller, registers=False) as calling,
        ):
            calling.command("dial", CALLED)
            if caller == SALES:
                await calling.event("CALL_CLOSED")
            else:
                await phone.event("CALL_INCOMING")
            rang = "CALL_INCOMING" in await phone.so_far()

    assert rang is (caller != SALES)


async def test_the_records_are_imported(tmp_path: Path):
    async with a_house(tmp_path, manager=False) as house:
        house.caller.command("dial", CALLED)
        await house.phone.event("CALL_INCOMING")
        house.phone.command("accept", "")
        await house.caller.event("CALL_ESTABLISHED")
        house.caller.command("hangup", "")
        master = house.pbx.folder / "cdr-csv" / "Master.csv"
        await known(lambda: master.exists() and master.read_text())
        told = await portinaio(house.home, "import", str(master), "--as", "calls")

    assert "1 call came in" in told
    assert "1 there already" in told  # the line has logged it
