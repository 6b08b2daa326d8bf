"""Lines find no name server but the one that a test brings, and wait before no sentence."""

from __future__ import annotations

import pytest

from portinaio.lines.sip.servers import names
from portinaio.lines.voice import talks


@pytest.fixture(autouse=True)
def no_name_server(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(*_args: object) -> tuple[list[object], float]:
        return [], names.LONGEST_S

    monkeypatch.setattr(names, "records", nothing)


@pytest.fixture(autouse=True)
def no_lead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talks, "LEAD_S", 0.0)
