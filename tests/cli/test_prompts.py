"""Questions at the terminal, answered as people type."""

from __future__ import annotations

from itertools import chain, repeat

import pytest

from portinaio import language
from portinaio.cli.prompts import agree, choose

ACTIONS = ("ring", "silence", "reject")


@pytest.fixture
def types(monkeypatch):
    """Answers, one after the other, and Enter for ever after."""

    def types(*answers: str) -> None:
        typed = chain(answers, repeat(""))
        monkeypatch.setattr("builtins.input", lambda _question: next(typed))

    return types


@pytest.fixture
def italian():
    language.use("it")
    yield
    language.use("en")


@pytest.mark.usefixtures("italian")
@pytest.mark.parametrize("answer", ["sì", "si", "s", "S", "Sì", " SI ", "si\u0300", "y", "yes"])
def test_a_yes_is_understood_with_accents_and_without(types, answer):
    types(answer)

    assert agree("Spedire?")


@pytest.mark.parametrize("answer", ["", "n", "No", "NO"])
def test_enter_and_no_mean_no(types, answer):
    types(answer)

    assert not agree("Send?")


def test_what_is_neither_is_asked_again(types):
    types("perhaps", "yes")

    assert agree("Send?")


@pytest.mark.parametrize(
    ("answer", "chosen"),
    [
        pytest.param("Reject", "reject", id="capitals do not matter"),
        pytest.param("s", "silence", id="what begins one choice only is enough"),
        pytest.param("", "ring", id="enter takes the proposal"),
    ],
)
def test_a_choice_is_understood_as_it_is_typed(types, answer, chosen):
    types(answer)

    assert choose("What?", ACTIONS, "ring") == chosen


def test_what_begins_two_choices_is_asked_again(types):
    types("r", "rej")

    assert choose("What?", ACTIONS, "ring") == "reject"
