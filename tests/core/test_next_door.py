"""What other numbers of a block have done counts a third where the user knows somebody in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core import next_door
from portinaio.core.entry import EntryBook, EntryKind
from portinaio.core.facts import Facts, Hit
from portinaio.core.verdict import Label, classify
from worlds import FROZEN_NOW, STRANGER, a_block, a_call, an_entry, neighbours

ANNA = next_door.a_contact("Anna")
TODAY = FROZEN_NOW.date()
ALLOW, BLOCK = EntryKind.ALLOW, EntryKind.BLOCK

near = st.none() | st.integers(0, 10).map(lambda n: neighbours(n, 10))
near |= st.integers(0, 100).map(lambda n: neighbours(n, 100))
dense = st.none() | st.builds(a_block, st.integers(0, 999), st.floats(0, 1))


@given(near, dense, st.booleans())
def test_a_block_makes_nobody_suspected_beside_somebody_known(near, dense, late):
    facts = Facts(neighbours=near, density=dense, next_door=ANNA, outside_hours=late)

    assert not classify(a_call(), facts).suspected


@given(near, dense)
def test_a_block_says_a_third_beside_somebody_known(near, dense):
    facts = Facts(neighbours=near, density=dense)

    whole, third = classify(a_call(), facts), classify(a_call(), facts._replace(next_door=ANNA))

    assert abs(third.score - whole.score / 3) <= 1  # both are rounded


@given(near, dense, st.integers(1, 9))
def test_who_is_known_next_door_never_raises_a_score(near, dense, reporters):
    facts = Facts(hits=(Hit("a", 0.8, TODAY, reporters),), neighbours=near, density=dense)

    assert (
        classify(a_call(), facts._replace(next_door=ANNA)).score <= classify(a_call(), facts).score
    )


def test_what_is_said_of_the_number_itself_weighs_as_before():
    verdict = classify(a_call(), Facts(hits=(Hit("a", 0.8, TODAY, 5),), next_door=ANNA))

    assert (verdict.label, verdict.score) == (Label.REPORTED, 75)


@pytest.mark.parametrize(
    ("who", "told"),
    [
        pytest.param(ANNA, "Anna of your contacts is in the same block of 100", id="a contact"),
        pytest.param(
            next_door.a_contact(""),
            "one of your contacts is in the same block of 100",
            id="a nameless one",
        ),
        pytest.param(
            next_door.an_allowed("+390200001299"),
            "you allow +390200001299, in the same block of 100",
            id="one allowed",
        ),
        pytest.param(
            next_door.a_called("+390200001299"),
            "you called +390200001299, in the same block of 100",
            id="one called",
        ),
    ],
)
def test_the_finding_says_who_is_known_there(who, told):
    (finding,) = classify(a_call(), Facts(neighbours=neighbours(4, 10), next_door=who)).findings

    assert str(finding.message) == (
        f"4 numbers of its block of 10 are listed; but {told}, so it counts a third"
    )


@pytest.mark.parametrize(
    ("pattern", "beside"),
    [
        pytest.param("+390200001200", True, id="the first of the block"),
        pytest.param("+390200001299", True, id="the last of the block"),
        pytest.param("+390200001199", False, id="one before it"),
        pytest.param("+390200001300", False, id="one behind it"),
        pytest.param("+3902000012*", True, id="the block"),
        pytest.param("+39020000129*", True, id="a tenth of it"),
        pytest.param("+390200001*", False, id="more than the block"),
        pytest.param("+390200001200..+390200001299", True, id="the block, as a stretch"),
        pytest.param("+390200001250..+390200001300", False, id="a stretch out of it"),
        pytest.param("+3902000012999", False, id="a longer number that begins so"),
        pytest.param("+3902000012345*", False, id="longer numbers alone"),
    ],
)
def test_an_entry_beside_a_number_allows_nothing_outside_its_block(pattern, beside):
    book = EntryBook([an_entry(pattern, ALLOW)])

    assert bool(book.allowed_beside(STRANGER, FROZEN_NOW)) is beside


def test_an_entry_that_blocks_or_has_run_out_eases_nothing():
    book = EntryBook(
        [an_entry("+390200001299"), an_entry("+390200001298", ALLOW, until=FROZEN_NOW)]
    )

    assert book.allowed_beside(STRANGER, FROZEN_NOW) is None
