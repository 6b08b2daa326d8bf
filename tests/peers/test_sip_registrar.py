"""A line registered at a real provider, called by real phones."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from peers.rig import baresip, kamailio, linphone
from portinaio.core.call import Attestation, Presentation
from portinaio.core.policy import Action
from portinaio.lines.line import LineState
from sip_worlds import FakeCallHandler, serving, sip_settings

if TYPE_CHECKING:
    from pathlib import Path

    from portinaio.lines.sip.settings import SipSettings

pytestmark = pytest.mark.peers

AGENT = "+390200001234"


def an_account(port: int, transport: str = "udp") -> SipSettings:
    """Nobody is heard but the provider."""
    return sip_settings(
        mode="registrar",
        registrar="sip.test",
        proxy=f"sip:127.0.0.1:{port};transport={transport}",
        username="portinaio",
        trusted=(),
    )


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_baresip_is_told_607(tmp_path: Path, algorithm: str, transport: str):
    desk = FakeCallHandler(lambda _: Action.REJECT)
    async with (
        kamailio(tmp_path / "kamailio", algorithm) as port,
        serving(an_account(port, transport), desk, "s3cret pass"),
    ):
        await desk.until(lambda d: d.states)
        md5 = algorithm == "MD5"
        async with baresip(tmp_path / "baresip", port, AGENT, registers=md5) as phone:
            phone.command("dial", "sip:portinaio@sip.test")
            told = await phone.event("CALL_CLOSED")

    assert told == "607 Unwanted"
    (ringing,) = desk.rung.values()
    assert (ringing.calling, ringing.attestation) == (AGENT, Attestation.FULL)
    assert desk.states == [LineState.UP]


async def test_linphone_rings_until_it_hangs_up(tmp_path: Path):
    desk = FakeCallHandler(lambda _: Action.RING)
    async with (
        kamailio(tmp_path / "kamailio") as port,
        serving(an_account(port), desk, "s3cret pass"),
    ):
        await desk.until(lambda d: d.states)
        async with linphone(tmp_path / "linphone", port) as phone:
            phone.stdin.write(b"call sip:portinaio@sip.test\n")
            await desk.until(lambda d: d.performed)
            phone.stdin.write(b"terminate\n")
            await desk.until(lambda d: d.over)

    (ended,) = desk.over.values()
    assert ended.cause == "SIP 487"
    assert ended.rang_s > 0


async def test_on_a_fritzbox_a_blocked_call_is_picked_up_and_hung_up(tmp_path: Path):
    desk = FakeCallHandler(lambda _: Action.REJECT)
    async with kamailio(tmp_path / "kamailio") as port:
        settings = structs.replace(an_account(port), peer="fritzbox")
        async with serving(settings, desk, "s3cret pass"):
            await desk.until(lambda d: d.states)
            async with baresip(tmp_path / "baresip", port, AGENT) as phone:
                phone.command("dial", "sip:portinaio@sip.test")
                await phone.event("CALL_ESTABLISHED")
                told = await phone.event("CALL_CLOSED")
            await desk.until(lambda d: d.over)

    assert told == "Connection reset by peer"  # its words for a BYE
    assert [p.cause for p in desk.performed.values()] == ["SIP 200"]


async def test_a_caller_who_hides_stays_hidden_though_the_network_tells_us(tmp_path: Path):
    desk = FakeCallHandler(lambda _: Action.REJECT)
    async with (
        kamailio(tmp_path / "kamailio") as port,
        serving(an_account(port), desk, "s3cret pass"),
    ):
        await desk.until(lambda d: d.states)
        async with baresip(tmp_path / "baresip", port, "anonymous") as phone:
            phone.command("dial", "sip:portinaio@sip.test")
            await phone.event("CALL_CLOSED")

    (ringing,) = desk.rung.values()
    assert (ringing.calling, ringing.presentation) == ("anonymous", Presentation.RESTRICTED)


async def test_a_wrong_password_is_refused_in_so_many_words(tmp_path: Path):
    desk = FakeCallHandler()
    async with kamailio(tmp_path / "kamailio") as port, serving(an_account(port), desk, "another"):
        await desk.until(lambda d: d.states)

    assert desk.states == [LineState.REFUSED]
    assert "portinaio secret set home" in str(desk.errors[0])


async def test_a_registrar_that_wants_longer_registrations_gets_them(tmp_path: Path):
    desk = FakeCallHandler()
    async with kamailio(tmp_path / "kamailio", min_expires=300) as port:
        settings = structs.replace(an_account(port), expires_s=60)
        async with serving(settings, desk, "s3cret pass"):
            await desk.until(lambda d: d.states)

    assert desk.states == [LineState.UP]


async def test_a_line_that_ends_takes_leave_of_its_registrar(tmp_path: Path):
    desk = FakeCallHandler()
    async with kamailio(tmp_path / "kamailio") as port, AsyncExitStack() as stack:
        await stack.enter_async_context(serving(an_account(port), desk, "s3cret pass"))
        await desk.until(lambda d: d.states)

        await stack.aclose()

        async with baresip(tmp_path / "baresip", port, AGENT) as phone:
            phone.command("dial", "sip:portinaio@sip.test")
            told = await phone.event("CALL_CLOSED")
    assert told == "480 Not registered"
