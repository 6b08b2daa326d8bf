"""The letter to the company in whose interest a call was made: objection, access, erasure."""

from datetime import date

import pytest

from letters import (
    ENERGY,
    LINE,
    MARIA,
    SALES,
    WRITTEN_LINE,
    WRITTEN_SALES,
    a_draft,
    a_sales_call,
    a_withheld_call,
    on_one_line,
    with_own,
)
from portinaio.complaints.filing import CallKind, Company, Filing, Profile, known_company
from portinaio.complaints.text import as_text, table
from portinaio.complaints.write_draft import write_draft
from portinaio.countries.pack import read_pack
from portinaio.errors import NotFoundError

ENROLLED = with_own(MARIA, rpo_enrolled_on=date(2026, 1, 15))
LATE = with_own(MARIA, rpo_enrolled_on=date(2026, 11, 10))
BREACH = "Una consultazione del Registro vale quindici giorni"


def test_it_tells_the_call_in_the_words_of_the_letter():
    assert (
        f"In data 18 novembre 2026 alle ore 15:04 l'utenza {WRITTEN_LINE} ha ricevuto una chiamata con "
        f"operatore (numero visualizzato: {WRITTEN_SALES}). Per quanto mi risulta la chiamata è stata "
        "effettuata nell'interesse della Vostra società e aveva per oggetto: fornitura di energia."
    ) in on_one_line(a_draft())


def test_several_calls_stand_in_a_table_in_the_order_of_time():
    written = a_draft(a_sales_call(20, 3), a_sales_call(18, 1), a_withheld_call(19, 2))

    assert table(written) == (
        ("Data", "Ora", "Numero visualizzato", "Utenza chiamata"),
        ("18 nov 2026", "15:04", WRITTEN_SALES, WRITTEN_LINE),
        ("19 nov 2026", "15:04", "numero non visualizzato", WRITTEN_LINE),
        ("20 nov 2026", "15:04", WRITTEN_SALES, WRITTEN_LINE),
    )


def test_the_table_stands_behind_the_facts():
    text = as_text(a_draft(a_sales_call(18), a_sales_call(19, 2, talked_s=31.4)))

    assert text.index("1. Fatti") < text.index("18 nov 2026") < text.index("2. Opposizione")
    assert "31 s" in text


def test_a_single_call_needs_no_table():
    assert a_draft().table_after is None


def test_a_number_that_the_caller_hid_is_not_told_even_where_the_network_knew_it():
    text = on_one_line(a_draft(a_withheld_call(number=SALES, calling=SALES)))

    assert "(numero non visualizzato)" in text
    assert WRITTEN_SALES not in text


def test_a_text_in_place_of_a_number_is_quoted_as_it_was_displayed():
    text = on_one_line(a_draft(a_sales_call(number=None, calling="V01519512800052")))

    assert "(«V01519512800052»)" in text


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (CallKind.OPERATOR, "una chiamata con operatore"),
        (CallKind.AUTOMATED, "una chiamata con messaggio preregistrato"),
        (CallKind.SILENT, "una chiamata muta"),
    ],
)
def test_it_names_the_kind_of_call(kind, words):
    assert words in on_one_line(a_draft(kind=kind))


def test_a_silent_call_offers_nothing_so_nobody_is_asked_what():
    written = a_draft(kind=CallKind.SILENT, product="")

    assert written.missing == ()
    assert "aveva per oggetto" not in on_one_line(written)


def test_an_automated_call_is_asked_for_its_consent():
    assert "consenso preventivo (art. 130, commi 1 e 2, D.Lgs. 196/2003)" in on_one_line(
        a_draft(kind=CallKind.AUTOMATED)
    )


# --- The opt-out register: only what follows from the dates -----------------------------------------------------------


@pytest.mark.parametrize(
    ("profile", "company", "told", "claimed"),
    [
        pytest.param(MARIA, ENERGY, False, False, id="no date given, nothing said"),
        pytest.param(ENROLLED, ENERGY, True, True, id="enrolled long ago"),
        pytest.param(LATE, ENERGY, True, False, id="enrolled eight days before"),
        pytest.param(
            with_own(MARIA, rpo_enrolled_on=date(2026, 11, 2)), ENERGY, True, True, id="16 days"
        ),
        pytest.param(
            with_own(MARIA, rpo_enrolled_on=date(2026, 11, 3)), ENERGY, True, False, id="15 days"
        ),
        pytest.param(
            with_own(MARIA, rpo_enrolled_on=date(2026, 11, 18)), ENERGY, False, False, id="that day"
        ),
        pytest.param(
            ENROLLED, ENERGY._replace(contract_until="running"), True, False, id="a contract runs"
        ),
        pytest.param(
            ENROLLED,
            ENERGY._replace(contract_until="2026-10-31"),
            True,
            False,
            id="a contract ended 18 days before",
        ),
        pytest.param(
            ENROLLED,
            ENERGY._replace(contract_until="2026-05-31"),
            True,
            True,
            id="a contract ended long before",
        ),
        pytest.param(
            ENROLLED,
            ENERGY._replace(consent="2026-03-01"),
            True,
            False,
            id="consent after the enrolment",
        ),
        pytest.param(
            ENROLLED,
            ENERGY._replace(consent="2025-03-01"),
            True,
            True,
            id="consent that the enrolment revoked",
        ),
        pytest.param(
            ENROLLED,
            ENERGY._replace(consent="given"),
            True,
            False,
            id="consent of a day that nobody remembers",
        ),
        pytest.param(
            ENROLLED._replace(line="+390200009999"),
            ENERGY,
            False,
            False,
            id="another line was called than the one that is enrolled",
        ),
    ],
)
def test_the_register_is_told_and_claimed_as_the_dates_allow(profile, company, told, claimed):
    text = on_one_line(a_draft(a_sales_call(called=LINE), profile=profile, company=company))

    assert ("iscritta al Registro" in text, BREACH in text) == (told, claimed)


def test_the_user_is_told_why_the_register_is_not_claimed():
    cautions = " ".join(map(str, a_draft(profile=LATE).cautions))

    assert "so soon after the enrolment" in cautions


def test_no_consent_is_said_only_where_the_user_said_so():
    assert "alcun consenso" not in on_one_line(a_draft())
    assert "alcun consenso" in on_one_line(a_draft(company=ENERGY._replace(consent="none")))


# --- What is missing --------------------------------------------------------------------------------------------------


def test_what_is_missing_stands_as_a_gap_and_as_a_question():
    written = a_draft(profile=Profile(), company=Company(), kind=None, product="")

    assert [m.key for m in written.missing] == [
        "company",
        "company_pec",
        "called",
        "kind",
        "product",
        "name",
        "pec",
    ]
    assert on_one_line(written).count("[da completare:") == 9


def test_every_question_is_a_question_or_asks_for_an_answer():
    written = a_draft(profile=Profile(), company=Company(), kind=None, product="")

    assert all("?" in str(m.question) for m in written.missing)


def test_a_letter_without_a_call_asks_which_calls():
    written = write_draft(
        Filing("controller", date(2026, 11, 24)), (), read_pack("IT"), MARIA, ENERGY
    )

    assert written.missing[0].key == "calls"
    assert "In data [da completare: data della chiamata]" in on_one_line(written)


def test_a_complete_letter_has_no_gap():
    written = a_draft(profile=ENROLLED)

    assert written.missing == ()
    assert "[" not in as_text(written)


def test_the_company_learns_no_more_of_the_user_than_an_answer_needs():
    whole = with_own(ENROLLED, tax_code="RSSMRA80A01H501U")._replace(address="via Esempio 1, Roma")

    text = as_text(a_draft(profile=whole))

    assert "via Esempio" not in text
    assert "RSSMRA" not in text


def test_a_user_without_mail_gives_the_postal_address():
    by_post = Profile("Maria Rossi", address="via Esempio 1, Roma", line=LINE)

    assert a_draft(profile=by_post).sender == ("Maria Rossi", "via Esempio 1, Roma")


# --- Around the letter ------------------------------------------------------------------------------------------------


def test_each_citation_in_the_text_has_a_source_with_its_date():
    written = a_draft(profile=ENROLLED)
    text = on_one_line(written).replace("regolamento UE 2016/679, di seguito GDPR", "GDPR")
    unquoted = {"art. 7, comma 8, D.P.R. 26/2022"}  # the threshold rests on it

    assert {s.cite for s in written.sources if s.cite not in text} == unquoted
    assert all(s.checked for s in written.sources)


def test_a_law_that_the_letter_does_not_quote_is_no_source_of_it():
    cites = {s.cite for s in a_draft().sources}

    assert "art. 8, comma 2, D.P.R. 26/2022" not in cites


def test_a_pack_past_its_review_says_so_in_every_draft():
    fresh, stale = (a_draft(on=day).cautions for day in (date(2027, 5, 24), date(2027, 5, 25)))

    assert "due for review" not in " ".join(map(str, fresh))
    assert "due for review by 24 May 2027" in str(stale[0])


def test_the_reader_learns_what_the_letter_says():
    assert str(a_draft().aid).startswith("The letter tells Esempio Energia S.p.A. of the call.")


@pytest.mark.parametrize("name", ["enel energia", " Enel Energia S.p.A. "])
def test_a_known_company_brings_its_address_and_a_word_of_caution(name):
    company = known_company(read_pack("IT"), name)

    written = a_draft(company=company)

    assert written.addressee.email == "dpo.enelenergia@enel.com"
    assert "read on 24 Nov 2026" in str(written.cautions[-1])


@pytest.mark.parametrize("name", ["", "Enel", "Energia", "Esempio S.p.A."])
def test_a_company_is_known_only_by_its_whole_name(name):
    assert known_company(read_pack("IT"), name) is None


def test_a_recipient_that_the_country_does_not_have_is_refused():
    with pytest.raises(NotFoundError, match=r"IT has no recipient 'pope'; it has: .*controller"):
        a_draft(recipient="pope")


def test_the_same_facts_give_the_same_draft():
    assert a_draft() == a_draft()
