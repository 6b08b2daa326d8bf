"""Callers are not kept waiting before a sentence."""

from __future__ import annotations

import pytest

from portinaio.lines.voice import talks


@pytest.fixture(autouse=True)
def no_lead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talks, "LEAD_S", 0.0)
