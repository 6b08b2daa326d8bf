"""A value stands in a letter only where its own condition holds."""

import pytest

from letters import (
    LINE,
    WHOLE,
    WRITTEN_LINE,
    a_draft,
    a_sales_call,
    missing,
    on_one_line,
    said,
)
from portinaio.complaints.filing import CallKind, Company
from portinaio.countries.pack import read_pack
from portinaio.countries.written import in_form

ITALY = read_pack("IT")
MOBILE, WRITTEN_MOBILE = "+393330000123", "+39 333 000 0123"


def test_a_call_to_the_mobile_is_not_told_of_the_landline():
    text = said(a_sales_call(called=MOBILE))

    assert f"l'utenza {WRITTEN_MOBILE} ha ricevuto" in text
    assert WRITTEN_LINE not in text


@pytest.mark.parametrize("call", [{"line": "import"}, {}], ids=["another log", "another line"])
def test_where_nobody_knows_what_was_called_the_user_is_asked(call):
    draft = a_draft(a_sales_call(**call), profile=WHOLE, sole_line=bool(call))

    text = on_one_line(draft)
    assert missing(draft) == ["called"]
    assert WRITTEN_LINE not in text
    assert "l'utenza [da completare: numero chiamato] ha ricevuto" in text


def test_an_extension_is_no_number_of_the_user():
    assert f"l'utenza {WRITTEN_LINE} ha ricevuto" in said(
        a_sales_call(called="sip:100@pbx.example")
    )


def test_the_enrolment_is_told_of_the_line_that_is_enrolled():
    assert "Registro pubblico delle opposizioni dal" not in said(a_sales_call(called=MOBILE))
    both = said(a_sales_call(called=LINE), a_sales_call(19, 2, called=MOBILE))
    assert "già iscritta alla data della chiamata seguente: 18 novembre 2026, ore 15:04." in both


@pytest.mark.parametrize("kind", [CallKind.OPERATOR, CallKind.SILENT, CallKind.UNANSWERED])
def test_a_company_that_is_not_known_is_no_controller(kind):
    text = said(recipient="garante", company=Company("unknown"), kind=kind)

    assert "Non conosco la società" in text
    assert "riferibile" not in text
    assert "nell'interesse" not in text


@pytest.mark.parametrize("recipient", ITALY.recipient)
@pytest.mark.parametrize("offer", ["", "unknown"])
def test_no_offer_is_left_open(recipient, offer):
    text = said(recipient=recipient, product=offer, kind=CallKind.SILENT)

    assert "oggetto: ." not in text
    assert "(oggetto" not in text


def test_a_field_of_a_form_has_the_digits_of_each_line():
    written = "+39 02 0000 1234 e +39 333 000 0123"

    assert in_form(written, "e164", "IT") == "+390200001234 e +393330000123"
