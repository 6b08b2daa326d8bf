"""What a list can do alone, told beforehand. It is never more than a call shows, and never less than the worst one does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core import score
from portinaio.core.facts import Density, Facts, Hit, Neighbours
from portinaio.core.verdict import Label, classify
from portinaio.lists.strength import Evidence, Strength, alone, of_crowded, of_listed, says
from worlds import FROZEN_NOW, a_call

TODAY = FROZEN_NOW.date()
EVERY_TRUST = [step / 100 for step in range(101)]
KINDS = [Evidence(0, counted=counted, doubted=doubted) for counted in (False, True) for doubted in (False, True)]  # fmt: skip

ages = st.integers(0, 2_000)
evidence = st.builds(Evidence, st.floats(0, 1), st.booleans(), st.booleans(), ages)


def believed(kind: Evidence) -> float:
    return min(kind.trust, 0.4) if kind.doubted else kind.trust


def becomes(facts: Facts) -> Strength:
    verdict = classify(a_call(), facts)
    if verdict.label is Label.REPORTED:
        return Strength.REPORTED
    return Strength.SUSPECTED if verdict.suspected else Strength.NONE


@given(evidence, st.integers(1, 10_000), st.integers(0, 100), st.integers(0, 2_000))
def test_no_number_of_such_a_list_fares_worse_than_is_said(kind, reporters, disputes, age):
    last = TODAY - timedelta(days=kind.age_days + age)
    hit = Hit("it", believed(kind), last, reporters if kind.counted else None, disputes)

    assert becomes(Facts(hits=(hit,))).rank <= of_listed(kind).rank


@given(evidence, st.integers(0, 10), st.sampled_from([10, 100]), st.floats(0, 1), st.booleans())
def test_no_number_in_a_crowd_fares_worse_than_is_said(kind, near, block, share, listed):
    trust = score.block_trust(kind.trust)
    fresh = score.fresh(kind.age_days)
    hit = Hit(
        "it",
        believed(kind),
        TODAY - timedelta(days=kind.age_days),
        10_000 if kind.counted else None,
    )
    facts = Facts(hits=(hit,) if listed else ())
    if not kind.doubted:  # such a list is asked about no block
        facts = facts._replace(
            neighbours=Neighbours(near, block, near * fresh, trust),
            density=Density(500, share * fresh, trust),
        )

    assert becomes(facts).rank <= of_crowded(kind).rank


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("trust", EVERY_TRUST)
@pytest.mark.parametrize("age", [0, 60, 600])
def test_the_heaviest_number_of_such_a_list_fares_as_is_said(kind, trust, age):
    kind = kind._replace(trust=trust, age_days=age)
    hit = Hit("it", believed(kind), TODAY - timedelta(days=age), 10_000 if kind.counted else None)

    assert becomes(Facts(hits=(hit,))) is of_listed(kind)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.doubted])
@pytest.mark.parametrize("trust", EVERY_TRUST[::4])
@pytest.mark.parametrize("age", [0, 150, 200, 250, 300])
def test_the_heaviest_number_in_a_full_crowd_fares_as_is_said(kind, trust, age):
    kind = kind._replace(trust=trust, age_days=age)
    hit = Hit("it", trust, TODAY - timedelta(days=age), 10_000 if kind.counted else None)
    near = Neighbours(10, 10, 10 * score.fresh(age), score.block_trust(trust))
    dense = Density(1_000, score.fresh(age), score.block_trust(trust))

    assert becomes(Facts(hits=(hit,), neighbours=near, density=dense)) is of_crowded(kind)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("trust", EVERY_TRUST)
def test_each_trust_that_is_named_is_the_least_that_does_more(kind, trust):
    found = alone(kind._replace(trust=trust))

    before = found.listed
    for bound, strength in found.more:
        assert of_listed(kind._replace(trust=bound)) is strength
        assert of_listed(kind._replace(trust=round(bound - 0.01, 2))).rank < strength.rank
        assert before.rank < strength.rank
        assert bound > trust
        before = strength
    assert of_listed(kind._replace(trust=1.0)) is before


@given(evidence, st.floats(0, 1))
def test_more_trust_never_does_less(kind, trust):
    more = kind._replace(trust=max(trust, kind.trust))

    assert of_listed(kind).rank <= of_listed(more).rank
    assert of_crowded(kind).rank <= of_crowded(more).rank
    assert of_listed(kind).rank <= of_crowded(kind).rank


@pytest.mark.parametrize(
    ("kind", "sure", "sentence"),
    [
        pytest.param(
            Evidence(0.8), True, "alone, with trust 0.8, it makes callers reported", id="the most"
        ),
        pytest.param(
            Evidence(0.4, counted=True),
            True,
            "alone, with trust 0.4, it makes callers suspected; with 0.5 or more: reported",
            id="complaints that are little trusted",
        ),
        pytest.param(
            Evidence(0.2, counted=True),
            True,
            "alone, with trust 0.2, it can do nothing against a caller; with 0.25 or more: suspected; with 0.5 or more: reported;"
            " where most numbers of their block stand on it too: suspected",
            id="what would help one that can do nothing",
        ),
        pytest.param(
            Evidence(0.6),
            False,
            "alone, with trust 0.6, it makes callers suspected; with 0.66 or more: reported;"
            " where many have reported a number, and it says so: reported",
            id="one that nobody has looked at",
        ),
        pytest.param(
            Evidence(1, doubted=True),
            True,
            "alone, with trust 1, it makes callers suspected",
            id="no trust helps one that means half of a country",
        ),
        pytest.param(
            Evidence(0.66, age_days=1),
            True,
            "alone, with trust 0.66, it makes callers suspected; with 0.67 or more: reported; with fresh reports: reported",
            id="of yesterday, and only just too little",
        ),
        pytest.param(
            Evidence(0.4, counted=True, age_days=400),
            True,
            "alone, with trust 0.4, it can do nothing against a caller; with fresh reports: suspected",
            id="of long ago",
        ),
        pytest.param(
            Evidence(0.8),
            False,
            "alone, with trust 0.8, it makes callers reported",
            id="counts would change nothing",
        ),
        pytest.param(
            Evidence(0.6),
            True,
            "alone, with trust 0.6, it makes callers suspected; with 0.66 or more: reported;"
            " where most numbers of their block stand on it too: reported",
            id="one that is known to have no counts",
        ),
    ],
)
def test_the_sentence_says_what_it_does_and_what_would_help(kind, sure, sentence):
    assert str(says(kind, sure=sure)) == sentence
