"""How suspicion adds up. More evidence never lowers the score, and a dispute never raises it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core import score
from portinaio.core.facts import Hit
from worlds import FROZEN_NOW

TODAY = FROZEN_NOW.date()

hits = st.builds(
    Hit,
    list_name=st.just("spam-it"),
    trust=st.floats(0, 1),
    last=st.dates(date(2020, 1, 1), TODAY),
    reporters=st.integers(0, 1000) | st.none(),
    disputes=st.integers(0, 100),
)
counted = hits.filter(lambda hit: hit.reporters is not None)


def a_hit(**given: object) -> Hit:
    return Hit(**{"list_name": "spam-it", "trust": 1.0, "last": TODAY, "reporters": 5, **given})


@pytest.mark.parametrize(
    ("hit", "points"),
    [
        pytest.param(a_hit(reporters=1), 0, id="one reporter is nothing"),
        pytest.param(a_hit(reporters=2), 50, id="two are a half"),
        pytest.param(a_hit(reporters=3), 75, id="three are three quarters"),
        pytest.param(a_hit(reporters=None), 75, id="a curated list counts as three"),
        pytest.param(a_hit(reporters=None, trust=0.4), 30, id="as far as it is trusted"),
        pytest.param(
            a_hit(reporters=3, last=TODAY - timedelta(days=125)), 37.5, id="half after 125 days"
        ),
        pytest.param(a_hit(reporters=3, disputes=1), 25, id="a dispute weighs six reporters"),
        pytest.param(a_hit(reporters=60, disputes=1), 90.9, id="and little beside many"),
        pytest.param(a_hit(reporters=0), 0, id="nobody is nothing"),
        pytest.param(a_hit(last=TODAY + timedelta(days=9)), 93.75, id="a date to come is today"),
    ],
)
def test_the_weight_of_one_list(hit, points):
    assert score.weight_of(hit, TODAY) == pytest.approx(points, abs=0.01)


@pytest.mark.parametrize(
    ("days", "most"),
    [
        pytest.param(0, 49 + 40, id="each point of proof lifts the end by one"),
        pytest.param(249, 49 + 10.06, id="as long as there are ten"),
        pytest.param(251, 49, id="and not of fewer"),
        pytest.param(900, 49, id="nor of none to speak of"),
    ],
)
def test_where_all_findings_end(days, most):
    hit = a_hit(trust=0.8, reporters=2, last=TODAY - timedelta(days=days))

    assert score.end((hit,), TODAY) == pytest.approx(most, abs=0.01)


@given(st.lists(hits, max_size=4), hits)
def test_a_further_list_never_lowers_that_end(known, more):
    assert score.end(known, TODAY) <= score.end([*known, more], TODAY) + 1e-9


@given(hits, st.floats(0, 1))
def test_more_trust_never_weighs_less(hit, more):
    raised = hit._replace(trust=max(hit.trust, more))

    assert score.weight_of(raised, TODAY) >= score.weight_of(hit, TODAY)


@given(counted, st.integers(0, 1000))
def test_more_reporters_never_weigh_less(hit, more):
    raised = hit._replace(reporters=hit.reporters + more)

    assert score.weight_of(raised, TODAY) >= score.weight_of(hit, TODAY)


@given(hits, st.integers(0, 100))
def test_a_dispute_never_raises_the_weight(hit, more):
    disputed = hit._replace(disputes=hit.disputes + more)

    assert score.weight_of(disputed, TODAY) <= score.weight_of(hit, TODAY)


@given(hits, st.integers(0, 3000))
def test_an_older_report_never_weighs_more(hit, days):
    older = hit._replace(last=hit.last - timedelta(days=days))

    assert score.weight_of(older, TODAY) <= score.weight_of(hit, TODAY)


@given(st.lists(st.floats(0, 100), max_size=8), st.floats(0, 100))
def test_a_further_finding_never_lowers_the_score(weights, more):
    assert 0 <= score.joined(weights) <= score.joined([*weights, more]) <= 100


@given(hits.map(lambda hit: hit._replace(trust=min(hit.trust, 0.4))))
def test_one_list_of_little_trust_never_makes_a_caller_reported(hit):
    assert score.joined([score.weight_of(hit, TODAY)]) < score.REPORTED_FROM


@pytest.mark.parametrize(
    "weight",
    [
        score.LOOKED_UP,
        score.RANGE,
        score.NEIGHBOURS,
        score.IMPOSSIBLE,
        score.ATTESTATION_FAILED,
        score.BURST,
        score.OUTSIDE_HOURS,
    ],
)
def test_no_finding_of_its_own_makes_a_caller_reported(weight):
    assert score.joined([weight]) < score.REPORTED_FROM
