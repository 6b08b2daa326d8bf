"""Each call by the law of its own day, and no day that cannot be."""

from datetime import date, datetime

import pytest

from letters import (
    ROME,
    WHOLE,
    a_draft,
    a_sales_call,
    a_withheld_call,
    missing,
    on_one_line,
    said,
)
from portinaio.complaints.answers import checked_answers, checked_profile
from portinaio.complaints.drafting.hours import outside
from portinaio.complaints.drafting.of_call import in_force_from
from portinaio.complaints.filing import Means, Sent
from portinaio.countries.pack import read_pack
from portinaio.countries.public_holidays import holidays_in
from portinaio.errors import UsageError

ITALY = read_pack("IT")
FIRST = Sent("controller", date(2026, 9, 8), Means.PEC, due=date(2026, 10, 8))


def test_each_call_of_a_letter_is_judged_by_the_law_of_its_own_day():
    before = a_sales_call(at=datetime(2026, 6, 18, 10, 0, tzinfo=ROME))
    after = a_sales_call(call_id=2, at=datetime(2026, 7, 1, 10, 0, tzinfo=ROME))

    assert "Da tale data è giunta la chiamata seguente: 1° luglio 2026, ore 10:00." in said(
        before, after, offered="energy"
    )


@pytest.mark.parametrize(
    ("enrolled", "first"),
    [
        pytest.param((2026, 4, 3), (2026, 4, 22), id="Friday before Easter"),
        pytest.param((2026, 11, 2), (2026, 11, 18), id="a Monday"),
        pytest.param((2026, 11, 6), (2026, 11, 24), id="a Friday"),
    ],
)
def test_an_enrolment_takes_effect_on_the_next_working_day(enrolled, first):
    assert in_force_from(date(*enrolled), ITALY.optout["rpo"], ITALY) == date(*first)


def test_a_hidden_number_is_alleged_of_the_calls_that_hid_it():
    text = said(a_sales_call(18), a_withheld_call(19, 2))

    assert "non è stato visualizzato nella chiamata seguente: 19 novembre 2026, ore 15:04." in text
    assert "art. 2, comma 1, L. 5/2018" not in said(a_sales_call(18))


@pytest.mark.parametrize(
    ("check", "answers", "sentence"),
    [
        (checked_profile, {"rpo_enrolled_on": "2026-11-25"}, "a day that is still to come"),
        (checked_profile, {"rpo_enrolled_on": "2026-11-20", "rpo_renewed_on": "2026-11-19"}, "an enrolment is renewed after it"),
        (checked_answers, {"consent": "2026-11-25"}, "a day that is still to come"),
    ],
)  # fmt: skip
def test_days_that_cannot_be_are_refused(check, answers, sentence):
    pack = None if check is checked_answers else [ITALY]
    with pytest.raises(UsageError, match=sentence):
        check(answers, pack, date(2026, 11, 24))


def test_a_contract_made_by_telephone_is_disowned_as_far_as_the_user_says():
    told = {"contract_on": "2026-10-08", "signed": "no", "papers": "yes"}

    text = said(recipient="contract", **told)

    assert "concluso per telefono l'8 ottobre 2026" in text
    assert "non avere firmato né accettato per iscritto" in text
    assert "non avere confermato la ricezione" not in text


def test_who_disowns_a_contract_gives_a_name():
    told = {"contract_on": "2026-10-08", "signed": "yes", "papers": "yes"}
    draft = a_draft(recipient="contract", profile=WHOLE, minimal=True, **told)

    text = on_one_line(draft)

    assert missing(draft) == []
    assert "Chi scrive è Maria Rossi." in text
    assert ("In subordine" in text, "dichiaro di recedere dal contratto" in text) == (False, True)


def test_the_reference_stands_in_subject_and_text():
    draft = a_draft(profile=WHOLE)

    assert draft.subject.endswith("rif. 20261124-1")
    assert "il riferimento 20261124-1." in on_one_line(draft)


@pytest.mark.parametrize("recipient", ["controller", "reclamo", "garante", "agcm", "agcom"])
@pytest.mark.parametrize("offer", ["fibra", "unknown"])
def test_of_a_call_that_nobody_took_no_offer_is_told_beside_others(recipient, offer):
    calls = (a_sales_call(18, talked_s=31.0), a_sales_call(19, 2, talked_s=0.0))

    text = said(*calls, recipient=recipient, product=offer)

    assert "avevano per oggetto" not in text
    assert ("quella con operatore aveva per oggetto: fibra." in text) is (offer == "fibra")


def test_whose_the_line_is_stands_in_no_field_where_nobody_says():
    fields = [
        {f.key: f.value for f in a_draft(recipient="garante", profile=profile).fields}.get("holder")
        for profile in (WHOLE, WHOLE._replace(holder="Carlo Rossi"))
    ]

    assert fields == [None, "Carlo Rossi"]


NOTED = FIRST._replace(noted={"sent": "2026-11-24"})


def test_each_statement_says_who_makes_it_where_and_on_which_day():
    draft = a_draft(profile=WHOLE, earlier=(NOTED,), recipient="reclamo")

    told = {
        (ground.name, ground.where, ground.by, ground.on)
        for each in draft.basis
        for ground in each.grounds
    }

    maria = ("Maria Rossi", "2026-11-24")
    assert {
        ("date", "log", "", ""),
        ("was_in_force", "dates", "", ""),
        ("gdpr.12.3", "law", "", ""),
        ("kind", "answers", *maria),
        ("tax_code", "profile", *maria),
        ("company_email", "company", *maria),
        ("earlier", "letters", *maria),
    } <= told


@pytest.mark.parametrize(
    ("day", "is_outside"),
    [
        pytest.param(
            datetime(2026, 4, 29, 19, 30, tzinfo=ROME), False, id="two days before a holiday"
        ),
        pytest.param(datetime(2026, 4, 30, 19, 30, tzinfo=ROME), True, id="its eve"),
        pytest.param(datetime(2026, 5, 1, 12, 0, tzinfo=ROME), True, id="the holiday"),
        pytest.param(datetime(2026, 5, 4, 19, 30, tzinfo=ROME), False, id="the next working day"),
    ],
)
def test_the_eve_of_a_holiday_has_hours_of_its_own(day, is_outside):
    holidays = holidays_in("IT", (2026,))

    assert outside(day, ITALY.hours[0], holidays) is is_outside
