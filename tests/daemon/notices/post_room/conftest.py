"""Post rooms that wait for nothing."""

from __future__ import annotations

import pytest

from portinaio.daemon.notices import outbox as room


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "GAP_S", 0.0)
    monkeypatch.setattr(room, "PAUSES_S", (0.01,))
