"""The persistent caller: what the log holds of earlier calls, on whichever line, and what becomes of the next."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from daemon_world import a_context, a_logged_call, a_rejected_call
from portinaio.core.policy import Action
from portinaio.daemon.screening import judge
from worlds import FROZEN_NOW, STRANGER, a_ring

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from portinaio.core.logged import LoggedCall

STRICT = """
country = "IT"
[policy]
unknown = "reject"
[[line]]
name = "home"
kind = "replay"
[[line]]
name = "office"
kind = "replay"
policy = { repeated = { times = 3, not_before = "20s" } }
"""
REFUSED = {"rang_s": 0.01, "talked_s": 0.0, "cause": "SIP 607"}
GIVEN_BACK = {"action": Action.RING, "rang_s": None, "talked_s": None, "cause": "SIP 480"}
NOBODY_CAME = {"action": Action.RING, "rang_s": 30.0, "talked_s": 0.0, "cause": "SIP 480"}
CANCELLED = {"action": Action.RING, "rang_s": 15.0, "talked_s": None, "cause": "SIP 487"}
HUNG_UP_ON = {"action": Action.ANSWER, "rang_s": 0.1, "talked_s": 1.5, "cause": "SIP 200"}
SILENCED = {"action": Action.SILENCE, "rang_s": 20.0, "talked_s": 0.0, "cause": "SIP 487"}


def tried(call_id: int, ago_s: float, **known: Any) -> LoggedCall:
    at = FROZEN_NOW - timedelta(seconds=ago_s)
    return a_rejected_call(call_id, **{"at": at, **REFUSED, **known})


@pytest.fixture
def action_after(tmp_path: Path) -> Callable[..., Action]:
    """What becomes of the stranger's call on `line` now, after these."""

    def judged(*calls: LoggedCall, line: str = "home") -> Action:
        context = a_context(tmp_path, STRICT)
        context.store.calls.record_many(calls)
        ringing = a_ring(STRANGER)._replace(line=line)
        decision = judge(ringing, context.rules, context.records).decision
        context.close()
        return decision.action

    return judged


@pytest.mark.parametrize(
    ("before", "action"),
    [
        pytest.param({"ago_s": 30}, Action.RING, id="turned away half a minute ago"),
        pytest.param({"ago_s": 1}, Action.REJECT, id="a redial after a second"),
        pytest.param({"ago_s": 200}, Action.REJECT, id="turned away too long ago"),
        pytest.param({"ago_s": 30, "line": "mobile"}, Action.RING, id="on another line"),
        pytest.param({"ago_s": 30, **HUNG_UP_ON}, Action.RING, id="picked up and hung up"),
        pytest.param({"ago_s": 11, **HUNG_UP_ON}, Action.REJECT, id="whose end is the end of it"),
        pytest.param({"ago_s": 200, **SILENCED}, Action.RING, id="silenced until it gave up"),
        pytest.param({"ago_s": 201, **SILENCED}, Action.REJECT, id="too long before"),
        pytest.param({"ago_s": 60, **NOBODY_CAME}, Action.RING, id="nobody else rings, none came"),
        pytest.param({"ago_s": 30, **GIVEN_BACK}, Action.REJECT, id="we gave it back ourselves"),
        pytest.param({"ago_s": 60, **CANCELLED}, Action.REJECT, id="nobody knows who took it"),
        pytest.param({"ago_s": 30, "rang_s": None}, Action.REJECT, id="it is not over"),
        pytest.param({"ago_s": 30, "number": "+390200005678"}, Action.REJECT, id="somebody else"),
    ],
)
def test_after_one_call(
    action_after: Callable[..., Action], before: dict[str, Any], action: Action
) -> None:
    assert action_after(tried(1, **before)) is action


@pytest.mark.parametrize(
    ("ago_s", "action"),
    [
        pytest.param([60, 30], Action.RING, id="a third try"),
        pytest.param([60], Action.REJECT, id="a second is not enough here"),
        pytest.param([60, 15], Action.REJECT, id="a third too soon for this line"),
    ],
)
def test_a_line_may_want_more(
    action_after: Callable[..., Action], ago_s: list[float], action: Action
) -> None:
    calls = [tried(place, ago) for place, ago in enumerate(ago_s, 1)]

    assert action_after(*calls, line="office") is action


@pytest.mark.parametrize("pause_s", [10, 15, 60])
def test_a_robot_that_redials_for_five_minutes_has_no_second_try_when_it_pauses(
    action_after: Callable[..., Action], pause_s: float
) -> None:
    """Only its first call was one, and that is too long ago."""
    robot = [tried(n, pause_s + 300 - n) for n in range(1, 301)]

    assert action_after(*robot) is Action.REJECT


def test_who_redials_at_once_and_pauses_at_last_is_let_in_by_the_first_try(
    action_after: Callable[..., Action],
) -> None:
    assert action_after(tried(1, 30), tried(2, 28), tried(3, 26)) is Action.RING


def test_who_was_called_back_by_a_clock_that_jumped_is_no_second_try(
    action_after: Callable[..., Action],
) -> None:
    assert action_after(tried(1, -3600)) is Action.REJECT


def test_a_check_says_so_and_why(tmp_path: Path) -> None:
    context = a_context(tmp_path, STRICT)
    context.store.calls.record_many([tried(1, 30), a_logged_call(2, number="+390200005678")])

    judgement = judge(a_ring(STRANGER), context.rules, context.records)

    context.close()
    assert str(judgement.decision.because) == "tries again: call 2 within 3 minutes"
