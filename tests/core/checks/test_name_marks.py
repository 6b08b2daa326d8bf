"""Names that carry a mark of the network, and names that do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core.call import Attestation
from portinaio.core.checks.name_marks import MARKS, MARKS_IN_FRONT, mark_in
from portinaio.core.facts import Facts
from portinaio.core.verdict import classify
from worlds import FROZEN_NOW, STRANGER, a_call

MARKED = [
    "Scam Likely", "SPAM RISK", "Spam?", "SPAM: Mario Rossi", "[SPAM] Rossi", "Rossi (spam)", "Rossi - Spam", "SPAM 02 0000 1234",
    "TELEMARKETER", "Telemarketing: 0844", "Nuisance Likely", "Possibile spam", "Sospetta frode!", "PUBBLICITÀ", "Truffa: luce e gas",
    "Spam-Verdacht", "Vorsicht: Betrug möglich!", "Vorsicht, möglicher Betrug!", "Werbung", "Démarchage", "Spam présumé",
    "Posible spam", "Possível golpe", "Mogelijk spam", "ＳＰＡＭ", "SP\u200bAM", "\u202eScam\u00ad Likely", "Spam_Risk", "spam\tlikely", "Scam  Likely   ",
    "Likely Spam", "tellows", "tellows: Score 9 - Gewinnspiel", "tellows Score 7", "Score 8: Kostenfalle", "tellows 6", "Tellows (Inkasso)", "SPAM: 0200001234 (12)",
]  # fmt: skip
UNMARKED = [
    "", "Mario Rossi", "Frode Hansen", "Frode", "Spamhaus", "Anti Spam GmbH", "Spamalot Musical", "Fraud Department",
    "Banco X - Fraude", "Müller - Werbung", "Studio Bianchi (pubblicità)", "Scampi Bar", "Likely Lads Ltd", "Truffa Gino",
    "No Spam Here", "Ufficio frodi", "Spam Museum", "?!", "- - -", "’", "1234",
    "tellows Score 1 - Paketdienst", "Score 5", "tellows 5", "Score Sport GmbH", "Tellowski", "Anna (Score 9)", "Score 10", "High Score 9 Bar",
]  # fmt: skip


@pytest.mark.parametrize("name", MARKED)
def test_a_mark_makes_a_caller_suspected(name):
    assert classify(a_call(name=name), Facts()).suspected


@pytest.mark.parametrize("name", UNMARKED)
def test_a_name_that_only_holds_such_a_word_is_nobodys_mark(name):
    assert classify(a_call(name=name), Facts()).findings == ()


@pytest.mark.parametrize("mark", sorted(MARKS | MARKS_IN_FRONT))
def test_each_mark_is_found_as_it_stands(mark):
    assert mark_in(mark.upper()) == mark


@pytest.mark.parametrize("shown", ["V12345678901234", "V123456789012345"])
def test_a_made_up_name_of_telemarketers_is_a_mark_wherever_it_stands(shown):
    as_name, as_number = classify(a_call(name=shown), Facts()), classify(a_call(shown), Facts())

    assert (as_name.has("name"), as_number.has("name")) == (True, True)


@pytest.mark.parametrize(
    ("call", "facts", "found"),
    [
        pytest.param(a_call(name="Spam"), Facts(contact="Léa"), False, id="a contact"),
        pytest.param(
            a_call(name="Spam", attestation=Attestation.FAILED),
            Facts(contact="Léa"),
            True,
            id="one who only shows the contact's number",
        ),
        pytest.param(
            a_call(name="Spam"), Facts(called_by_user=FROZEN_NOW.date()), True, id="one called"
        ),
    ],
)
def test_of_a_contact_no_mark_is_believed(call, facts, found):
    assert classify(call, facts).has("name") is found


def test_one_called_before_is_known_whatever_the_network_calls_it():
    assert classify(a_call(name="Spam"), Facts(called_by_user=FROZEN_NOW.date())).label == "known"


@pytest.mark.parametrize(
    ("points", "suspected"), [(0, False), (24, False), (25, True), (49, True), (1000, True)]
)
def test_it_is_the_user_who_says_how_much_a_mark_weighs(points, suspected):
    verdict = classify(a_call(name="Spam"), Facts(spam_name=points))

    assert (verdict.suspected, verdict.has("name")) == (suspected, True)


@given(
    st.integers(-10, 10**6), st.integers(0, 50), st.sampled_from(list(Attestation)), st.booleans()
)
def test_no_mark_makes_a_caller_reported(points, short_calls, attestation, hides):
    call = a_call("" if hides else STRANGER, name="Scam Likely", attestation=attestation)

    verdict = classify(call, Facts(spam_name=points, short_calls=short_calls))

    assert (verdict.label, verdict.settled) == ("unknown", None)


def test_the_finding_says_the_mark_and_nothing_else_of_the_name():
    (finding,) = classify(a_call(name="SPAM: \x1b[31m%(x)s"), Facts()).findings

    assert str(finding.message) == "the network calls it “spam”"


@given(st.text())
def test_no_name_is_too_odd(name):
    mark = mark_in(name)

    assert mark in MARKS | MARKS_IN_FRONT | {""} or mark.split()[0] in {"tellows", "score"}
