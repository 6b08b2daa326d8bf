"""Each manner of a line and each action: what the second telephone on the account and the caller hear, as they tell it."""

from __future__ import annotations

import math
import struct
import wave
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, NamedTuple

import pytest

from peers.rig import Baresip, baresip, kamailio
from portinaio.core.policy import Action
from portinaio.lines.sip import responses
from sip_worlds import FakeCallHandler, serving, sip_settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from portinaio.lines.line import CallEnded

pytestmark = pytest.mark.peers

CALLER = "+390200001234"
RING, SILENCE, HOLD = Action.RING, Action.SILENCE, Action.HOLD
REJECT, ANSWER = Action.REJECT, Action.ANSWER
ASKS_IN_ORDER = {"serial", "pbx"}
TAKEN, CHIRPS, QUIET = "rings and is taken", "rings for a moment", "never rings"
TALKS, MUTE = "talks to somebody", "is picked up, and hung up on"
DONE = {
    # what the second telephone does, and what the caller hears of it
    ("forked", RING): (TAKEN, TALKS),
    ("forked", SILENCE): (TAKEN, TALKS),
    ("forked", REJECT): (CHIRPS, "607 Unwanted"),
    ("forked", ANSWER): (CHIRPS, MUTE),
    ("forked", HOLD): (CHIRPS, MUTE),
    ("fritzbox", RING): (TAKEN, TALKS),
    ("fritzbox", SILENCE): (TAKEN, TALKS),
    ("fritzbox", REJECT): (CHIRPS, MUTE),
    ("fritzbox", ANSWER): (CHIRPS, MUTE),
    ("fritzbox", HOLD): (CHIRPS, MUTE),
    ("serial", RING): (TAKEN, TALKS),
    ("serial", SILENCE): (QUIET, "603 Decline"),
    ("serial", REJECT): (QUIET, "607 Unwanted"),
    ("serial", ANSWER): (QUIET, MUTE),
    ("serial", HOLD): (QUIET, MUTE),
    ("pbx", RING): (TAKEN, TALKS),
    ("pbx", SILENCE): (QUIET, "603 Decline"),
    ("pbx", REJECT): (QUIET, "603 Decline"),
    ("pbx", ANSWER): (QUIET, MUTE),
    ("pbx", HOLD): (QUIET, MUTE),
}


class Household(NamedTuple):
    caller: Baresip
    other: Baresip
    handler: FakeCallHandler


@asynccontextmanager
async def an_account(
    folder: Path, peer: str, action: Action, how: str = ""
) -> AsyncIterator[Household]:
    """Our line and another telephone on one account, and somebody who calls it."""
    in_order = peer in ASKS_IN_ORDER
    handler = FakeCallHandler(lambda _: action)
    async with kamailio(folder / "kamailio", in_order=in_order) as port:
        table = sip_settings(
            mode="registrar",
            registrar="sip.test",
            proxy=f"sip:127.0.0.1:{port}",
            username="portinaio",
            trusted=(),
            peer=peer,
            ring_s=1,
        )
        async with (
            serving(table, handler, "s3cret pass"),
            baresip(folder / "other", port, "portinaio", parameters=";regq=0.5") as other,
            baresip(folder / "caller", port, CALLER, parameters=how) as caller,
        ):
            await handler.until(lambda d: d.states)
            yield Household(caller, other, handler)


@pytest.mark.parametrize(
    ("peer", "action"), [pytest.param(*case, id=f"{case[0]}: {case[1]}") for case in DONE]
)
async def test_what_the_telephone_and_the_caller_hear(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    peer: str,
    action: Action,
):
    other_does, caller_hears = DONE[peer, action]
    monkeypatch.setattr(responses, "HOLD_S", 1.5)

    async with an_account(tmp_path, peer, action) as (caller, other, handler):
        caller.command("dial", "sip:portinaio@sip.test")
        if other_does is TAKEN:
            await other.event("CALL_INCOMING")
            other.command("accept", "")
            await other.event("CALL_ESTABLISHED")
            await caller.event("CALL_ESTABLISHED")
            caller.command("hangup", "")
        else:
            closed = await caller.event("CALL_CLOSED")
        await handler.until(lambda d: d.over)
        heard, told = await other.so_far(), await caller.so_far()

    answered = "CALL_ESTABLISHED" in told
    (ended,) = handler.over.values()
    if other_does is TAKEN:
        assert "CALL_ESTABLISHED" in heard
        assert _silent_about_it(ended)
    elif caller_hears is MUTE:
        assert answered
    else:
        assert (answered, closed) == (False, caller_hears)
    if other_does is CHIRPS:
        assert [kind for kind in heard if kind.startswith("CALL_")][-1] == "CALL_CLOSED"
        assert "CALL_ESTABLISHED" not in heard
    if other_does is QUIET:
        assert [kind for kind in heard if kind.startswith("CALL_")] == []
    if action is SILENCE and other_does is QUIET:
        assert "CALL_RINGING" in told


def _silent_about_it(ended: CallEnded) -> bool:
    """Whether nothing is said of a talk that others had."""
    return ended.talked_s is None


@pytest.mark.parametrize(
    ("peer", "how"),
    [
        ("forked", ""),
        ("serial", ""),
        ("serial", ";mediaenc=srtp"),
        ("serial", ";mediaenc=srtp-mand"),
    ],
)
async def test_who_is_held_hears_a_quiet_line_and_no_tone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, peer: str, how: str
):
    monkeypatch.setattr(responses, "HOLD_S", 2.0)

    async with an_account(tmp_path, peer, HOLD, how) as (caller, _, handler):
        caller.command("dial", "sip:portinaio@sip.test")
        await caller.event("CALL_ESTABLISHED")
        await caller.event("CALL_CLOSED")
        await handler.until(lambda d: d.over)

    (ended,) = handler.over.values()
    samples = _recorded(tmp_path / "caller")
    assert ended.talked_s == pytest.approx(2.0, abs=0.5)
    assert len(samples) > 8000
    for second in range(0, len(samples) - 4000, 4000):
        assert -63 < _level(samples[second : second + 4000]) < -57


def _recorded(folder: Path) -> tuple[int, ...]:
    """What came to the telephone, without the silence before and after."""
    (file,) = folder.glob("*-dec.wav")
    with wave.open(str(file)) as sound:
        data = sound.readframes(sound.getnframes())
    samples = struct.unpack(f"<{len(data) // 2}h", data)
    loud = [place for place, sample in enumerate(samples) if abs(sample) > 8]
    return samples[loud[0] : loud[-1]]


def _level(samples: tuple[int, ...]) -> float:
    """In dBFS."""
    return 20 * math.log10(math.sqrt(sum(s * s for s in samples) / len(samples)) / 32768)
