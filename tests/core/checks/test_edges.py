"""Where each check begins and ends to speak, and how much it says there: to the second, the call and the point."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portinaio.core import score
from portinaio.core.call import Attestation
from portinaio.core.checks import CHECKS
from portinaio.core.entry import Entry, EntryKind
from portinaio.core.facts import Density, Facts, Hit, Neighbours
from portinaio.core.message import msg
from portinaio.core.names import stored_name
from portinaio.core.own_numbers import OwnNumber
from portinaio.core.repeated import Repeated
from portinaio.core.score import proof
from portinaio.core.verdict import Label, classify
from worlds import FROZEN_NOW, a_call, an_entry

TODAY = FROZEN_NOW.date()
FORGED = a_call(attestation=Attestation.FAILED)


def found(code, call, facts):
    return CHECKS[code](call, facts)


@pytest.mark.parametrize(
    ("ago_s", "rings"), [(-1, False), (0, True), (3_599, True), (3_600, True), (3_601, False)]
)
def test_for_an_hour_after_a_call_for_help_everybody_rings(ago_s, rings):
    facts = Facts(emergency_call_at=FROZEN_NOW - timedelta(seconds=ago_s))

    assert bool(found("emergency", a_call(), facts)) is rings


@pytest.mark.parametrize("code", ["paused", "expected"])
@pytest.mark.parametrize(("left_s", "holds"), [(1, True), (0, False), (-1, False)])
def test_what_was_switched_on_for_a_time_ends_with_it(code, left_s, holds):
    key = "paused_until" if code == "paused" else "expecting_until"
    facts = Facts(**{key: FROZEN_NOW + timedelta(seconds=left_s)})

    assert bool(found(code, a_call(), facts)) is holds


@pytest.mark.parametrize(("calls", "told"), [(2, False), (3, True), (4, True)])
def test_three_short_calls_are_a_burst(calls, told):
    assert bool(found("burst", a_call(), Facts(short_calls=calls))) is told


@pytest.mark.parametrize(
    ("times", "tries", "told"), [(0, 5, False), (2, 1, False), (2, 2, True), (2, 3, True)]
)
def test_a_caller_is_persistent_from_the_try_that_the_policy_names(times, tries, told):
    facts = Facts(tries=tries, repeated=Repeated(times=times, within_s=180))

    assert bool(found("repeated", a_call(), facts)) is told


@pytest.mark.parametrize(
    ("within_s", "words"),
    [(60, "within 1 minute"), (180, "within 3 minutes"), (90, "within 90 seconds"), (1, "within 1 second")],
)  # fmt: skip
def test_the_time_of_the_tries_is_told_in_minutes_where_it_is_whole_ones(within_s, words):
    facts = Facts(tries=2, repeated=Repeated(times=2, within_s=within_s))

    assert str(found("repeated", a_call(), facts).message).endswith(words)


@pytest.mark.parametrize(("looked_up", "weight"), [(0.0, None), (0.5, 0.5 * score.LOOKED_UP)])
def test_a_look_up_weighs_as_much_as_it_said(looked_up, weight):
    told = found("lookup", a_call(), Facts(looked_up=looked_up))

    assert (told and told.weight) == weight


@pytest.mark.parametrize(("worth", "block"), [(1.0, 10), (0.5, 10), (7.0, 100)])
def test_neighbours_weigh_their_part_of_the_block_in_hundredths(worth, block):
    told = found("neighbours", a_call(), Facts(neighbours=Neighbours(9, block, worth)))

    assert told.weight == pytest.approx(100 * worth / block, rel=1e-9)


@pytest.mark.parametrize("share", [0.01, 0.1])
def test_a_range_weighs_its_share_in_hundredths(share):
    told = found("range", a_call(), Facts(density=Density(30, share)))

    assert told.weight == pytest.approx(100 * share, rel=1e-9)


def test_of_what_lists_say_of_a_block_the_heaviest_counts():
    lighter = Neighbours(1, 10, 1.0, beside=Neighbours(2, 10, 2.0, beside=Neighbours(1, 10, 0.5)))

    assert found("neighbours", a_call(), Facts(neighbours=lighter)).weight == pytest.approx(20)


@pytest.mark.parametrize(
    ("name", "made_up"),
    [("V12345678901234", True), ("V123456789012345", True), ("Vodafone", False), ("V1234", False), ("X12345678901234", False)],
)  # fmt: skip
def test_a_made_up_name_is_a_v_and_so_many_digits(name, made_up):
    assert bool(found("name", a_call(name=name), Facts())) is made_up


@pytest.mark.parametrize(("call", "told"), [(a_call(name="SCAM LIKELY"), False), (a_call(name="SCAM LIKELY", attestation=Attestation.FAILED), True)])  # fmt: skip
def test_a_contacts_name_is_nobodys_mark_unless_the_number_is_forged(call, told):
    assert bool(found("name", call, Facts(contact="Ada"))) is told


def test_a_number_that_the_network_calls_forged_says_so_of_the_verdict():
    assert classify(FORGED, Facts()).forged
    assert classify(a_call(), Facts(own_number=OwnNumber.CALLED)).forged
    assert not classify(a_call(), Facts(own_number=OwnNumber.BESIDE)).forged


def test_a_block_that_spares_a_contact_is_told_and_settles_nothing():
    facts = Facts(entry=an_entry("+3902*", kind=EntryKind.BLOCK), contact="Ada")

    told = found("personal", a_call(), facts)

    assert (told.final, told.weight) == (False, 0.0)
    assert str(told.message).endswith("but not your contacts")


def test_an_allowed_name_beside_a_forged_number_is_told_and_settles_nothing():
    named = Entry(1, None, EntryKind.ALLOW, "", FROZEN_NOW, None, name=stored_name("Ada"))

    told = found("personal", FORGED, Facts(named=named))

    assert (told.final, told.weight) == (False, 0.0)
    assert str(told.message).endswith("but the number is forged")


@pytest.mark.parametrize("call", [a_call("**622", own_system=True), a_call()])
def test_who_is_known_by_what_they_are_has_no_score(call):
    facts = Facts(hits=(Hit("spam-it", 0.9, TODAY, 42),), emergency_call_at=FROZEN_NOW)
    verdict = classify(call, facts)

    assert (verdict.label, verdict.score) == (Label.KNOWN, 0)


def test_a_doubtful_list_of_an_honest_origin_speaks_with_the_voice_of_that_origin():
    honest = Hit("a", 0.9, TODAY, 3, origin="ftc")
    doubtful = Hit("b", 0.9, TODAY, 3, origin="ftc", doubt=msg("it covers too much"))
    apart = doubtful._replace(origin="")

    assert proof((honest, doubtful), TODAY) == pytest.approx(proof((honest,), TODAY))
    assert proof((honest, apart), TODAY) > proof((honest,), TODAY)
