"""The checks, the order in which they speak, and the label that comes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core.call import Attestation, Presentation
from portinaio.core.checks import CHECKS
from portinaio.core.entry import EntryKind
from portinaio.core.facts import Density, Facts, Hit, Neighbours
from portinaio.core.numbers.reserved import Effect
from portinaio.core.own_numbers import OwnNumber
from portinaio.core.repeated import Repeated
from portinaio.core.verdict import Label, classify
from worlds import FROZEN_NOW, STRANGER, a_call, a_pattern, a_range, an_entry

TODAY = FROZEN_NOW.date()
SOON = FROZEN_NOW + timedelta(hours=1)
MANY = Hit("spam-it", 0.9, TODAY, 42)


ALLOWED = an_entry(kind=EntryKind.ALLOW)
BLOCKED = an_entry(kind=EntryKind.BLOCK)


SETTLING = [
    pytest.param(
        a_call("112"),
        Facts(),
        Label.UNKNOWN,
        "emergency",
        id="an emergency number, which anybody can show",
    ),
    pytest.param(
        a_call(),
        Facts(entry=BLOCKED, emergency_call_at=FROZEN_NOW - timedelta(minutes=59)),
        Label.KNOWN,
        "emergency",
        id="who called for help is called back by anybody",
    ),
    pytest.param(
        a_call("**622", own_system=True),
        Facts(),
        Label.KNOWN,
        "internal",
        id="a telephone of the house",
    ),
    pytest.param(
        a_call(), Facts(paused_until=SOON), Label.UNKNOWN, "paused", id="paused, nothing known"
    ),
    pytest.param(
        a_call(),
        Facts(paused_until=SOON, hits=(MANY,)),
        Label.REPORTED,
        "paused",
        id="paused, label by score",
    ),
    pytest.param(
        a_call(),
        Facts(paused_until=SOON, entry=BLOCKED),
        Label.REPORTED,
        "paused",
        id="paused, blocked all the same",
    ),
    pytest.param(
        a_call(),
        Facts(paused_until=SOON, reserved=a_range(Effect.REPORTED)),
        Label.REPORTED,
        "paused",
        id="paused, from a sales range all the same",
    ),
    pytest.param(
        a_call(),
        Facts(paused_until=SOON, entry=ALLOWED, reserved=a_range(Effect.REPORTED)),
        Label.UNKNOWN,
        "paused",
        id="paused, from a sales range and allowed",
    ),
    pytest.param(
        a_call(),
        Facts(entry=ALLOWED, hits=(MANY,)),
        Label.KNOWN,
        "personal",
        id="allow beats lists",
    ),
    pytest.param(
        a_call(),
        Facts(entry=BLOCKED, contact="Léa"),
        Label.REPORTED,
        "personal",
        id="a block beats a contact",
    ),
    pytest.param(
        a_call(),
        Facts(entry=an_entry("+3902*"), called_by_user=TODAY),
        Label.REPORTED,
        "personal",
        id="a blocked beginning beats a number that was called",
    ),
    pytest.param(
        a_call(),
        Facts(contact="Léa", reserved=a_range(Effect.REPORTED)),
        Label.KNOWN,
        "contact",
        id="a contact beats a sales range",
    ),
    pytest.param(
        a_call(),
        Facts(called_by_user=TODAY, hits=(MANY,)),
        Label.KNOWN,
        "called_before",
        id="a number that the user called",
    ),
    pytest.param(
        a_call(),
        Facts(reserved=a_range(Effect.REPORTED)),
        Label.REPORTED,
        "reserved_range",
        id="a sales range",
    ),
]


@pytest.mark.parametrize("attestation", [Attestation.NONE, Attestation.FAILED])
@pytest.mark.parametrize("contact", [None, "Léa", ""])
@pytest.mark.parametrize("pattern", [STRANGER, "+3902*", "+390200001200..+390200001299"])
@pytest.mark.parametrize("kind", EntryKind)
def test_the_more_exact_of_an_entry_and_a_contact_counts(kind, pattern, contact, attestation):
    facts = Facts(entry=an_entry(pattern, kind), contact=contact)

    verdict = classify(a_call(attestation=attestation), facts)

    spared = contact is not None and pattern != STRANGER and attestation is not Attestation.FAILED
    blocked = kind is EntryKind.BLOCK and not spared
    assert verdict.label is (Label.REPORTED if blocked else Label.KNOWN)


@pytest.mark.parametrize(("call", "facts", "label", "code"), SETTLING)
def test_the_first_final_finding_settles_the_matter(call, facts, label, code):
    verdict = classify(call, facts)

    assert (verdict.label, verdict.settled.code) == (label, code)


ADDING = [
    pytest.param(a_call(), Facts(expecting_until=SOON), "expected", 0, id="an expected call"),
    pytest.param(
        a_call(),
        Facts(passed_at=FROZEN_NOW - timedelta(seconds=40)),
        "passed",
        0,
        id="who has pressed the digit, and is no better known for it",
    ),
    pytest.param(
        a_call(),
        Facts(reserved=a_range(Effect.LABEL)),
        "reserved_range",
        0,
        id="a range that is only shown",
    ),
    pytest.param(
        a_call(), Facts(hits=(MANY,)), "listed", 90, id="many reporters on a trusted list"
    ),
    pytest.param(
        a_call(),
        Facts(neighbours=Neighbours(4, 10, 4.0)),
        "neighbours",
        40,
        id="neighbours are bounded",
    ),
    pytest.param(
        a_call(),
        Facts(density=Density(37, 0.9)),
        "range",
        45,
        id="a learned range is bounded below 50",
    ),
    pytest.param(a_call(name="Scam Likely"), Facts(), "name", 40, id="marked by the network"),
    pytest.param(
        a_call(), Facts(own_number=OwnNumber.CALLED), "own_number", 30, id="the line calls itself"
    ),
    pytest.param(
        a_call(), Facts(own_number=OwnNumber.BESIDE), "own_number", 20, id="next to one's own"
    ),
    pytest.param(a_call(), Facts(looked_up=1.0), "lookup", 45, id="a late look-up"),
    pytest.param(a_call(), Facts(innocent="halls"), "innocent", 0, id="a public body"),
    pytest.param(a_call("anonymous"), Facts(), "withheld", 0, id="hidden by the text"),
    pytest.param(
        a_call(presentation=Presentation.RESTRICTED),
        Facts(),
        "withheld",
        0,
        id="hidden by the network",
    ),
    pytest.param(a_call("UNAVAILABLE"), Facts(), "unavailable", 0, id="not known to the network"),
    pytest.param(a_call("+41440000000"), Facts(abroad="41"), "abroad", 0, id="from abroad"),
    pytest.param(a_call("+39282398816"), Facts(), "impossible", 30, id="an unassigned number"),
    pytest.param(a_call("040xxx"), Facts(), "impossible", 30, id="no number at all"),
    pytest.param(a_call(attestation=Attestation.FAILED), Facts(), "attestation", 30, id="forged"),
    pytest.param(a_call(), Facts(short_calls=3), "burst", 20, id="three short calls in a row"),
    pytest.param(a_call(), Facts(outside_hours=True), "hours", 8, id="late in the evening"),
    pytest.param(a_call(), Facts(tries=2), "repeated", 0, id="a second call within minutes"),
]


@pytest.mark.parametrize(("call", "facts", "code", "weight"), ADDING)
def test_other_findings_add_their_weight(call, facts, code, weight):
    verdict = classify(call, facts)

    assert [(f.code, round(f.weight)) for f in verdict.findings] == [(code, weight)]


@pytest.mark.parametrize(
    ("call", "facts"),
    [
        pytest.param(a_call(), Facts(), id="a stranger"),
        pytest.param(a_call("187"), Facts(), id="a short number is never impossible"),
        pytest.param(a_call("TIM"), Facts(), id="a name without a number"),
        pytest.param(a_call(), Facts(short_calls=2), id="two short calls are no burst"),
        pytest.param(
            a_call(),
            Facts(tries=2, repeated=Repeated(times=3)),
            id="a second call where it takes a third",
        ),
        pytest.param(
            a_call(),
            Facts(tries=9, repeated=Repeated(times=0)),
            id="a ninth call where persistence opens nothing",
        ),
        pytest.param(a_call(), Facts(paused_until=FROZEN_NOW), id="a pause that is over"),
        pytest.param(
            a_call(),
            Facts(emergency_call_at=FROZEN_NOW - timedelta(minutes=61)),
            id="help long ago",
        ),
        pytest.param(a_call(), Facts(neighbours=Neighbours(0, 10, 0.0)), id="clean neighbours"),
        pytest.param(a_call(), Facts(density=Density(0, 0.0)), id="a clean block"),
    ],
)
def test_nothing_is_found_where_nothing_is(call, facts):
    assert classify(call, facts).findings == ()


def test_a_caller_with_some_evidence_is_suspected_and_stays_unknown():
    verdict = classify(a_call(), Facts(density=Density(37, 0.9)))

    assert (verdict.label, verdict.suspected) == (Label.UNKNOWN, True)


@st.composite
def blocks(draw):
    size = draw(st.sampled_from([10, 100]))
    listed = draw(st.integers(0, size))
    return Neighbours(listed, size, draw(st.floats(0, listed)))


shares = st.tuples(st.integers(1, 1000), st.floats(0, 1)).map(lambda values: Density(*values))


@given(blocks(), shares)
def test_numbers_nearby_count_once_and_make_a_caller_suspected_at_most(near, dense):
    alone = [
        classify(a_call(), facts).score for facts in (Facts(neighbours=near), Facts(density=dense))
    ]

    verdict = classify(a_call(), Facts(neighbours=near, density=dense))

    assert (abs(verdict.score - max(alone)) <= 1, verdict.label) == (True, Label.UNKNOWN)  # rounded


def test_a_listed_caller_among_listed_numbers_is_more_than_either():
    hit = Hit("spam-it", 0.6, TODAY)
    facts = Facts(hits=(hit,), neighbours=Neighbours(9, 10, 9.0), density=Density(99, 0.9))

    assert (classify(a_call(), facts).score, classify(a_call(), facts).label) == (
        70,
        Label.REPORTED,
    )


def test_one_reporter_never_suffices():
    verdict = classify(a_call(), Facts(hits=(MANY._replace(reporters=1, trust=1.0),)))

    assert (verdict.label, verdict.score) == (Label.UNKNOWN, 0)


def test_two_lists_together_can_say_what_none_says_alone():
    two = (Hit("one", 0.5, TODAY, 3), Hit("other", 0.5, TODAY, 3))

    assert classify(a_call(), Facts(hits=two)).score == 61


def test_the_order_of_lists_does_not_matter():
    hits = (Hit("one", 0.5, TODAY, 3), Hit("other", 0.9, TODAY, 2), MANY)

    assert (
        classify(a_call(), Facts(hits=hits)).score
        == classify(a_call(), Facts(hits=hits[::-1])).score
    )


def test_a_range_for_sales_calls_is_not_called_impossible():
    sales = a_range(Effect.REPORTED)._replace(pattern=a_pattern("+390844*"))

    assert not classify(a_call("+390844123456"), Facts(reserved=sales)).has("impossible")


@pytest.mark.parametrize(("own_system", "code"), [(True, "internal"), (False, "impossible")])
def test_a_code_counts_as_internal_from_the_own_system_alone(own_system, code):
    (finding,) = classify(a_call("**622", own_system=own_system), Facts()).findings

    assert finding.code == code


def test_every_check_has_a_row_above_and_they_stand_in_the_order_in_which_checks_speak():
    settling, adding = [row.values[3] for row in SETTLING], [row.values[2] for row in ADDING]
    place = list(CHECKS).index

    assert {*settling, *adding} == set(CHECKS)
    assert [settling, adding] == [sorted(settling, key=place), sorted(adding, key=place)]


any_facts = st.builds(
    Facts,
    contact=st.none() | st.just("Léa"),
    entry=st.none() | st.just(BLOCKED),
    paused_until=st.none() | st.just(SOON),
    hits=st.tuples(st.just(MANY)) | st.just(()),
    reserved=st.none() | st.sampled_from([a_range(effect) for effect in Effect]),
    outside_hours=st.booleans(),
    own_number=st.none() | st.sampled_from(OwnNumber),
    short_calls=st.integers(0, 9),
    looked_up=st.floats(0, 1),
)


@given(any_facts)
def test_what_the_user_allows_is_known_whatever_else_is_said(facts):
    verdict = classify(a_call(), facts._replace(entry=ALLOWED, paused_until=None))

    assert (verdict.label, verdict.score) == (Label.KNOWN, 0)


@given(any_facts, st.sampled_from(["112", "+39118", "0039113"]))
def test_who_shows_an_emergency_number_is_not_known_for_that(facts, number):
    assert classify(a_call(number), facts).label is not Label.KNOWN


@given(any_facts, st.just(STRANGER) | st.text(max_size=20))
def test_no_call_and_no_facts_are_too_odd_to_classify(facts, number):
    assert 0 <= classify(a_call(number), facts).score <= 100


@pytest.mark.parametrize(("block", "told"), [(1_000, "1,000"), (10_000, "10,000")])
def test_a_learned_range_says_how_many_are_listed_and_no_day_that_a_list_may_not_have(block, told):
    (finding,) = classify(a_call(), Facts(density=Density(37, 0.9, block=block))).findings

    assert str(finding.message) == f"37 numbers of this block of {told} are listed"


@pytest.mark.parametrize(("worth", "weight"), [(4.0, 40), (2.6, 26), (0.3, 3)])
def test_neighbours_weigh_what_is_left_of_them(worth, weight):
    (finding,) = classify(a_call(), Facts(neighbours=Neighbours(4, 10, worth))).findings

    assert round(finding.weight) == weight
