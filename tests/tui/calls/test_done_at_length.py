"""What a call's details say was seen at the telephone."""

from __future__ import annotations

import pytest

from portinaio.tui import call_terms

CALL = {"outcome": "done", "cause": None, "rang_s": 2.0, "talked_s": 0.0}


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        ({"action": "hold", "cause": "SIP 200", "talked_s": 12.0}, "answered, held 12 s"),
        (
            {"action": "hold", "cause": "SIP 200", "talked_s": None, "outcome": "too_late"},
            "too late",
        ),
        ({"action": "ring", "cause": "SIP 480", "rang_s": None}, "left to the other telephones"),
        ({"action": "ring", "cause": "SIP 302", "rang_s": None}, "left to the other telephones"),
        ({"action": "ring", "cause": "SIP 480"}, "rang"),
        ({"action": "reject", "cause": "SIP 603"}, "rejected"),
    ],
)
def test_what_was_seen_is_said_and_no_more(seen: dict[str, object], said: str):
    assert call_terms.done_at_length(CALL | seen) == said  # type: ignore[arg-type]
