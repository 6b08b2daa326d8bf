"""Whatever more is known against a caller, the score never falls; whatever speaks for one, it never rises. Order and copies are nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core import next_door
from portinaio.core.call import Attestation
from portinaio.core.facts import Density, Facts, Hit, Neighbours
from portinaio.core.own_numbers import OwnNumber
from portinaio.core.reach import Reach
from portinaio.core.verdict import Label, classify
from worlds import FROZEN_NOW, STRANGER, a_call

TODAY = FROZEN_NOW.date()
TOO_MUCH = Reach(80, "mobile", "IT").message
IMPOSSIBLE = "+39282398816"

trusts = st.floats(0, 1) | st.sampled_from([0.4, 0.41])
hits = st.builds(
    lambda **known: Hit(**known),  # noqa: PLW0108  # of the class itself hypothesis would ask the types
    list_name=st.sampled_from("abc"),
    trust=trusts,
    last=st.dates(TODAY - timedelta(days=900), TODAY),
    reporters=st.integers(0, 40) | st.none(),
    disputes=st.integers(0, 4),
    origin=st.sampled_from(["", "", "ftc", "fcc"]),
    doubt=st.sampled_from([None, None, TOO_MUCH]),
).map(lambda hit: hit._replace(trust=min(hit.trust, 0.4)) if hit.doubt else hit)
blocks = st.builds(
    lambda block, part, trust: Neighbours(max(round(part * block), 1), block, part * block, trust),
    st.sampled_from([10, 100]),
    st.floats(0, 1),
    st.sampled_from([0.2, 0.4, 1.0]),
)
shares = st.builds(
    lambda *known: Density(*known),  # noqa: PLW0108  # as above
    st.integers(1, 999),
    st.floats(0, 1),
    st.sampled_from([0.2, 0.4, 1.0]),
)
facts = st.builds(
    lambda **known: Facts(**known),  # noqa: PLW0108  # as above
    hits=st.lists(hits, max_size=4).map(tuple),
    neighbours=st.none() | blocks,
    density=st.none() | shares,
    next_door=st.none() | st.just(next_door.a_contact("Anna")),
    innocent=st.sampled_from(["", "", "town-halls"]),
    own_number=st.sampled_from([None, OwnNumber.BESIDE, OwnNumber.CALLED]),
    looked_up=st.floats(0, 1),
    short_calls=st.integers(0, 5),
    outside_hours=st.booleans(),
)
calls = st.builds(
    a_call,
    st.sampled_from([STRANGER, IMPOSSIBLE]),
    name=st.sampled_from(["", "Rossi", "Scam Likely"]),
    attestation=st.sampled_from([Attestation.NONE, Attestation.FAILED]),
)


def score_of(call, known: Facts) -> int:
    return classify(call, known).score


def raised(known: Facts, more: Facts) -> dict[str, Facts]:
    """`known` with one thing more against the caller, each by its name."""
    near, dense = known.neighbours, known.density
    return {
        "a further list": known._replace(hits=(*known.hits, *more.hits[:1])),
        "more reporters": _of_hits(known, _more_reporters),
        "more trust in the lists": _of_hits(known, _more_trust),
        "fresher reports": _of_hits(known, _fresher),
        "fewer disputes": _of_hits(known, lambda hit: hit._replace(disputes=0)),
        "neighbours where none were": known._replace(neighbours=near or more.neighbours),
        "more neighbours": known._replace(neighbours=near and near._replace(worth=near.block)),
        "neighbours better trusted": known._replace(neighbours=near and near._replace(trust=1.0)),
        "a block where none was": known._replace(density=dense or more.density),
        "a thicker block": known._replace(density=dense and dense._replace(share=1.0)),
        "a block better trusted": known._replace(density=dense and dense._replace(trust=1.0)),
        "a look-up": known._replace(looked_up=max(known.looked_up, more.looked_up)),
        "short calls": known._replace(short_calls=known.short_calls + more.short_calls),
        "a late hour": known._replace(outside_hours=True),
        "one's own number": known._replace(own_number=OwnNumber.CALLED),
        "nobody known next door": known._replace(next_door=None),
        "no public body": known._replace(innocent=""),
    }


def _of_hits(known: Facts, change) -> Facts:
    return known._replace(hits=tuple(map(change, known.hits)))


def _more_reporters(hit: Hit) -> Hit:
    return hit if hit.reporters is None else hit._replace(reporters=hit.reporters + 3)


def _more_trust(hit: Hit) -> Hit:
    return hit if hit.doubt else hit._replace(trust=1.0)


def _fresher(hit: Hit) -> Hit:
    return hit._replace(last=TODAY)


@pytest.mark.parametrize("how", raised(Facts(), Facts()))
@given(calls, facts, facts)
def test_what_speaks_against_a_caller_never_lowers_the_score(how, call, known, more):
    assert score_of(call, known) <= score_of(call, raised(known, more)[how])


@given(calls, facts)
def test_a_network_that_calls_a_number_forged_never_lowers_the_score(call, known):
    forged = call._replace(ringing=call.ringing._replace(attestation=Attestation.FAILED))

    assert score_of(call, known) <= score_of(forged, known)


@given(calls, facts)
def test_a_mark_in_the_name_never_lowers_the_score(call, known):
    marked = call._replace(ringing=call.ringing._replace(name="Spam"))

    assert score_of(call, known) <= score_of(marked, known)


@given(calls, facts, st.randoms())
def test_the_order_of_lists_is_nothing(call, known, chance):
    shuffled = known._replace(hits=tuple(chance.sample(known.hits, len(known.hits))))

    one, other = classify(call, known), classify(call, shuffled)
    assert (one.score, one.label) == (other.score, other.label)


@given(calls, facts, hits)
def test_a_second_copy_of_the_same_data_changes_nothing(call, known, hit):
    hit = hit._replace(origin="same")
    copies = (hit, hit._replace(list_name="copy"))

    once = score_of(call, known._replace(hits=(*known.hits, hit)))
    assert score_of(call, known._replace(hits=(*known.hits, *copies))) == once


@given(calls, facts)
def test_nobody_is_reported_whom_no_list_holds_but_for_a_lie_proven_twice(call, known):
    verdict = classify(call, known._replace(hits=()))

    lie = verdict.has("impossible") and verdict.has("attestation")
    assert verdict.label is Label.UNKNOWN or lie
