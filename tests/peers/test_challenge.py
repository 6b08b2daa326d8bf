"""A digit is asked for: what the caller's telephone sends, what becomes of the call, and what the other telephone does."""

from __future__ import annotations

import asyncio
import subprocess
from typing import TYPE_CHECKING

import pytest

from peers.account import an_account, level, likeness, place_of, recorded
from peers.rig import need
from portinaio.core.policy import Action
from portinaio.lines.voice.challenge import Challenge
from portinaio.lines.voice.script import LEAD_S, TAIL_S
from portinaio.wire.voice import g711, wav
from portinaio.wire.voice.dtmf import Digits
from portinaio.wire.voice.g711 import Law

if TYPE_CHECKING:
    from pathlib import Path

    from peers.account import Household
    from portinaio.lines.sip import SipLine
    from portinaio.lines.voice.notice import Notice

pytestmark = pytest.mark.peers

CHALLENGE = Action.CHALLENGE
PICKED_UP = ("sole", "forked", "fritzbox", "serial")
MANNERS = (*PICKED_UP, "pbx")
PIECE, NEAR = 400, 4_000  # samples
RINGS_BY_OUR_LEAVE = {"serial", "pbx"}


async def asked(line: SipLine, after: int = 50) -> Challenge:
    """The challenge of the only call, once so many packets have been sent, the first 25 of them quiet."""
    async with asyncio.timeout(20):
        while True:
            for talk in line._talks._by_handle.values():
                if talk.voice and talk.voice.sent > after:
                    assert isinstance(talk.script, Challenge)
                    return talk.script
            await asyncio.sleep(0.02)


@pytest.fixture(autouse=True)
def _speech() -> None:
    need("espeak-ng")


def quiet(folder: Path) -> Path:
    """What is sent by a caller who says nothing; a telephone without a microphone sends no digits either."""
    file = folder / "quiet.wav"
    file.write_bytes(wav.pcm_file(bytes(2 * 8000 * 60)))
    return file


async def _call(house: Household, *, right: bool, after: int = 50) -> Challenge:
    caller, _, _, line = house
    caller.command("dial", "sip:portinaio@sip.test")
    await caller.event("CALL_RTPESTAB")
    script = await asked(line, after)
    digit = script._digit if right else str((int(script._digit) + 1) % 10)
    caller.command("sndcode", digit)
    return script


@pytest.mark.parametrize("how", ["", ";dtmfmode=info"])
@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize("peer", PICKED_UP)
async def test_the_first_digit_decides_and_the_call_is_over(
    tmp_path: Path, peer: str, right: bool, how: str
):
    if how and peer != "serial":
        pytest.skip("once is enough")
    async with an_account(tmp_path, peer, CHALLENGE, how, quiet(tmp_path)) as house:
        await _call(house, right=right)
        await house.caller.event("CALL_CLOSED")
        await house.handler.until(lambda d: d.over)
        await house.other.without_a_call()
        seen = [kind for kind in await house.other.so_far() if kind.startswith("CALL_")]

    (ended,) = house.handler.over.values()
    assert ended.heard is not None
    assert (ended.heard.passed, ended.heard.pressed != "") == (right, True)
    assert ended.heard.said_s < ended.heard.whole_s  # the sentence stops at once
    assert "CALL_ESTABLISHED" not in seen
    if peer in RINGS_BY_OUR_LEAVE:
        assert seen == []


async def test_behind_a_pbx_the_right_digit_lets_the_other_telephone_ring_at_once(tmp_path: Path):
    async with an_account(tmp_path, "pbx", CHALLENGE, "", quiet(tmp_path)) as house:
        await _call(house, right=True)
        await house.other.event("CALL_INCOMING")
        house.other.command("accept", "")
        await house.other.event("CALL_ESTABLISHED")
        await house.caller.event("CALL_ESTABLISHED")
        house.caller.command("hangup", "")
        await house.handler.until(lambda d: d.over)

    (ended,) = house.handler.over.values()
    assert (ended.cause, ended.talked_s, ended.rang_s) == ("SIP 480", None, None)
    assert ended.heard is not None
    assert ended.heard.passed


async def test_behind_a_pbx_a_wrong_digit_is_a_refusal_and_no_telephone_rings(tmp_path: Path):
    async with an_account(tmp_path, "pbx", CHALLENGE, "", quiet(tmp_path)) as house:
        await _call(house, right=False)
        closed = await house.caller.event("CALL_CLOSED")
        await house.handler.until(lambda d: d.over)
        await house.other.without_a_call()
        seen = [kind for kind in await house.other.so_far() if kind.startswith("CALL_")]

    (ended,) = house.handler.over.values()
    assert (closed, ended.cause, seen) == ("603 Decline", "SIP 603", [])


@pytest.mark.parametrize("peer", MANNERS)
async def test_the_caller_hears_the_question_and_what_to_do_next(tmp_path: Path, peer: str):
    """Behind a PBX before anybody has picked up; a wrong digit there, since a right one lets others speak."""
    async with an_account(tmp_path, peer, CHALLENGE, "", quiet(tmp_path)) as house:
        script = await _call(house, right=peer != "pbx", after=100)
        await house.caller.event("CALL_CLOSED")
        told = await house.caller.so_far()

    heard = recorded(tmp_path / "caller")
    assert ("CALL_ESTABLISHED" in told) == (peer != "pbx")
    assert is_heard(script._said.notice, heard, round(LEAD_S * g711.RATE))
    if peer == "pbx":
        assert script._passed is None
    else:
        assert script._passed is not None
        last = len(heard) - round((script._passed.whole_s + TAIL_S) * g711.RATE)
        assert is_heard(script._passed, heard, last)


def is_heard(notice: Notice, heard: tuple[int, ...], begin: int) -> bool:
    """Whether the loudest piece of the first second of a sentence is there, not far from where the sentence begins."""
    said = tuple(memoryview(g711.decode(notice.sound[Law.A], Law.A)).cast("h"))
    most = max(range(0, g711.RATE, PIECE), key=lambda at: level(said[at : at + PIECE]))
    piece = said[most : most + PIECE]
    around = heard[max(begin + most - NEAR, 0) : begin + most + NEAR]
    place = place_of(piece, around)
    return likeness(piece, around[place : place + PIECE]) > 0.95


@pytest.mark.parametrize("voice", ["en", "it", "de"])
def test_no_digit_is_heard_in_speech(voice: str):
    words = "Uno due tre quattro cinque sei sette otto nove. One two three four five six seven eight nine zero."
    spoken = subprocess.run(
        ["espeak-ng", "-v", voice, "--stdout", words], capture_output=True, check=True
    )
    sound = g711.encode(wav.samples_of(spoken.stdout, 60), Law.A)
    digits = Digits()

    heard = [
        digits.sound(sound[place : place + 160], Law.A, place / g711.RATE)
        for place in range(0, len(sound), 160)
    ]
    assert set(heard) == {""}
