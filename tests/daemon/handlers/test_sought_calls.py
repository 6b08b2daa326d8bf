"""What a word in the filter of the calls may mean."""

from __future__ import annotations

import pytest

from daemon_world import a_client, a_context, a_logged_call
from portinaio import language
from portinaio.core.call import Presentation
from portinaio.core.complaint import BookedCompany
from portinaio.core.contact import OWN
from portinaio.core.entry import EntryKind
from portinaio.core.message import render
from portinaio.core.numbers.pattern import read_pattern
from portinaio.core.verdict import Label
from portinaio.daemon.handlers.sought_calls import MOST_PATTERNS
from portinaio.language import terms

FRIEND, SELLER, SUSPECT, LOUD = "+390200005678", "+390844123456", "+12025550147", "+390200009999"


@pytest.fixture
def house(tmp_path):
    context = a_context(tmp_path)
    hidden, away = Presentation.RESTRICTED, Presentation.UNAVAILABLE
    context.store.calls.record_many(
        [
            a_logged_call(1, number=FRIEND, label=Label.KNOWN),
            a_logged_call(2, number=SELLER, label=Label.REPORTED),
            a_logged_call(3, number=None, calling="", presentation=hidden, label=Label.UNKNOWN),
            a_logged_call(4, number=SUSPECT, label=Label.UNKNOWN, suspected=True),
            a_logged_call(5, number=LOUD, label=Label.UNKNOWN, notes="said it was the grid"),
            a_logged_call(
                6, number=None, calling="", presentation=away, label=Label.UNKNOWN, name="GRID Ltd"
            ),
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
        ("GRID", [5, 6]),
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


@pytest.mark.parametrize("code", language.LANGUAGES)
@pytest.mark.parametrize(
    ("term", "found"),
    [
        (terms.LABELS["reported"], [2]),
        (terms.LABELS["known"], [1]),
        (terms.LABELS["suspected"], [4]),
        (terms.LABELS["unknown"], [3, 4, 5, 6]),
        (terms.PRESENTATIONS["restricted"], [3]),
        (terms.PRESENTATIONS["unavailable"], [6]),
    ],
    ids=lambda given: given.text if hasattr(given, "text") else "",
)
def test_a_label_and_a_withheld_number_are_found_by_their_word_in_any_language(
    house, term, code: str, found: list[int]
):
    typed = render(term, language.translation(code))

    assert sorted(call["id"] for call in house.calls(text=typed)) == found


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        pytest.param({"pattern": SELLER}, [2], id="of a number"),
        pytest.param({"pattern": "+3902*"}, [1, 5], id="of a beginning"),
        pytest.param({"pattern": "+390200005000..+390200005999"}, [1], id="of a range"),
        pytest.param({"pattern": "+3902000?5678"}, [1], id="of any digit at a place"),
        pytest.param({"name": "grid*"}, [6], id="of a name of the network"),
        pytest.param({"name": "g[r]?d*"}, [], id="of a name with signs that mean others elsewhere"),
    ],
)
@pytest.mark.parametrize("kind", ["allow", "block"])
def test_the_note_of_an_entry_finds_every_call_that_the_entry_means(house, entry, kind, found):
    house.add_entry(**entry, kind=kind, note="The Plumber’s van", sure=True)

    assert sorted(call["id"] for call in house.calls(text="plumber")) == found


def test_a_note_that_thousands_of_entries_have_is_sought_all_the_same(tmp_path):
    context = a_context(tmp_path)
    context.store.calls.record(a_logged_call(1, number=SELLER))
    for n in range(MOST_PATTERNS + 100):
        wanted = read_pattern(f"+39020{n:04}*", context.config.plan)
        context.store.entries.add(wanted, EntryKind.BLOCK, "imported", context.now())
    wanted = read_pattern(SELLER, context.config.plan)
    context.store.entries.add(wanted, EntryKind.BLOCK, "imported", context.now())

    assert [call["id"] for call in a_client(context).calls(text="imported")] == [1]
