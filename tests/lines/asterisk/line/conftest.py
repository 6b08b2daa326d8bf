"""A line of an Asterisk that waits for nobody for long."""

from __future__ import annotations

import pytest

from portinaio.lines.asterisk import manager, question


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FACTS_S", "DECISION_S", "REPLY_S"):
        monkeypatch.setattr(question, name, 0.2)
    monkeypatch.setattr(manager, "PAUSES_S", (0.01,))
