"""A caller who shows a number of the house, or one beside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core.call import Attestation
from portinaio.core.entry import EntryKind
from portinaio.core.facts import Facts
from portinaio.core.own_numbers import OwnNumber, OwnNumbers
from portinaio.core.verdict import Label, classify
from portinaio.countries.plans import plan_from, read_plan
from worlds import FROZEN_NOW, a_call, an_entry

ITALY = plan_from(read_plan("IT"))
HOME, MOBILE = "+390200001234", "+393330000456"
HOUSE = OwnNumbers.of({"home": HOME, "mobile": MOBILE})
CALLED, OTHER, BESIDE = OwnNumber.CALLED, OwnNumber.OTHER, OwnNumber.BESIDE


@pytest.mark.parametrize(
    ("caller", "line", "own"),
    [
        pytest.param(HOME, "home", CALLED, id="the line that rings"),
        pytest.param(HOME, "mobile", OTHER, id="another line"),
        pytest.param(MOBILE, "home", OTHER, id="the mobile calls home"),
        pytest.param(HOME, "demo", OTHER, id="a line without a number"),
        pytest.param("+390200001000", "home", BESIDE, id="the first of its block"),
        pytest.param("+390200001999", "home", BESIDE, id="the last of its block"),
        pytest.param("+390200001999", "mobile", BESIDE, id="beside another line"),
        pytest.param("+393330000999", "home", BESIDE, id="beside a mobile"),
        pytest.param("+390200002000", "home", None, id="the first of the next block"),
        pytest.param("+390200000999", "home", None, id="the last of the block before"),
        pytest.param("+3902000012345", "home", None, id="a longer number that begins so"),
        pytest.param("+39020000123", "home", None, id="a shorter one"),
        pytest.param("+390200005678", "home", None, id="a stranger"),
    ],
)
def test_what_a_number_is_to_the_house(caller: str, line: str, own: OwnNumber | None) -> None:
    assert HOUSE.shown(caller, line, "", ITALY) == own


def test_beside_a_number_that_is_no_households_stands_nobody_in_particular() -> None:
    support = OwnNumbers.of({"support": "+39800000123"})

    assert support.shown("+39800000124", "support", "", ITALY) is None


@pytest.mark.parametrize("called", [HOME, "0200001234", "02 0000 1234", "00390200001234"])
def test_the_network_may_say_which_number_rings(called: str) -> None:
    assert OwnNumbers().shown(HOME, "home", called, ITALY) is CALLED


@pytest.mark.parametrize("called", ["", "portinaio", "anonymous", "+", "1" * 99])
def test_what_the_network_calls_a_line_need_be_no_number(called: str) -> None:
    assert OwnNumbers().shown(HOME, "home", called, ITALY) is None


def test_the_number_of_the_file_counts_beside_that_of_the_network() -> None:
    assert HOUSE.shown(HOME, "home", "+390200005678", ITALY) is CALLED


@pytest.mark.parametrize(
    ("line", "called", "own"),
    [
        pytest.param("demo", "", CALLED, id="of a line of which nobody says a number"),
        pytest.param("home", "", OTHER, id="of one that has another"),
        pytest.param("demo", MOBILE, OTHER, id="of one that the network says another of"),
    ],
)
def test_the_number_of_the_profile_is_that_of_lines_without_one(
    line: str, called: str, own: OwnNumber
) -> None:
    there = "+390200005678"

    assert HOUSE.shown(there, line, called, ITALY, there) is own


def test_a_line_without_a_number_has_not_that_of_the_profile_where_it_is_of_another_line() -> None:
    assert HOUSE.shown(HOME, "demo", "", ITALY, HOME) is OTHER


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20), st.text("+0123456789"))
def test_nothing_is_too_odd_to_compare(line: str, called: str, profile: str, number: str) -> None:
    OwnNumbers.of({"home": number}).shown(HOME, line, called, ITALY, profile)


FORGED = a_call(attestation=Attestation.FAILED)


@pytest.mark.parametrize(
    ("call", "facts", "label", "forged"),
    [
        pytest.param(a_call(), Facts(own_number=CALLED), Label.UNKNOWN, True, id="the line itself"),
        pytest.param(a_call(), Facts(own_number=OTHER), Label.KNOWN, False, id="another of the house"),
        pytest.param(a_call(), Facts(own_number=BESIDE), Label.UNKNOWN, False, id="one beside it"),
        pytest.param(FORGED, Facts(own_number=OTHER), Label.UNKNOWN, True, id="another, forged"),
        pytest.param(FORGED, Facts(own_number=BESIDE), Label.UNKNOWN, True, id="beside it, forged"),
        pytest.param(FORGED, Facts(), Label.UNKNOWN, True, id="a forged stranger"),
        pytest.param(FORGED, Facts(contact="Léa"), Label.UNKNOWN, True, id="a forged contact"),
        pytest.param(FORGED, Facts(called_by_user=FROZEN_NOW.date()), Label.UNKNOWN, True, id="forged, and called"),
        pytest.param(a_call(), Facts(own_number=CALLED, contact="Me"), Label.UNKNOWN, True, id="oneself in contacts"),
        pytest.param(a_call(), Facts(own_number=BESIDE, contact="Léa"), Label.KNOWN, False, id="a contact next door"),
        pytest.param(a_call(), Facts(own_number=BESIDE, called_by_user=FROZEN_NOW.date()), Label.KNOWN, False, id="called, next door"),
        pytest.param(FORGED, Facts(entry=an_entry(kind=EntryKind.ALLOW)), Label.KNOWN, True, id="allowed all the same"),
        pytest.param(a_call(), Facts(own_number=CALLED, entry=an_entry(kind=EntryKind.ALLOW)), Label.KNOWN, True, id="the voicemail of the line, allowed"),
    ],
)  # fmt: skip
def test_who_is_believed(call, facts, label, forged) -> None:
    verdict = classify(call, facts)

    assert (verdict.label, verdict.forged) == (label, forged)


def test_a_forged_contact_is_told_so() -> None:
    told = [str(finding.message) for finding in classify(FORGED, Facts(contact="Léa")).findings]

    assert told == [
        "in contacts: Léa; but the number is forged",
        "the network says the number is forged",
    ]
