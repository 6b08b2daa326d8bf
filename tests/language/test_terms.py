"""The words for the values of the API."""

from __future__ import annotations

import pytest

from portinaio import language
from portinaio.core.checks import CHECKS
from portinaio.core.policy import Action, Outcome
from portinaio.core.verdict import Label
from portinaio.language import terms


@pytest.fixture
def italian():
    language.use("it")
    yield
    language.use("en")


def test_every_check_has_its_words():
    assert set(terms.CHECKS) == set(CHECKS)


@pytest.mark.usefixtures("italian")
def test_a_value_is_said_in_the_readers_language():
    assert terms.term("closed", terms.COMPLAINT_STATES) == "risolta"


def test_a_value_of_a_newer_daemon_stands_for_itself():
    assert terms.term("hold", terms.ACTIONS) == "hold"


@pytest.mark.parametrize("table", [terms.ACTIONS, terms.TO_DO, terms.DONE])
def test_every_action_has_its_words(table):
    assert set(table) == set(Action)


def test_every_label_has_its_word():
    assert set(terms.LABELS) == {*Label, "suspected"}


def test_an_unknown_caller_with_a_score_is_called_suspected():
    assert (terms.label("unknown", suspected=True), terms.label("reported", suspected=True)) == (
        "suspected",
        "reported",
    )


@pytest.mark.parametrize(
    ("outcome", "said"),
    [(None, "rejected"), ("done", "rejected"), ("too_late", "too late"), ("unable", "unable")],
)
def test_what_was_done_is_the_action_or_why_it_was_not(outcome, said):
    assert terms.done("reject", outcome) == said


def test_every_outcome_that_is_not_the_action_has_its_word():
    assert set(terms.NOT_DONE) == {*Outcome} - {Outcome.DONE}


@pytest.mark.parametrize(
    ("action", "said"), [("ring", "ringing"), ("silence", "silenced"), ("answer", "hung up")]
)
def test_a_call_that_rings_is_told_by_what_is_being_done(action, said):
    assert terms.doing(action, None) == said
