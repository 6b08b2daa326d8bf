"""What a call's details say was seen at the telephone."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from portinaio.tui import call_terms
from portinaio.tui.calls.table import AT_LENGTH_FROM, CallsTable
from tui.house import NOW, a_call

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


@pytest.mark.parametrize(
    ("width", "said"),
    [
        pytest.param(AT_LENGTH_FROM - 1, "rang", id="narrow"),
        pytest.param(AT_LENGTH_FROM, "left to the other telephones", id="wide"),
    ],
)
def test_the_list_says_it_at_length_where_there_is_room(width: int, said: str):
    state = SimpleNamespace(contacts={}, mask=False, spoken_of=lambda _number: "")
    table = CallsTable(state, lambda: NOW)  # type: ignore[arg-type]
    call = a_call(action="ring", outcome="done", cause="SIP 480", rang_s=None)

    drawn = "".join(cell.text for cell in table._drawn(call, width))

    assert said in drawn
    assert len(drawn) == width
