"""Short calls in a row: only what the caller himself cut short is held against him."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from daemon_world import a_context, a_logged_call
from portinaio.core.policy import Action
from portinaio.daemon.screening import judge
from portinaio.lines.sip.call_times import call_ended
from portinaio.wire.sip.dialogs.call_events import Over
from portinaio.wire.sip.dialogs.end import End
from worlds import FROZEN_NOW, STRANGER, a_ring

if TYPE_CHECKING:
    from pathlib import Path

SHORT = {"rang_s": 2.0, "talked_s": 0.0, "cause": "SIP 487"}
GIVEN_BACK = {"rang_s": 2.0, "talked_s": 0.0, "cause": "SIP 480"}
UNKNOWN = {"rang_s": None, "talked_s": None, "cause": "SIP 480"}


@pytest.mark.parametrize(
    ("calls", "burst"),
    [
        pytest.param([SHORT] * 3, True, id="three that were short"),
        pytest.param([SHORT] * 2, False, id="two are no row"),
        pytest.param([SHORT | {"rang_s": 4.9}] * 3, True, id="just short"),
        pytest.param([SHORT | {"rang_s": 5.0}] * 3, False, id="long enough"),
        pytest.param([SHORT | {"talked_s": 5.0}] * 3, False, id="somebody talked"),
        pytest.param([SHORT | {"talked_s": None}] * 3, False, id="somebody may have talked"),
        pytest.param([UNKNOWN] * 3, False, id="other telephones rang on"),
        pytest.param([GIVEN_BACK] * 3, False, id="we gave them back ourselves"),
        pytest.param([GIVEN_BACK | {"rang_s": 3.001}] * 9, False, id="a FRITZ!Box of old"),
        pytest.param([SHORT, SHORT, UNKNOWN, SHORT], False, id="an unknown one ends the row"),
        pytest.param([UNKNOWN, SHORT, SHORT, SHORT], True, id="before the row it is no matter"),
        pytest.param([SHORT | {"action": Action.REJECT}] * 3, False, id="we turned them away"),
    ],
)
def test_only_calls_that_the_caller_cut_short_are_a_burst(
    tmp_path: Path, calls: list[dict[str, object]], burst: bool
) -> None:
    assert ("burst" in found_after(tmp_path, calls)[0]) == burst


def found_after(folder: Path, calls: list[dict[str, object]]) -> tuple[list[str], Action]:
    """What is found of the next call, and what is done; oldest first, ten minutes apart."""
    context = a_context(folder)
    context.store.calls.record_many(
        a_logged_call(n, at=FROZEN_NOW - timedelta(minutes=10 * (len(calls) - n + 1)), **seen)
        for n, seen in enumerate(calls, 1)
    )

    judged = judge(a_ring(STRANGER), context.rules, context.records)

    context.close()
    return [finding.code for finding in judged.verdict.findings], judged.decision.action


def on_a_line(peer: str, *branches: tuple[float, End]) -> list[dict[str, object]]:
    """Calls that rang, by how long our branch rang and how it ended, as the log has them."""
    overs = [Over("a call", rang_s, 0.0, _CAUSES.get(end), end) for rang_s, end in branches]
    return [
        {"rang_s": ended.rang_s, "talked_s": ended.talked_s, "cause": ended.cause}
        for ended in (call_ended(over, peer) for over in overs)
    ]


_CAUSES = {End.GAVE_UP: "SIP 487", End.CANCELLED: "SIP 487", End.GIVEN_BACK: "SIP 480"}
GAVE_UP_AT_ONCE, NOBODY_CAME, GAVE_UP = (
    (1.5, End.GAVE_UP),
    (30.0, End.GIVEN_BACK),
    (9.0, End.GAVE_UP),
)


@pytest.mark.parametrize(
    ("peer", "branches", "burst"),
    [
        pytest.param("sole", [NOBODY_CAME] * 4, False, id="it rings, and nobody comes"),
        pytest.param("sole", [GAVE_UP] * 4, False, id="a person waits for some rings"),
        pytest.param(
            "sole",
            [GAVE_UP_AT_ONCE, NOBODY_CAME, GAVE_UP_AT_ONCE, GAVE_UP_AT_ONCE],
            False,
            id="misdials among tries that were meant",
        ),
        pytest.param("sole", [(1.5, End.ELSEWHERE)] * 4, False, id="somebody took it all the same"),
        pytest.param("sole", [GAVE_UP_AT_ONCE] * 3, True, id="gone before anybody could come"),
        pytest.param("sole", [(1.5, End.CANCELLED)] * 3, True, id="the same without a word"),
        pytest.param(
            "fritzbox", [(3.0, End.GIVEN_BACK)] * 4, False, id="others ring on at the box"
        ),
        pytest.param("forked", [(1.5, End.ELSEWHERE)] * 4, False, id="others have taken it"),
        pytest.param("forked", [(1.5, End.CANCELLED)] * 4, False, id="others may have taken it"),
        pytest.param("serial", [(0.0, End.GIVEN_BACK)] * 4, False, id="others are rung after us"),
        pytest.param("forked", [GAVE_UP_AT_ONCE] * 3, True, id="the caller gave up everywhere"),
    ],
)
def test_a_wanted_caller_who_tries_four_times_a_day_is_no_burst_and_who_rings_off_at_once_is(
    tmp_path: Path, peer: str, branches: list[tuple[float, End]], burst: bool
) -> None:
    """Where nothing else rings the caller hears it ring all the same, so that he who leaves within a ring or two means to."""
    codes, action = found_after(tmp_path, on_a_line(peer, *branches))

    assert (("burst" in codes), action) == (burst, Action.RING)
