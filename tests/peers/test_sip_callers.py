"""A line that an exchange calls directly, called by SIPp: one by one, in crowds, and over a bad network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from caller_forms import FORMS, Form
from free_ports import free_port
from peers.rig import sipp
from portinaio.core.facts import Call
from portinaio.core.numbers.number import read_caller
from portinaio.core.policy import Action
from sip_worlds import FakeCallHandler, serving, sip_settings
from worlds import ITALY

if TYPE_CHECKING:
    from pathlib import Path

    from portinaio.core.call import Ringing
    from portinaio.lines.sip.settings import SipSettings

pytestmark = pytest.mark.peers

BLOCKED = "+390844123456"
STRANGER = "+390200001234"
GONE_MS = 4_000  # SIPp answers a repeated refusal for so long after a call


def a_line_at(port: int, **changes: object) -> SipSettings:
    return sip_settings(listen=(f"udp:127.0.0.1:{port}", f"tcp:127.0.0.1:{port}"), **changes)


def judge(ringing: Ringing) -> Action:
    return Action.REJECT if ringing.calling == BLOCKED else Action.RING


@pytest.mark.parametrize("tcp", [False, True], ids=["udp", "tcp"])
@pytest.mark.parametrize("code", [607, 603, 608, 480])
async def test_a_blocked_caller_is_told_so(tmp_path: Path, code: int, tcp: bool):
    port, desk = free_port(), FakeCallHandler(judge)

    async with serving(a_line_at(port, reject=code), desk):
        load = await sipp(tmp_path, port, "rejected", code=code, caller=BLOCKED, tcp=tcp)

    assert (load.ok, load.failed) == (1, 0), load.lines
    assert [p.cause for p in desk.performed.values()] == [f"SIP {code}"]


async def test_an_unknown_caller_hears_it_ring_until_he_hangs_up(tmp_path: Path):
    port, desk = free_port(), FakeCallHandler(judge)

    async with serving(a_line_at(port), desk):
        load = await sipp(tmp_path, port, "cancelled", caller=STRANGER)
        await desk.until(lambda d: d.over)

    assert (load.ok, load.failed) == (1, 0), load.lines
    assert [e.cause for e in desk.over.values()] == ["SIP 487"]


@pytest.mark.parametrize("tcp", [False, True], ids=["udp", "tcp"])
async def test_a_caller_who_wants_the_ringing_acknowledged_is_rung_like_any_other(
    tmp_path: Path, tcp: bool
):
    port, desk = free_port(), FakeCallHandler(judge)

    async with serving(a_line_at(port), desk):
        load = await sipp(tmp_path, port, "reliable", caller=STRANGER, calls=5, tcp=tcp)
        await desk.until(lambda d: len(d.over) == 5)

    assert (load.ok, load.failed) == (5, 0), load.lines
    assert {e.cause for e in desk.over.values()} == {"SIP 487"}


async def test_a_call_nobody_takes_is_given_back(tmp_path: Path):
    port, desk = free_port(), FakeCallHandler(judge)

    async with serving(a_line_at(port, ring_s=1), desk):
        load = await sipp(tmp_path, port, "rejected", code=480, caller=STRANGER)

    assert (load.ok, load.failed) == (1, 0), load.lines


@pytest.mark.parametrize("tcp", [False, True], ids=["udp", "tcp"])
async def test_a_call_can_be_picked_up_and_hung_up(tmp_path: Path, tcp: bool):
    port, desk = free_port(), FakeCallHandler(lambda _: Action.ANSWER)

    async with serving(a_line_at(port), desk):
        load = await sipp(tmp_path, port, "answered", tcp=tcp)
        await desk.until(lambda d: d.over)

    assert (load.ok, load.failed) == (1, 0), load.lines


ON_THE_WIRE = [
    *(form for form in FORMS if form.lines.isascii() and b"%" not in form.lines and b"f:" not in form.lines[:2])
]  # fmt: skip


@pytest.mark.parametrize("form", ON_THE_WIRE[::5], ids=[form.id for form in ON_THE_WIRE[::5]])
async def test_a_caller_is_read_as_his_network_writes_him(tmp_path: Path, form: Form):
    port, desk = free_port(), FakeCallHandler(lambda _: Action.REJECT)

    async with serving(a_line_at(port), desk):
        load = await sipp(
            tmp_path, port, "who_calls", who_calls=form.headers.decode().replace("\r\n", "\n")
        )

    assert (load.ok, load.failed) == (1, 0), load.lines
    (ringing,) = desk.rung.values()
    call = Call(ringing, read_caller(ringing.calling, ITALY))
    assert (call.caller, call.presentation) == (form.number, form.presentation)
    assert (ringing.attestation, ringing.name) == (form.attestation, form.name)


@pytest.mark.parametrize("rate", [50, 100, 200])
async def test_every_call_of_a_crowd_is_answered(tmp_path: Path, rate: int):
    port, desk = free_port(), FakeCallHandler(lambda _: Action.REJECT)

    async with serving(a_line_at(port), desk):
        load = await sipp(tmp_path, port, "rejected", rate=rate, calls=2 * rate)

    assert (load.ok, load.failed) == (2 * rate, 0), load.lines
    assert rate > 50 or load.retransmissions == 0


@pytest.mark.parametrize(
    ("scenario", "action"), [("rejected", Action.REJECT), ("answered", Action.ANSWER)]
)
async def test_calls_end_right_though_a_tenth_of_all_messages_is_lost(
    tmp_path: Path, scenario: str, action: Action
):
    port, desk = free_port(), FakeCallHandler(lambda _: action)

    async with serving(a_line_at(port), desk):
        load = await sipp(tmp_path, port, scenario, rate=250, calls=500, lost=10, linger_ms=GONE_MS)

    # SIPp drops what it sends before it leaves, and once in a hundred runs all six tries of one caller.
    unheard = 500 - len(desk.rung)
    assert (load.ok, load.failed) == (500 - unheard, unheard), load.lines
    assert len(desk.over) == len(desk.rung) >= 498
