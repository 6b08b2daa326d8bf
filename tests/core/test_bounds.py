"""It takes a list to call a caller reported: every combination of the findings that are bounded, without one and with one of little trust."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from portinaio.core import score
from portinaio.core.call import Attestation
from portinaio.core.facts import Facts, Hit
from portinaio.core.own_numbers import OwnNumber
from portinaio.core.reach import Reach
from portinaio.core.verdict import Label, classify
from worlds import FROZEN_NOW, STRANGER, a_block, a_call, neighbours

TODAY = FROZEN_NOW.date()
IMPOSSIBLE = "+39282398816"
NEAR, DENSE = neighbours(10, 10), a_block(99, 1.0)
TOO_MUCH = Reach(80, "mobile", "IT").message
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
    "one believed before it was measured": (LITTLE._replace(doubt=TOO_MUCH),),
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


@pytest.mark.parametrize(("days", "label"), [(291, Label.UNKNOWN), (290, Label.REPORTED)])
def test_what_a_list_says_of_the_number_must_be_ten_points_to_count_for_more(days, label):
    old = Hit("old", 1.0, TODAY - timedelta(days=days), 2)  # 9.96 points, and 10.01

    assert classify(a_call(), Facts(hits=(old,), density=DENSE, short_calls=3)).label is label


PROVEN = [
    pytest.param([(0.4, "", False)], 0, id="one of little trust"),
    pytest.param([(0.5, "", False)], 50, id="one that is trusted"),
    pytest.param([(0.4, "", False), (0.3, "", False)], 30, id="two of little trust, but the heavier"),
    pytest.param([(0.4, "a", False), (0.3, "a", False)], 0, id="two of one origin"),
    pytest.param([(0.5, "a", False), (0.3, "a", False)], 50, id="one of them trusted"),
    pytest.param([(0.4, "", True), (0.3, "", True)], 0, id="two that cover too much"),
    pytest.param([(0.4, "", True), (0.3, "", False)], 30, id="one that does, and another"),
    pytest.param([(0.4, "a", True), (0.3, "a", False)], 0, id="one that does, and its origin"),
    pytest.param([(0.4, "a", True), (0.3, "a", False), (0.2, "", True)], 20, id="another beside these"),
]  # fmt: skip


@pytest.mark.parametrize(("lists", "points"), PROVEN)
def test_what_lists_prove(lists, points):
    hits = [
        Hit(f"{place}", trust, TODAY, 999, origin=origin, doubt=TOO_MUCH if wide else None)
        for place, (trust, origin, wide) in enumerate(lists)
    ]

    assert score.proof(hits, TODAY) == pytest.approx(points)
