"""A house whose clock can be put on and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clocks import DAY, AClock
from daemon_world import a_context, a_logged_call
from portinaio.core.entry import EntryKind
from portinaio.daemon.maintenance import tidy
from worlds import FROZEN_NOW, STRANGER, a_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from portinaio.daemon.context import Context


@pytest.fixture
def clock() -> AClock:
    return AClock()


@pytest.fixture
def context(tmp_path: Path, clock: AClock) -> Iterator[Context]:
    """It was tidied today, and has a call and an entry of this week."""
    config = 'country = "IT"\n[[list]]\nname = "x"\nurl = "http://127.0.0.1:9/x"\n'
    context = a_context(tmp_path / "home", config, now=clock)
    context.store.calls.record(a_logged_call(1, at=FROZEN_NOW - DAY))
    context.store.entries.add(
        a_pattern(STRANGER), EntryKind.BLOCK, "", FROZEN_NOW - DAY, FROZEN_NOW + DAY
    )
    tidy(context, 90)
    yield context
    context.close()
