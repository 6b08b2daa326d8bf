"""Each manner of a line and each action: what the second telephone on the account and the caller hear, as they tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from peers.account import an_account, level, recorded
from portinaio.core.policy import Action, Outcome
from portinaio.lines.sip import responses

if TYPE_CHECKING:
    from pathlib import Path

    from peers.rig import Baresip
    from portinaio.lines.line import CallEnded

pytestmark = pytest.mark.peers

RING, SILENCE, HOLD = Action.RING, Action.SILENCE, Action.HOLD
REJECT, ANSWER = Action.REJECT, Action.ANSWER
TAKEN, CHIRPS, QUIET = "rings and is taken", "rings for a moment", "never rings"
TALKS, MUTE = "talks to somebody", "is picked up, and hung up on"
DONE = {
    # what the second telephone does, and what the caller hears of it
    ("sole", RING): (TAKEN, TALKS),  # there is another telephone after all
    ("sole", SILENCE): (TAKEN, TALKS),
    ("sole", REJECT): (CHIRPS, "607 Unwanted"),
    ("sole", ANSWER): (CHIRPS, MUTE),
    ("sole", HOLD): (CHIRPS, MUTE),
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

    async with an_account(tmp_path, peer, action) as (caller, other, handler, _):
        caller.command("dial", "sip:portinaio@sip.test")
        if other_does is TAKEN:
            await _taken(other, caller)
        else:
            closed = await caller.event("CALL_CLOSED")
        await handler.until(lambda d: d.over)
        if other_does is CHIRPS:
            await other.event("CALL_CLOSED")
        heard, told = await other.so_far(), await caller.so_far()

    answered = "CALL_ESTABLISHED" in told
    (ended,) = handler.over.values()
    if other_does is TAKEN:
        assert "CALL_ESTABLISHED" in heard
        assert _silent_about_it(ended)
        silenced = (peer, action) == ("sole", SILENCE)  # elsewhere it is no silence to begin with
        assert ended.outcome is (Outcome.TOO_LATE if silenced else None)
    elif caller_hears is MUTE:
        assert answered
    else:
        assert (answered, closed) == (False, caller_hears)
    if other_does is CHIRPS:
        assert {"CALL_INCOMING", "CALL_ESTABLISHED"}.intersection(heard) == {"CALL_INCOMING"}
    if other_does is QUIET:
        assert [kind for kind in heard if kind.startswith("CALL_")] == []
    if action is SILENCE and other_does is QUIET:
        assert "CALL_RINGING" in told


async def _taken(other: Baresip, caller: Baresip) -> None:
    await other.event("CALL_INCOMING")
    other.command("accept", "")
    await other.event("CALL_ESTABLISHED")
    await caller.event("CALL_ESTABLISHED")
    caller.command("hangup", "")


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

    async with an_account(tmp_path, peer, HOLD, how) as (caller, _, handler, _):
        caller.command("dial", "sip:portinaio@sip.test")
        await caller.event("CALL_ESTABLISHED")
        await caller.event("CALL_CLOSED")
        await handler.until(lambda d: d.over)

    (ended,) = handler.over.values()
    samples = recorded(tmp_path / "caller")
    assert ended.talked_s == pytest.approx(2.0, abs=0.5)
    assert len(samples) > 8000
    for second in range(0, len(samples) - 4000, 4000):
        assert -63 < level(samples[second : second + 4000]) < -57
