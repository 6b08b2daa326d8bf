"""The hour of a call: it speaks against reported callers alone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from daemon_world import a_context
from portinaio.core.numbers.pattern import key
from portinaio.daemon.screening import Screening
from portinaio.lists.lookup import Hit, Lookup
from worlds import STRANGER, a_ring

if TYPE_CHECKING:
    from pathlib import Path

NIGHT = datetime.fromisoformat("2026-11-24T23:00:00+01:00")


class SomeLists:
    """Lists that all know the stranger."""

    def look_up(self, wanted: int, today) -> Lookup:
        known = wanted == key(STRANGER[1:])
        return Lookup((Hit("spam-it", 0.5, today, 3),)) if known else Lookup()


@pytest.mark.parametrize(
    ("caller", "codes"),
    [
        pytest.param("+390200005678", [], id="a friend in the evening"),
        pytest.param(STRANGER, ["listed", "hours"], id="a reported caller in the evening"),
    ],
)
def test_a_late_hour_speaks_against_those_alone_whom_somebody_reported(
    tmp_path: Path, caller: str, codes: list[str]
) -> None:
    context = a_context(tmp_path, 'country = "IT"\n')
    screening = Screening(context.config, None, open_lists=SomeLists())

    verdict = screening.judge(a_ring(caller, at=NIGHT)).verdict

    assert [finding.code for finding in verdict.findings] == codes
