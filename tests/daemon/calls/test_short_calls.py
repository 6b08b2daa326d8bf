"""Short calls in a row: only what the caller himself cut short is held against him."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from daemon_world import a_context, a_logged_call
from portinaio.core.policy import Action
from portinaio.daemon.screening import judge
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
    """Oldest first, ten minutes apart."""
    context = a_context(tmp_path)
    context.store.calls.record_many(
        a_logged_call(n, at=FROZEN_NOW - timedelta(minutes=10 * (len(calls) - n + 1)), **seen)
        for n, seen in enumerate(calls, 1)
    )

    verdict = judge(a_ring(STRANGER), context.rules, context.records).verdict

    context.close()
    assert ("burst" in [finding.code for finding in verdict.findings]) == burst
