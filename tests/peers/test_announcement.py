"""A sentence is said to a caller: what he has recorded of it, and what the other telephone on the account did meanwhile."""

from __future__ import annotations

import asyncio
import math
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from peers.account import an_account, likeness, place_of, recorded
from peers.rig import need
from portinaio.core.policy import Action, Outcome
from portinaio.wire.voice import g711, wav
from portinaio.wire.voice.g711 import Law

if TYPE_CHECKING:
    from pathlib import Path

    from portinaio.core.logged import Heard

pytestmark = pytest.mark.peers

FRAME = 160
SECONDS = 3
MANNERS = ("sole", "forked", "fritzbox", "serial", "pbx")
NEVER_RINGS = {"serial", "pbx"}
BUSY = "while True: pass"


def a_sentence(peak: int = 9_000) -> bytes:
    """Samples of which no two hundredths of a second are alike, so that each has one place."""
    made = bytearray()
    for place in range(SECONDS * g711.RATE):
        tone = 300 + 37 * (place // FRAME * 53 % 61)
        value = round(peak * math.sin(2 * math.pi * tone * place / g711.RATE))
        made += value.to_bytes(2, "little", signed=True)
    return bytes(made)


def gaps(heard: tuple[int, ...], said: bytes) -> list[int]:
    """The frames of a sentence that are not in their places in a recording."""
    sent = g711.decode(g711.encode(said, Law.A), Law.A)
    samples = tuple(memoryview(sent).cast("h"))
    begin = place_of(samples[FRAME : 3 * FRAME], heard[: 2 * g711.RATE]) - FRAME
    return [
        frame
        for frame in range(len(samples) // FRAME)
        if likeness(
            samples[frame * FRAME : (frame + 1) * FRAME],
            (heard[max(begin + frame * FRAME, 0) : begin + (frame + 1) * FRAME] + (0,) * FRAME)[
                :FRAME
            ],
        )
        < 0.95
    ]


async def an_announced_call(folder: Path, peer: str, how: str = "") -> tuple[list[str], Heard]:
    """What the other telephone saw, and what the log keeps; the caller's recording lies in `caller`."""
    file = folder / "notice.wav"
    file.write_bytes(wav.pcm_file(a_sentence()))
    async with an_account(folder, peer, Action.ANNOUNCE, how, announcement=str(file)) as (
        caller,
        other,
        handler,
        _,
    ):
        caller.command("dial", "sip:portinaio@sip.test")
        await caller.event("CALL_ESTABLISHED")
        await caller.event("CALL_CLOSED")
        await handler.until(lambda d: d.over)
        await other.without_a_call()
        seen = [kind for kind in await other.so_far() if kind.startswith("CALL_")]
    (performed,), (ended,) = handler.performed.values(), handler.over.values()
    assert (performed.outcome, performed.cause, performed.instead) == (
        Outcome.DONE,
        "SIP 200",
        None,
    )
    assert ended.heard is not None
    return seen, ended.heard


@pytest.mark.parametrize("peer", MANNERS)
async def test_a_caller_hears_the_whole_sentence_and_no_telephone_rings_on(
    tmp_path: Path, peer: str
):
    other, heard = await an_announced_call(tmp_path, peer)

    assert gaps(recorded(tmp_path / "caller"), a_sentence()) == []
    assert "CALL_ESTABLISHED" not in other
    assert other[-1:] in ([], ["CALL_CLOSED"])
    assert other == [] or peer not in NEVER_RINGS
    assert (heard.notice, heard.said_s, heard.whole_s) == ("notice.wav", SECONDS, SECONDS)


@pytest.mark.parametrize("how", [";mediaenc=srtp-mand", ";audio_codecs=pcmu"])
async def test_also_by_the_other_law_and_with_a_key(tmp_path: Path, how: str):
    await an_announced_call(tmp_path, "serial", how)

    assert gaps(recorded(tmp_path / "caller"), a_sentence()) == []


async def test_two_busy_loops_beside_it_leave_no_gap(tmp_path: Path):
    loops = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(2)]  # noqa: ASYNC220  # they only burn
    try:
        await an_announced_call(tmp_path, "serial")
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()

    assert gaps(recorded(tmp_path / "caller"), a_sentence()) == []


async def test_who_hangs_up_first_has_heard_no_more_than_until_then(tmp_path: Path):
    file = tmp_path / "notice.wav"
    file.write_bytes(wav.pcm_file(a_sentence()))
    async with an_account(tmp_path, "serial", Action.ANNOUNCE, announcement=str(file)) as (
        caller,
        _,
        handler,
        line,
    ):
        caller.command("dial", "sip:portinaio@sip.test")
        await caller.event("CALL_ESTABLISHED")
        (talk,) = line._talks._by_handle.values()
        while not (talk.voice and talk.voice.sent >= 75):  # noqa: ASYNC110  # a socket tells nobody
            await asyncio.sleep(0.01)
        caller.command("hangup", "")
        await handler.until(lambda d: d.over)

    (ended,) = handler.over.values()
    assert ended.heard is not None
    assert 0.8 < ended.heard.said_s < SECONDS - 0.5


async def test_a_text_is_spoken_by_espeak(tmp_path: Path):
    need("espeak-ng")

    async with an_account(
        tmp_path, "serial", Action.ANNOUNCE, text="Questa linea non accetta pubblicità.", voice="it"
    ) as (caller, _, handler, _):
        caller.command("dial", "sip:portinaio@sip.test")
        await caller.event("CALL_ESTABLISHED")
        await caller.event("CALL_CLOSED")
        await handler.until(lambda d: d.over)

    (ended,) = handler.over.values()
    samples = recorded(tmp_path / "caller")
    assert ended.heard is not None
    assert ended.heard.notice == "Questa linea non accetta pubblicità."
    assert ended.heard.said_s == ended.heard.whole_s > 1.5
    assert max(map(abs, samples)) > 2000
