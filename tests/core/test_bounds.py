"""It takes a list to call a caller reported: every combination of the findings that are bounded, without one and with one of little trust."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core import next_door, score
from portinaio.core.call import Attestation
from portinaio.core.facts import Facts, Hit
from portinaio.core.own_numbers import OwnNumber
from portinaio.core.verdict import Label, classify
from worlds import FROZEN_NOW, STRANGER, a_block, a_call, neighbours

TODAY = FROZEN_NOW.date()
IMPOSSIBLE = "+39282398816"
NEAR, DENSE = neighbours(10, 10), a_block(99, 1.0)
LITTLE = Hit("little", 0.4, TODAY, 999)
LISTS = {
    "no list": (),
    "a list that has one reporter": (LITTLE._replace(reporters=1, trust=1.0),),
    "a list of little trust": (LITTLE,),
    "one of them curated": (LITTLE._replace(reporters=None),),
    "two of them of one origin": (
        LITTLE._replace(origin="ftc"),
        LITTLE._replace(list_name="b", origin="ftc"),
    ),
    "one believed before it was measured": (LITTLE._replace(doubt=next_door.a_contact("")),),
}
SWITCHES = (
    "near",
    "dense",
    "name",
    "beside",
    "called",
    "lookup",
    "impossible",
    "forged",
    "burst",
    "late",
)
"""What each bounded finding needs, at its heaviest."""


def judged(hits: tuple[Hit, ...], on: dict[str, bool]):
    near = NEAR._replace(trust=0.4) if hits else NEAR
    dense = DENSE._replace(trust=0.4) if hits else DENSE
    own = OwnNumber.CALLED if on["called"] else OwnNumber.BESIDE if on["beside"] else None
    facts = Facts(
        hits=hits,
        neighbours=near if on["near"] else None,
        density=dense if on["dense"] else None,
        own_number=own,
        looked_up=float(on["lookup"]),
        short_calls=9 * on["burst"],
        outside_hours=on["late"],
    )
    call = a_call(
        IMPOSSIBLE if on["impossible"] else STRANGER,
        name="Spam" if on["name"] else "",
        attestation=Attestation.FAILED if on["forged"] else Attestation.NONE,
    )
    return classify(call, facts)


@pytest.mark.parametrize("hits", LISTS.values(), ids=LISTS)
def test_no_findings_together_make_a_caller_reported_but_a_lie_that_is_proven_twice(hits):
    reported = [
        on
        for values in product((False, True), repeat=len(SWITCHES))
        if judged(hits, on := dict(zip(SWITCHES, values, strict=True))).label is Label.REPORTED
    ]

    proven_twice = [on for on in reported if on["impossible"] and on["forged"]]
    assert (len(reported), reported) == (2 ** (len(SWITCHES) - 2), proven_twice)


@pytest.mark.parametrize(
    ("switch", "suspected"),
    [
        ("near", True),
        ("dense", True),
        ("name", True),
        ("beside", False),
        ("called", True),
        ("lookup", True),
        ("impossible", True),
        ("forged", True),
        ("burst", False),
        ("late", False),
    ],
)
def test_which_findings_make_a_caller_suspected_alone(switch, suspected):
    assert judged((), {each: each == switch for each in SWITCHES}).suspected is suspected


@pytest.mark.parametrize(("trust", "label"), [(0.4, Label.UNKNOWN), (0.41, Label.REPORTED)])
def test_a_list_just_above_little_trust_takes_a_suspected_caller_over(trust, label):
    facts = Facts(hits=(LITTLE._replace(trust=trust),), short_calls=3)

    assert classify(a_call(), facts).label is label


@pytest.mark.parametrize(("points", "label"), [(0.4, Label.UNKNOWN), (1.0, Label.REPORTED)])
def test_what_a_list_says_must_be_a_point_at_least(points, label):
    total = score.total([(points, 1.0)], [45.0, 40.0, 20.0])

    assert (total >= score.REPORTED_FROM) is (label is Label.REPORTED)


@given(
    st.lists(st.tuples(st.floats(0, 100), st.floats(0, 1)), max_size=5),
    st.lists(st.floats(0, 50), max_size=5),
    st.booleans(),
    st.tuples(st.floats(0, 100), st.floats(0, 1)),
)
def test_neither_a_further_list_nor_a_finding_ever_lowers_the_total(listed, others, lie, more):
    before = score.total(listed, others, lie=lie)

    assert before <= score.total([*listed, more], others, lie=lie)
    assert before <= score.total(listed, [*others, more[0]], lie=lie)


@given(
    st.lists(st.tuples(st.floats(0, 100), st.floats(0, 1)), min_size=1, max_size=5),
    st.lists(st.floats(0, 50), max_size=5),
    st.tuples(st.floats(0, 100), st.floats(0, 1)),
)
def test_neither_heavier_words_nor_more_trust_in_a_list_ever_lower_the_total(listed, others, more):
    (weight, trust), *rest = listed
    raised = (max(weight, more[0]), max(trust, more[1]))

    assert score.total(listed, others) <= score.total([raised, *rest], others)
