"""Austria, Switzerland, the Netherlands and Belgium: languages, registers and sheets, one claim each."""

from __future__ import annotations

from datetime import date

import pytest

from letters import a_sales_call, on_one_line
from portinaio.complaints.answers import checked_answers, checked_profile, parse_profile
from portinaio.complaints.filing import CallKind, Company, Filing
from portinaio.complaints.pdf import as_pdf
from portinaio.complaints.text import as_text
from portinaio.complaints.write_draft import write_draft
from portinaio.countries.pack import read_pack

LINES = {"AT": "+43155500001", "CH": "+41310000000", "NL": "+31200000000", "BE": "+3220000000"}
USER = {
    "name": "Anna Straßer",
    "email": "anna@example.net",
    "address": "Seestraße 1, 1000 Musterstadt",
}
FIRM = Company("Größe & Maß AG", email="daten@example.com", consent="none", contract_until="none")
EVERY = [
    pytest.param(country, language, act, id=f"{country} {language} {act}")
    for country in LINES
    for language in read_pack(country).all_languages
    for act in read_pack(country).recipient
]


def a_draft(country, language="", act="", own=None, answers=None, **changes):
    pack, line = read_pack(country, language), LINES[country]
    caller = f"{line[:-2]}99"
    call = a_sales_call(called=line, number=caller, calling=caller, talked_s=9.0, **changes)
    filing = Filing(
        act or pack.usual, date(2026, 11, 24), CallKind.OPERATOR, "Strom",
        reference="20261124-1", answers=checked_answers(answers or {}, pack),
    )  # fmt: skip
    profile = parse_profile(checked_profile({**USER, "line": line, **(own or {})}, [pack]), pack)
    return write_draft(filing, [call], pack, profile, FIRM)


@pytest.mark.parametrize(("country", "language", "act"), EVERY)
def test_each_act_is_printed_on_a4_in_each_language(country, language, act):
    draft = a_draft(country, language, act)
    pdf = as_pdf(draft)

    assert draft.language == language
    assert pdf.notice is None
    assert b"/MediaBox[0 0 595" in pdf.data


def test_swiss_german_has_no_sharp_s():
    pack = read_pack("CH", "de_CH")
    written = [clause.text for letter in pack.letters.values() for clause in letter]
    written += [*pack.terms.values(), *pack.gap.values(), *pack.columns.values()]
    written += [field.label for one in pack.recipient.values() for field in one.field]

    assert [text for text in written if "ß" in text] == []


@pytest.mark.parametrize(
    ("language", "moment"),
    [
        ("de_CH", "Am 18. November 2026 um 15:04 ging auf dem Anschluss 031 000 00 00"),
        ("fr_CH", "Le 18 novembre 2026 à 15:04, la ligne 031 000 00 00"),
        ("it_CH", "Il 18 novembre 2026 alle 15:04 la linea 031 000 00 00"),
    ],
)
def test_a_swiss_sheet_speaks_the_language_that_is_chosen(language, moment):
    assert moment in on_one_line(a_draft("CH", language))


def test_the_swiss_sheet_has_the_number_as_its_form_takes_it():
    fields = {field.key: field.value for field in a_draft("CH").fields}

    assert fields["caller_number"] == "031 000 00 99"


def test_an_insurance_is_told_only_where_the_user_says_so():
    assert "Versicherung" not in as_text(a_draft("CH"))
    assert "Verbot der Kaltakquise" in on_one_line(a_draft("CH", answers={"insurance": "yes"}))


@pytest.mark.parametrize(
    ("since", "listed"),
    [
        pytest.param("2026-11-10", True, id="the fifth working day, over a holiday and a weekend"),
        pytest.param("2026-11-12", False, id="four working days before the call"),
    ],
)
def test_the_belgian_list_takes_effect_after_five_working_days(since, listed):
    assert ("Do Not Call Me" in as_text(a_draft("BE", own={"dncm_since": since}))) is listed


def test_a_dutch_customer_is_not_said_to_have_been_called_unasked():
    pack_says = "toestemming vooraf nodig"

    assert pack_says in on_one_line(a_draft("NL"))
    customer = FIRM._replace(contract_until="2025-01-31")
    draft = write_draft(
        Filing("controller", date(2026, 11, 24), CallKind.OPERATOR, "stroom"),
        [a_sales_call(called=LINES["NL"])], read_pack("NL"), parse_profile(USER), customer,
    )  # fmt: skip
    assert pack_says not in on_one_line(draft)


def test_an_austrian_letter_names_its_month_and_law_as_austria_does():
    january = a_draft("AT", at=a_sales_call().at.replace(month=1))

    assert "Jänner 2026" in on_one_line(january)
    assert "§ 174 TKG 2021" in on_one_line(january)
