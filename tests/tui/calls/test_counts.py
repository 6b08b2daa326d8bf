"""The title of the calls counts what was done to those of today, and not what was wished."""

from __future__ import annotations

import pytest

from portinaio.tui.calls.pages import CallPages
from portinaio.tui.session import Session
from tui.house import NOW, a_call


@pytest.mark.parametrize(
    ("action", "outcome", "said"),
    [
        ("reject", "done", ["1 today", "1 rejected"]),
        ("reject", "too_late", ["1 today"]),
        ("announce", "unable", ["1 today"]),
        ("silence", "done", ["1 today", "1 silenced"]),
        ("silence", "too_late", ["1 today"]),
        ("silence", None, ["1 today"]),
        ("ring", "done", ["1 today"]),
    ],
)
def test_what_was_too_late_or_is_still_to_come_is_not_counted_as_done(
    action: str, outcome: str | None, said: list[str]
):
    session = Session(lambda: NOW)
    session.log.load([a_call(1, action=action, outcome=outcome, rang_s=2.0)], NOW)  # type: ignore[list-item]  # a plain dictionary

    assert CallPages(session).counted() == said
