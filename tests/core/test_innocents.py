"""Numbers of public bodies: what lists say of them makes them suspected at most, and they are allowed nothing by it."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core.call import Attestation
from portinaio.core.checks.finding import Finding
from portinaio.core.decide import decide
from portinaio.core.entry import EntryKind
from portinaio.core.facts import Density, Facts, Hit, Neighbours
from portinaio.core.message import msg
from portinaio.core.numbers.reserved import Effect, ReservedRange
from portinaio.core.policy import Action, Policy
from portinaio.core.verdict import Label, Verdict, classify
from worlds import FROZEN_NOW, a_call, a_pattern, an_entry

TODAY = FROZEN_NOW.date()
HALL = Facts(innocent="town-halls")
MANY = Hit("spam-it", 0.9, TODAY, 42)
SEVERAL = (MANY, Hit("spam-eu", 0.8, TODAY, 9))
CROWDED = {"neighbours": Neighbours(9, 10, 9.0), "density": Density(300, 0.9)}
SALES = ReservedRange(
    a_pattern("+3902*"), "IT", Effect.REPORTED, "sales calls", "AGCOM", date(2018, 10, 25), TODAY
)
PLAIN = "on town-halls: the number of a public body, if it is not forged"
EASED = f"{PLAIN}, so what lists say makes it suspected at most"


def score_of(facts: Facts, **call: object) -> int:
    return classify(a_call(**call), facts).score


def words_of(facts: Facts, **call: object) -> list[str]:
    found = classify(a_call(**call), facts).findings
    return [str(finding.message) for finding in found if finding.code == "innocent"]


@pytest.mark.parametrize(
    ("said", "points"),
    [
        pytest.param({}, 0, id="nothing said"),
        pytest.param({"hits": (Hit("spam-it", 0.6, TODAY, 2),)}, 30, id="a caller at 30 stays at 30"),
        pytest.param({"hits": (Hit("spam-it", 0.98, TODAY, 2),)}, 49, id="one at 49 stays there"),
        pytest.param({"hits": (Hit("spam-it", 1.0, TODAY, 2),)}, 49, id="one at 50 comes down to 49"),
        pytest.param({"hits": (MANY,)}, 49, id="many reporters"),
        pytest.param({"hits": SEVERAL}, 49, id="several lists"),
        pytest.param(CROWDED, 45, id="a crowded block alone makes nobody reported anyhow"),
        pytest.param({"hits": (MANY,), **CROWDED}, 49, id="a list and a crowded block"),
        pytest.param({"hits": (MANY,), "outside_hours": True}, 49, id="a list, late in the evening"),
        pytest.param({"hits": (MANY,), "looked_up": 1.0}, 49, id="a list and a look-up"),
        pytest.param({"hits": (MANY,), "short_calls": 3}, 59, id="short calls in a row are seen, not said"),
    ],
)  # fmt: skip
def test_what_others_say_of_a_public_body_weighs_49_at_most(said, points):
    assert score_of(HALL._replace(**said)) == points


def test_a_public_body_that_many_lists_name_is_still_suspected():
    verdict = classify(a_call(), HALL._replace(hits=SEVERAL))

    assert (verdict.label, verdict.suspected) == (Label.UNKNOWN, True)


def test_a_public_body_of_which_nobody_speaks_is_unknown_and_not_known():
    verdict = classify(a_call(), HALL)

    assert (verdict.label, verdict.score, verdict.suspected) == (Label.UNKNOWN, 0, False)


SETTLED = {
    "personal": {"entry": an_entry(kind=EntryKind.BLOCK)},
    "allowed": {"entry": an_entry(kind=EntryKind.ALLOW)},
    "contact": {"contact": "Town hall"},
    "called_before": {"called_by_user": TODAY},
    "reserved_range": {"reserved": SALES},
}


@pytest.mark.parametrize(
    ("settling", "hits"), product(SETTLED.values(), [(), SEVERAL]), ids=lambda each: str(list(each))
)
def test_what_settles_the_matter_is_the_same_for_a_public_body(settling, hits):
    of_anybody = classify(a_call(), Facts(hits=hits, **settling))

    of_a_hall = classify(a_call(), HALL._replace(hits=hits, **settling))

    assert (of_a_hall.label, of_a_hall.score, of_a_hall.settled) == (
        of_anybody.label,
        of_anybody.score,
        of_anybody.settled,
    )


def test_a_number_that_the_network_calls_forged_is_spared_nothing():
    forged = {"attestation": Attestation.FAILED}

    assert score_of(HALL._replace(hits=(MANY,)), **forged) == score_of(
        Facts(hits=(MANY,)), **forged
    )


@pytest.mark.parametrize(
    ("facts", "attestation", "words"),
    [
        pytest.param(HALL, Attestation.NONE, [PLAIN], id="nothing else is known"),
        pytest.param(HALL._replace(hits=(MANY,)), Attestation.NONE, [EASED], id="a list"),
        pytest.param(HALL._replace(**CROWDED), Attestation.FULL, [EASED], id="a block"),
        pytest.param(HALL._replace(looked_up=0.5), Attestation.NONE, [EASED], id="a look-up"),
        pytest.param(HALL, Attestation.FAILED, [], id="forged"),
        pytest.param(Facts(hits=(MANY,)), Attestation.NONE, [], id="not a public body"),
    ],
)
def test_it_is_said_that_the_number_is_a_public_bodys(facts, attestation, words):
    assert words_of(facts, attestation=attestation) == words


def test_the_finding_weighs_nothing_and_names_the_list_of_public_bodies():
    (finding,) = classify(a_call(), HALL).findings

    assert (finding.code, finding.weight, finding.final, finding.source) == (
        "innocent",
        0.0,
        False,
        "town-halls",
    )


REJECTING = Policy({"known": Action.RING, "unknown": Action.RING, "reported": Action.REJECT})


@pytest.mark.parametrize(
    ("reporters", "because"),
    [
        pytest.param(42, EASED, id="it would have been reported"),
        pytest.param(2, "on spam-it: 2 reporters, last 24 Nov 2026", id="it would not"),
    ],
)
def test_the_reason_is_that_it_is_a_public_body_where_that_decides(reporters, because):
    verdict = classify(a_call(), HALL._replace(hits=(Hit("spam-it", 0.9, TODAY, reporters),)))

    decision = decide(verdict, REJECTING, FROZEN_NOW, frozenset(Action))

    assert (decision.action, str(decision.because)) == (Action.RING, because)


SAID = Finding("listed", msg("on spam-it"), 60.0)
HALL_SAID = Finding("innocent", msg("a public body's"), source="town-halls")


@pytest.mark.parametrize(
    ("verdict", "held"),
    [
        pytest.param(Verdict(Label.UNKNOWN, 49, (SAID, HALL_SAID)), True, id="a list would have sufficed"),
        pytest.param(Verdict(Label.UNKNOWN, 49, (SAID._replace(weight=49.0), HALL_SAID)), False, id="it would not"),
        pytest.param(Verdict(Label.UNKNOWN, 49, (SAID._replace(code="lookup"), HALL_SAID)), False, id="no list says it"),
        pytest.param(
            Verdict(Label.UNKNOWN, 49, (SAID._replace(weight=0.0), SAID._replace(code="lookup"), HALL_SAID)),
            False,
            id="a list whose word does not count",
        ),
        pytest.param(Verdict(Label.REPORTED, 60, (SAID, HALL_SAID)), False, id="reported all the same"),
        pytest.param(Verdict(Label.UNKNOWN, 0, (SAID, HALL_SAID), HALL_SAID), False, id="settled otherwise"),
        pytest.param(Verdict(Label.UNKNOWN, 60, (SAID,)), False, id="nobody's public body"),
    ],
)  # fmt: skip
def test_it_is_held_by_being_a_public_body_where_that_alone_keeps_it_from_being_reported(verdict, held):  # fmt: skip
    assert verdict.held == (HALL_SAID if held else None)


hits = st.lists(
    st.builds(
        Hit,
        list_name=st.sampled_from(["a", "b", "c"]),
        trust=st.floats(0, 1),
        last=st.just(TODAY),
        reporters=st.integers(0, 50) | st.none(),
        disputes=st.integers(0, 5),
    ),
    max_size=4,
).map(tuple)
neighbours = st.none() | st.floats(0, 9).map(lambda worth: Neighbours(9, 10, worth))
density = st.none() | st.floats(0, 1).map(lambda share: Density(300, share))
facts = st.builds(
    lambda *told: Facts()._replace(
        **dict(zip(("hits", "neighbours", "density", "looked_up"), told, strict=False)),
        short_calls=told[4],
        outside_hours=told[5],
    ),
    hits,
    neighbours,
    density,
    st.floats(0, 1),
    st.integers(0, 5),
    st.booleans(),
)


@given(facts)
def test_being_a_public_body_never_raises_the_score(found):
    assert score_of(found._replace(innocent="town-halls")) <= score_of(found)


@given(facts)
def test_being_a_public_body_never_clears_a_caller_who_is_suspected(found):
    eased = classify(a_call(), found._replace(innocent="town-halls"))

    assert eased.score >= min(score_of(found), 49)


@given(facts, hits)
def test_more_lists_never_lower_the_score_of_a_public_body(found, more):
    found = found._replace(innocent="town-halls")

    assert score_of(found._replace(hits=(*found.hits, *more))) >= score_of(found)


@given(facts, st.randoms())
def test_the_order_of_lists_is_nothing_to_the_score_of_a_public_body(found, chance):
    found = found._replace(innocent="town-halls")
    shuffled = chance.sample(found.hits, len(found.hits))

    assert score_of(found._replace(hits=tuple(shuffled))) == score_of(found)


@given(facts)
def test_lists_blocks_and_look_ups_alone_never_make_a_public_body_reported(found):
    said = found._replace(innocent="town-halls", short_calls=0)

    assert classify(a_call(), said).label is Label.UNKNOWN
