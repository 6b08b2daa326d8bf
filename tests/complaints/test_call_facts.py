"""What a line saw of a call, as a letter may tell it."""

from __future__ import annotations

from datetime import date

import pytest

from letters import LINE, MARIA, SALES, TODAY, a_sales_call, a_withheld_call
from portinaio.complaints.call_facts import (
    called,
    caller,
    displayed_caller,
    displayed_number,
    names_number,
    parse_day,
    taken,
    turned_away,
    untaken,
)
from portinaio.complaints.filing import Filing
from portinaio.core.call import Presentation
from portinaio.core.policy import Action, Outcome
from portinaio.countries.pack import read_pack

ITALY, FRANCE = read_pack("IT"), read_pack("FR")
TEXT = {"number": None, "calling": "V123 Energy"}
LONG = {"number": None, "calling": "An Energy Company of Some Renown"}
NOTHING = {"number": None, "calling": " ", "presentation": Presentation.ALLOWED}


@pytest.mark.parametrize(
    ("call", "pack", "shown", "in_a_sentence", "number"),
    [
        (a_sales_call(), ITALY, "+39 0844 123 456", "numero visualizzato: +39 0844 123 456", SALES),
        (a_sales_call(), FRANCE, "+39 0844 123 456", "numéro affiché\xa0: +39 0844 123 456", SALES),
        (a_sales_call(**TEXT), ITALY, "«V123 Energy»", "«V123 Energy»", ""),
        (a_sales_call(**LONG), ITALY, "«An Energy Company of …»", "«An Energy Company of …»", ""),
        (a_sales_call(**NOTHING), ITALY, "numero non disponibile", "numero non disponibile", ""),
        (a_withheld_call(), ITALY, "numero non visualizzato", "numero non visualizzato", ""),
        (a_withheld_call(number=SALES), ITALY, "numero non visualizzato", "numero non visualizzato", ""),
    ],
)  # fmt: skip
def test_a_caller_is_told_as_displayed_or_as_none(call, pack, shown, in_a_sentence, number):
    assert caller(call, pack) == shown
    assert displayed_caller(call, pack) == in_a_sentence
    assert displayed_number(call) == number


REFUSED = {"action": Action.REJECT, "outcome": Outcome.DONE}


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        pytest.param({"talked_s": None}, (False, False, False), id="nobody knows"),
        pytest.param({"talked_s": 0.0}, (True, False, False), id="nobody talked"),
        pytest.param({"talked_s": 9.0}, (False, True, False), id="somebody did"),
        pytest.param({"talked_s": 0.0} | REFUSED, (True, False, True), id="turned away"),
        pytest.param({"talked_s": 3.0} | REFUSED, (True, False, True), id="picked up and hung up upon"),
        pytest.param({"talked_s": None} | REFUSED, (False, False, False), id="turned away, and nobody saw how it went"),
        pytest.param({"talked_s": 9.0, "action": Action.REJECT, "outcome": Outcome.TOO_LATE}, (False, True, False), id="too late"),
        pytest.param({"talked_s": 0.0, "line": "import"} | REFUSED, (True, False, False), id="another log's"),
    ],
)  # fmt: skip
def test_whether_somebody_talked_is_what_the_log_says(seen, told):
    call = a_sales_call(**seen)

    assert (untaken(call), taken(call), turned_away(call)) == told


@pytest.mark.parametrize(
    ("text", "is_one"),
    [(LINE, True), ("+3", True), ("390200001234", False), ("", False), ("+", False), ("sip:100@192.0.2.1", False), ("+39O2", False), ("+39\u0662", False)],
)  # fmt: skip
def test_the_log_names_a_number_where_it_has_one_with_its_country(text, is_one):
    assert names_number(a_sales_call(called=text)) is is_one


@pytest.mark.parametrize(
    ("call", "said", "sole", "number"),
    [
        pytest.param(a_sales_call(called=LINE), "+390200009999", True, LINE, id="the log knows"),
        pytest.param(a_sales_call(called="sip:100"), "+390200009999", True, "+390200009999", id="the user says it"),
        pytest.param(a_sales_call(called=""), "", True, LINE, id="the house has one line"),
        pytest.param(a_sales_call(called=""), "", False, "", id="it has several"),
        pytest.param(a_sales_call(called="", line="import"), "", True, "", id="another telephone's log"),
    ],
)  # fmt: skip
def test_which_number_was_called_is_never_guessed(call, said, sole, number):
    filing = Filing("controller", TODAY, called=said, sole_line=sole)

    assert called(call, filing, MARIA) == number


@pytest.mark.parametrize(("text", "day"), [("2026-01-15", date(2026, 1, 15)), ("given", None), ("", None)])  # fmt: skip
def test_an_answer_may_be_a_day_or_a_word(text, day):
    assert parse_day(text) == day
