"""What each finding weighs alone, to the point, and where suspected and reported begin."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portinaio.core import score
from portinaio.core.call import Attestation
from portinaio.core.facts import Facts, Hit
from portinaio.core.own_numbers import OwnNumber
from portinaio.core.verdict import Label, classify
from worlds import FROZEN_NOW, a_block, a_call, neighbours

TODAY = FROZEN_NOW.date()
NOBODY = "+39282398816"  # can have this number


def on(trust: float = 1.0, reporters: int | None = 2, **given: object) -> Hit:
    return Hit(**{"list_name": "a", "trust": trust, "last": TODAY, "reporters": reporters, **given})


WEIGHTS = [
    ("neighbours, all of them", a_call(), Facts(neighbours=neighbours(10, 10)), 40),
    ("neighbours, a third", a_call(), Facts(neighbours=neighbours(3, 10)), 30),
    ("the block of 1,000", a_call(), Facts(density=a_block(90, 1.0)), 45),
    ("both", a_call(), Facts(neighbours=neighbours(10, 10), density=a_block(90, 1.0)), 45),
    ("a look-up", a_call(), Facts(looked_up=1.0), 45),
    ("half a look-up", a_call(), Facts(looked_up=0.5), 22),
    ("a name", a_call(name="Scam Likely"), Facts(), 40),
    ("an impossible number", a_call(NOBODY), Facts(), 30),
    ("a forged one", a_call(attestation=Attestation.FAILED), Facts(), 30),
    ("both of these", a_call(NOBODY, attestation=Attestation.FAILED), Facts(), 51),
    ("the house's own number", a_call(), Facts(own_number=OwnNumber.CALLED), 30),
    ("one beside it", a_call(), Facts(own_number=OwnNumber.BESIDE), 20),
    ("three short calls", a_call(), Facts(short_calls=3), 20),
    ("two short calls", a_call(), Facts(short_calls=2), 0),
    ("a list, late", a_call(), Facts(hits=(on(),), outside_hours=True), 54),
    ("a public body on a list", a_call(), Facts(hits=(on(reporters=99),), innocent="halls"), 49),
    ("an editor's list", a_call(), Facts(hits=(on(reporters=None),)), 75),
    ("a list of 125 days ago", a_call(), Facts(hits=(on(last=TODAY - timedelta(125)),)), 25),
    ("a list with a dispute", a_call(), Facts(hits=(on(reporters=6, disputes=1),)), 48),
    ("a list, and all that a block can say", a_call(), Facts(hits=(on(),), density=a_block(90, 1.0)), 72),
    ("a list of little trust, and a block", a_call(), Facts(hits=(on(0.4, 99),), density=a_block(90, 1.0)), 49),
    ("a block, by a list half as little trusted", a_call(), Facts(density=a_block(90, 1.0)._replace(trust=0.2)), 22),
    ("neighbours, by the same", a_call(), Facts(neighbours=neighbours(10, 10)._replace(trust=0.2)), 22),
]  # fmt: skip


@pytest.mark.parametrize(
    ("call", "facts", "points"), [pytest.param(*given, id=name) for name, *given in WEIGHTS]
)
def test_what_it_weighs(call, facts, points):
    assert classify(call, facts).score == points


@pytest.mark.parametrize(
    ("trust", "label"),
    [
        pytest.param(0.98, Label.UNKNOWN, id="49 points"),
        pytest.param(1.0, Label.REPORTED, id="50 points"),
    ],
)
def test_where_reported_begins(trust, label):
    assert classify(a_call(), Facts(hits=(on(trust),))).label is label


@pytest.mark.parametrize(
    ("trust", "suspected"),
    [pytest.param(0.48, False, id="24 points"), pytest.param(0.5, True, id="25 points")],
)
def test_where_suspected_begins(trust, suspected):
    assert classify(a_call(), Facts(hits=(on(trust),))).suspected is suspected


@pytest.mark.parametrize(
    ("reporters", "age_days", "disputes", "worth"),
    [
        pytest.param(None, 0, 0, 1.0, id="an editor's"),
        pytest.param(None, 125, 3, 0.5, id="an old one, that nobody can dispute"),
        pytest.param(1, 0, 0, 0.0, id="of a single reporter"),
        pytest.param(2, 0, 0, 1.0, id="of two"),
        pytest.param(2, 125, 0, 0.5, id="of two, long ago"),
        pytest.param(6, 0, 1, 0.5, id="of six, and a dispute"),
    ],
)
def test_what_a_listed_number_says_of_those_beside_it(reporters, age_days, disputes, worth):
    assert score.worth(reporters, age_days, disputes) == pytest.approx(worth)


@pytest.mark.parametrize(
    ("trust", "block_trust"), [(-1.0, 0.0), (0.2, 0.2), (0.4, 0.4), (0.41, 1.0), (1.0, 1.0)]
)
def test_above_a_little_all_lists_are_believed_alike_of_blocks(trust, block_trust):
    assert score.block_trust(trust) == block_trust


@pytest.mark.parametrize(
    ("weight", "trust", "points"), [(45, 0.41, 45), (45, 0.4, 45), (45, 0.2, 22.5), (10, 0.2, 10)]
)
def test_what_a_block_may_weigh(weight, trust, points):
    assert score.of_block(weight, trust) == pytest.approx(points)


@pytest.mark.parametrize(("weight", "said"), [(45, 40), (45, 0), (30, 30), (20, 40)])
def test_two_findings_that_count_the_same_weigh_as_the_heavier(weight, said):
    assert score.together([said, score.beyond(weight, said)]) == pytest.approx(max(weight, said))
