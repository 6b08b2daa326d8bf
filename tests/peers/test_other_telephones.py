"""A telephone of the house on the same account: what it hears, and what our branch may say of the call afterwards."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from free_ports import free_port
from peers.rig import HERE, Baresip, _make, baresip, kamailio, need, running
from portinaio.core.policy import Action
from sip_worlds import FakeCallHandler, serving, sip_settings

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator
    from pathlib import Path

    from portinaio.lines.sip.settings import SipSettings

pytestmark = pytest.mark.peers

CALLER = "+390200001234"


@asynccontextmanager
async def a_shared_account(
    folder: Path, desk: FakeCallHandler, ring_s: int = 30
) -> AsyncIterator[tuple[Baresip, Baresip]]:
    """The caller, who has dialled, and the other telephone, which rings."""
    async with (
        kamailio(folder / "kamailio") as port,
        serving(ours(port, ring_s), desk, "s3cret pass"),
        baresip(folder / "other", port, "portinaio") as other,
        baresip(folder / "caller", port, CALLER) as caller,
    ):
        await desk.until(lambda d: d.states)
        caller.command("dial", "sip:portinaio@sip.test")
        await other.event("CALL_INCOMING")
        yield caller, other


def ours(port: int, ring_s: int = 30) -> SipSettings:
    """Of a line on the shared account of a provider."""
    return sip_settings(
        mode="registrar",
        registrar="sip.test",
        proxy=f"sip:127.0.0.1:{port}",
        username="portinaio",
        trusted=(),
        peer="forked",
        ring_s=ring_s,
    )


@asynccontextmanager
async def a_slow_telephone(folder: Path, provider: int, after_ms: int) -> AsyncIterator[Process]:
    """On the same account; it ends once it has been called off, and fails where it is not."""
    need("sipp")
    _make(folder)
    command = ["sipp", f"127.0.0.1:{provider}", "-s", "portinaio", "-i", "127.0.0.1", "-nostdin"]
    command += ["-p", str(free_port()), "-m", "1", "-timeout", "30s", "-timeout_error"]
    async with running(*command, "-sf", HERE / "scenarios/registered.xml", cwd=folder) as itself:
        assert await itself.wait() == 0
    slow = (HERE / "scenarios/slow_telephone.xml").read_text().replace("AFTER", str(after_ms))
    (folder / "scenario.xml").write_text(slow)
    async with running(*command, "-sf", "scenario.xml", cwd=folder) as telephone:
        yield telephone


async def test_a_call_that_another_telephone_takes_rang_so_long_and_nobody_knows_who_talked(
    tmp_path: Path,
):
    desk = FakeCallHandler(lambda _: Action.RING)

    async with a_shared_account(tmp_path, desk) as (caller, other):
        await desk.until(lambda d: d.performed)
        other.command("accept", "")
        await caller.event("CALL_ESTABLISHED")
        await desk.until(lambda d: d.over)

    (ended,) = desk.over.values()
    assert (ended.rang_s > 0, ended.talked_s, ended.cause) == (True, None, "SIP 487")


async def test_a_caller_who_gives_up_does_not_say_so_by_a_proxy_that_keeps_it_to_itself(
    tmp_path: Path,
):
    desk = FakeCallHandler(lambda _: Action.RING)

    async with a_shared_account(tmp_path, desk) as (caller, other):
        await desk.until(lambda d: d.performed)
        caller.command("hangup", "")
        await other.event("CALL_CLOSED")
        await desk.until(lambda d: d.over)

    (ended,) = desk.over.values()
    assert (ended.rang_s > 0, ended.talked_s) == (True, None)


async def test_a_call_that_we_give_back_rings_on_and_can_still_be_taken(tmp_path: Path):
    desk = FakeCallHandler(lambda _: Action.RING)

    async with a_shared_account(tmp_path, desk, ring_s=1) as (caller, other):
        await desk.until(lambda d: d.over)
        other.command("accept", "")
        await caller.event("CALL_ESTABLISHED")

    (ended,) = desk.over.values()
    assert (ended.rang_s, ended.talked_s, ended.cause) == (None, None, "SIP 480")


async def test_a_rejected_call_stops_ringing_everywhere(tmp_path: Path):
    desk = FakeCallHandler(lambda _: Action.REJECT)

    async with a_shared_account(tmp_path, desk) as (caller, other):
        await other.event("CALL_CLOSED")
        told = await caller.event("CALL_CLOSED")

    (ended,) = desk.over.values()
    assert (told, ended.rang_s is None, ended.talked_s) == ("607 Unwanted", False, 0.0)


@pytest.mark.parametrize("after_ms", [0, 50, 200, 1_000])
@pytest.mark.parametrize(("action", "told"), [(Action.REJECT, "607"), (Action.ANSWER, "")])
async def test_a_telephone_that_says_late_that_it_rings_is_called_off_then(
    tmp_path: Path, action: Action, told: str, after_ms: int
):
    """Before it has said something no proxy may, RFC 3261 9.1."""
    desk = FakeCallHandler(lambda _: action)

    async with (
        kamailio(tmp_path / "kamailio") as port,
        serving(ours(port), desk, "s3cret pass"),
        a_slow_telephone(tmp_path / "other", port, after_ms) as other,
        baresip(tmp_path / "caller", port, CALLER) as caller,
    ):
        await desk.until(lambda d: d.states)
        caller.command("dial", "sip:portinaio@sip.test")
        closed = await caller.event("CALL_CLOSED")
        ended_well = await other.wait() == 0

    assert (ended_well, closed[: len(told)]) == (True, told)
