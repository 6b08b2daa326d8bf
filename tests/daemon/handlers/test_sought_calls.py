"""What a word in the filter of the calls may mean."""

from __future__ import annotations

import pytest

from daemon_world import a_client, a_context, a_logged_call
from portinaio.core.call import Presentation
from portinaio.core.complaint import BookedCompany
from portinaio.core.contact import OWN
from portinaio.core.verdict import Label

FRIEND, SELLER, SUSPECT, LOUD = "+390200005678", "+390844123456", "+12025550147", "+390200009999"


@pytest.fixture
def house(tmp_path):
    context = a_context(tmp_path)
    hidden = Presentation.RESTRICTED
    context.store.calls.record_many(
        [
            a_logged_call(1, number=FRIEND, label=Label.KNOWN),
            a_logged_call(2, number=SELLER, label=Label.REPORTED),
            a_logged_call(3, number=None, calling="", presentation=hidden, label=Label.UNKNOWN),
            a_logged_call(4, number=SUSPECT, label=Label.UNKNOWN, suspected=True),
            a_logged_call(5, number=LOUD, label=Label.UNKNOWN, notes="said it was the grid"),
        ]
    )
    context.store.contacts.add("Léa Fontana", FRIEND, OWN)
    context.store.companies.set(BookedCompany("Luce Facile S.r.l.", numbers=(SELLER,)))
    return a_client(context)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("fontana", [1]),
        ("lea f", [1]),
        ("luce facile", [2]),
        ("reported", [2]),
        ("segnalato", [2]),
        ("rep", [2]),
        ("re", []),
        ("known", [1]),
        ("withheld", [3]),
        ("nascosto", [3]),
        ("suspected", [4]),
        ("GRID", [5]),
        ("0844 123", [2]),
        ("0039 0844", [2]),
        ("(0844) 123-456", [2]),
        ("0844*", [2]),
        ("+390200005000..+390200009999", [1, 5]),
        ("001 202 555", [4]),
        ("5678", [1]),
        ("%", []),
        ("*", []),
        ("..", []),
    ],
)
def test_a_word_finds_whatever_it_may_mean(house, typed: str, found: list[int]):
    assert sorted(call["id"] for call in house.calls(text=typed)) == found
