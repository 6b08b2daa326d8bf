"""How long each step at a terminal took, told at the end of the run, also where the output of a test is captured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from peers.shell import Shell

if TYPE_CHECKING:
    from collections.abc import Callable

STEP = "step: "
EVENING = "evening"
"""In the name of a file whose tests are long walks; of those without steps the whole time is told."""


@pytest.fixture(autouse=True)
def _timed(record_property: Callable[[str, object], None], monkeypatch: pytest.MonkeyPatch) -> None:
    def told(use: str, what: str, took_s: float) -> None:
        record_property(f"{STEP}{use}, {what}", took_s)

    monkeypatch.setattr(Shell, "told", staticmethod(told))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    rows = [
        row
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, ())
        if getattr(report, "when", "") == "call"
        for row in _rows(report)
    ]
    if rows:
        terminalreporter.section("steps at a terminal")
        for what, took_s in rows:
            terminalreporter.write_line(f"{what[:70]:70}{took_s:7.1f} s")


def _rows(report: pytest.TestReport) -> list[tuple[str, float]]:
    steps = [
        (name.removeprefix(STEP), took_s)
        for name, took_s in report.user_properties
        if name.startswith(STEP) and isinstance(took_s, float)
    ]
    if steps or EVENING not in report.nodeid.partition("::")[0]:
        return steps
    return [(report.nodeid.rpartition("::")[2], report.duration)]
