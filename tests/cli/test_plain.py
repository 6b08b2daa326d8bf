"""`--plain`: the log and the why in sentences that a screen reader reads as they are meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portinaio.core.call import Presentation
from portinaio.core.policy import Outcome
from portinaio.store.database import open_store
from worlds import FROZEN_NOW, a_logged_call

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def logged(house: Path):
    def logged(**facts: object) -> None:
        house.mkdir(exist_ok=True)
        with open_store(house / "portinaio.db", FROZEN_NOW) as store:
            store.calls.record_many([a_logged_call(**facts)])

    return logged


def test_a_check_is_a_line_of_sentences(run):
    assert run("check", "+390200001234", "--plain").out.splitlines() == [
        "Number 02 0000 1234. Label unknown, score 0 of 100. Action ring, because nothing is known of this number."
    ]


def test_each_finding_is_a_sentence_of_its_own(run):
    run("block", "+390200001234")

    assert run("check", "+390200001234", "--plain").out.splitlines()[1:] == [
        "Finding: you block it, weight 100."
    ]


def test_what_is_no_number_is_said_to_be_none(run):
    assert run("check", "zebra", "--plain").out.startswith("zebra is no number. ")


def test_several_numbers_have_an_empty_line_between_them(run):
    told = run("check", "--plain", "+390200001234", "+390200001235").out

    assert [line[:27] for line in told.splitlines()] == [
        "Number 02 0000 1234. Label ",
        "",
        "Number 02 0000 1235. Label ",
    ]


def test_a_logged_call_is_a_line_of_sentences(run, logged):
    logged(outcome=Outcome.DONE)

    told = run("calls", "--plain").out.splitlines()

    assert told[0].startswith("Call 1, ")
    assert [word in told[0] for word in (" from +39", ". Label ", ". Action ")] == [True] * 3


def test_a_caller_without_a_number_is_said_to_have_none(run, logged):
    logged(number=None, calling="", presentation=Presentation.RESTRICTED, outcome=Outcome.DONE)

    assert "from a caller without a number: withheld." in run("calls", "--plain").out


def test_a_short_number_is_said_as_it_is_dialled(run, logged):
    logged(number="+3940001", outcome=Outcome.DONE)

    assert "from 40001. " in run("calls", "--plain").out


def test_no_column_and_no_mark_is_in_it(run, logged):
    logged(outcome=Outcome.DONE)

    assert not set("│✓✗●○•") & set(run("calls", "--plain").out)
    assert "  " not in run("calls", "--plain").out


def test_a_table_and_sentences_at_once_are_refused(run):
    assert run("calls", "--plain", "--csv").code == 2


def test_it_speaks_italian(run, monkeypatch):
    monkeypatch.setenv("PORTINAIO_LANG", "it")

    assert run("check", "+390200001234", "--plain").out.startswith(
        "Numero 02 0000 1234. Giudizio sconosciuto, punteggio 0 su 100. Azione "
    )


def test_one_call_and_its_why_are_sentences(run, logged):
    logged(outcome=Outcome.DONE, notes="asked for the bill")

    told = run("calls", "show", "1", "--plain").out.splitlines()

    assert told[0] == run("calls", "--plain").out.splitlines()[0]
    assert told[0].startswith("Call 1, ")
    assert told[-1] == "asked for the bill"
    assert run("calls", "show", "1").out.splitlines()[0].startswith("1  ")


def test_plain_may_stand_before_the_subcommand_as_well(run, logged):
    logged(outcome=Outcome.DONE)

    assert run("calls", "--plain", "show", "1").out == run("calls", "show", "1", "--plain").out
