"""The README's dial plan at a real Asterisk: what the caller and the telephone behind it hear of each action, and of none."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from daemon_world import a_client, a_context
from free_ports import free_port
from peers.asterisk import Asterisk, asterisk
from peers.rig import START_S, Baresip, baresip
from portinaio.core.call import Presentation
from portinaio.core.policy import Action
from portinaio.lines.sip import responses
from sip_worlds import FakeCallHandler, serving, sip_settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from portinaio.lines.sip import SipLine

pytestmark = pytest.mark.peers

CALLER, CALLED = "+390200001234", "sip:0200005678@sip.test"
RING, SILENCE, HOLD = Action.RING, Action.SILENCE, Action.HOLD
REJECT, ANSWER = Action.REJECT, Action.ANSWER
PLAIN = ("Set", f"CALLERID(num)={CALLER}")
ASKED, PHONE, AWAY = ("Dial", "PJSIP/portinaio,35"), ("Dial", "PJSIP/phone,60"), ("Hangup", "21")
PASSED_ON, TURNED_AWAY = ("GotoIf", "0?away"), ("GotoIf", "1?away")
REFUSED = "403 Forbidden"  # what Asterisk makes of cause 21 for the caller


class Exchange(NamedTuple):
    asterisk: Asterisk
    caller: Baresip
    phone: Baresip
    handler: FakeCallHandler
    line: SipLine


@asynccontextmanager
async def an_exchange(
    folder: Path,
    action: Action,
    *,
    transport: str = "tcp",
    caller: str = CALLER,
    plan: str | None = None,
    speaks: Path | None = None,
    how: str = "",
    keeps: Path | None = None,
    **keys: object,
) -> AsyncIterator[Exchange]:
    """A provider's caller, who says what is in `speaks`, Asterisk, our line, and a telephone."""
    port, handler = free_port(), FakeCallHandler(lambda _: action)
    table = sip_settings(
        mode="listen", peer="pbx", listen=(f"{transport}:127.0.0.1:{port}",), **keys
    )
    async with (
        serving(table, handler, wanted=(action,), keeps=str(keeps or "")) as line,
        asterisk(folder / "asterisk", port, transport=transport, plan=plan) as exchange,
        baresip(folder / "phone", exchange.port, "phone") as phone,
        baresip(
            folder / "caller",
            exchange.port,
            caller,
            registers=False,
            parameters=how,
            speaks=speaks,
        ) as who_calls,
    ):
        await line._sentences.ready.wait()
        yield Exchange(exchange, who_calls, phone, handler, line)


def rang(heard: list[str]) -> bool:
    return "CALL_INCOMING" in heard


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_a_good_call_rings_the_telephone_at_once(tmp_path: Path, transport: str):
    async with an_exchange(tmp_path, RING, transport=transport) as (pbx, caller, phone, handler, _):
        caller.command("dial", CALLED)
        await phone.event("CALL_INCOMING")
        phone.command("accept", "")
        await caller.event("CALL_ESTABLISHED")
        await handler.until(lambda d: d.over)
        steps = pbx.executed()

    (ended,) = handler.over.values()
    assert steps == [PLAIN, ASKED, PASSED_ON, PHONE]
    assert ended.cause == "SIP 480"
    assert ended.rang_s is None  # the telephones ring on, and we do not see how long


async def test_a_good_call_that_is_handed_on_by_302_rings_the_telephone_too(tmp_path: Path):
    hand_to = "sip:phones@127.0.0.1"
    async with an_exchange(tmp_path, RING, hand_to=hand_to) as (pbx, caller, phone, handler, _):
        caller.command("dial", CALLED)
        await phone.event("CALL_INCOMING")
        await handler.until(lambda d: d.over)
        steps = pbx.executed()

    assert [ended.cause for ended in handler.over.values()] == ["SIP 302"]
    assert steps[-1] == PHONE


@pytest.mark.parametrize("transport", ["udp", "tcp"])
@pytest.mark.parametrize("action", [REJECT, SILENCE])
async def test_who_is_turned_away_rings_no_telephone(
    tmp_path: Path, transport: str, action: Action
):
    world = an_exchange(tmp_path, action, transport=transport, ring_s=1)
    async with world as (pbx, caller, phone, handler, _):
        caller.command("dial", CALLED)
        closed = await caller.event("CALL_CLOSED")
        await handler.until(lambda d: d.over)
        heard, told, steps = await phone.so_far(), await caller.so_far(), pbx.executed()

    assert closed == REFUSED
    assert not rang(heard)
    assert steps == [PLAIN, ASKED, TURNED_AWAY, AWAY]
    assert ("CALL_RINGING" in told) is (action is SILENCE)
    assert [ended.cause for ended in handler.over.values()] == ["SIP 603"]


@pytest.mark.parametrize("action", [ANSWER, HOLD])
async def test_who_is_picked_up_rings_no_telephone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: Action
):
    monkeypatch.setattr(responses, "HOLD_S", 1.0)
    async with an_exchange(tmp_path, action) as (pbx, caller, phone, handler, _):
        caller.command("dial", CALLED)
        await caller.event("CALL_ESTABLISHED")
        await caller.event("CALL_CLOSED")
        await handler.until(lambda d: d.over)
        heard, steps = await phone.so_far(), pbx.executed()

    assert not rang(heard)
    assert steps == [PLAIN, ASKED]


async def test_a_telephone_rings_at_once_when_portinaio_has_just_ended(tmp_path: Path):
    """By TCP, where a computer says that nobody listens; by UDP it takes 32 s, longer than this test waits for anything."""
    async with (
        asterisk(tmp_path / "asterisk", free_port(), transport="tcp") as pbx,
        baresip(tmp_path / "phone", pbx.port, "phone") as phone,
        baresip(tmp_path / "caller", pbx.port, CALLER, registers=False) as caller,
    ):
        caller.command("dial", CALLED)
        await phone.event("CALL_INCOMING")
        steps = pbx.executed()

    assert steps == [PLAIN, ASKED, PASSED_ON, PHONE]


async def test_what_asterisk_makes_of_each_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    plan = (
        "exten => _[+0-9].,1,Dial(PJSIP/portinaio,35)\n"
        " same => n,Verbose(1,came of it: ${DIALSTATUS} ${HANGUPCAUSE})\n"
        " same => n,Hangup(17)\n"
    )
    found = {}
    for code in (603, 607, 608, 480):
        monkeypatch.setattr(responses, "TO_A_PBX", code)
        async with an_exchange(tmp_path / str(code), REJECT, plan=plan) as (pbx, caller, _, _, _):
            caller.command("dial", CALLED)
            await caller.event("CALL_CLOSED")
            (step,) = [given for app, given in pbx.executed() if app == "Verbose"]
            found[code] = step.removeprefix("1,came of it: ")

    assert found == {
        603: "CHANUNAVAIL 21",
        607: "CHANUNAVAIL 127",
        608: "CHANUNAVAIL 127",
        480: "NOANSWER 19",
    }


async def test_a_caller_without_a_number_comes_without_one(tmp_path: Path):
    async with an_exchange(tmp_path, REJECT, caller="anonymous") as (_, caller, _, handler, _):
        caller.command("dial", CALLED)
        await caller.event("CALL_CLOSED")

    (ringing,) = handler.rung.values()
    assert ringing.presentation is Presentation.RESTRICTED


async def test_whom_a_telephone_calls_is_known_from_then_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    home = tmp_path / "home"
    monkeypatch.setenv("PORTINAIO_HOME", str(home))
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    a_context(home, 'country = "IT"\n').close()

    async with an_exchange(tmp_path, RING) as (pbx, _, phone, _, _):
        phone.command("dial", "sip:0200005678@sip.test")
        await phone.event("CALL_CLOSED")
        async with asyncio.timeout(START_S):  # your own call does not wait for it
            while _label(home, "0200005678") != "known":  # noqa: ASYNC110 -- a file tells nobody that it grew
                await asyncio.sleep(0.1)
        steps = pbx.executed()

    assert steps[0] == ("System", "portinaio dialled '0200005678' &")


def _label(home: Path, number: str) -> str:
    context = a_context(home)
    try:
        return a_client(context).check(number)["label"]
    finally:
        context.close()
