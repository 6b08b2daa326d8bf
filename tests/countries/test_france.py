"""France, where the law changed on 11 August 2026: each call by the law of its day, and the spaces of French, one claim each."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from letters import on_one_line
from portinaio.complaints.answers import checked_answers, checked_profile, parse_profile
from portinaio.complaints.filing import CallKind, Company, Filing
from portinaio.complaints.pdf import as_pdf
from portinaio.complaints.text import as_text
from portinaio.complaints.write_draft import write_draft
from portinaio.countries.pack import read_pack
from worlds import a_logged_call

PACK = read_pack("FR")
PARIS = ZoneInfo("Europe/Paris")
LINE, SALES = "+33199000000", "+33199001234"
USER = {
    "name": "Zoé Exemple",
    "email": "zoe@example.net",
    "address": "1 rue de l'Exemple, 75001 Paris",
    "line": LINE,
}
FIRM = Company("Exemple Énergie SAS", email="donnees@example.com")
OLD, NEW = "dans sa rédaction antérieure au 11 août 2026", "loi 2025-594 du 30 juin 2025"
NO_BREAK, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"


def a_call(month, day, hour=15, call_id=1, **changes):
    at = datetime(2026, month, day, hour, 4, tzinfo=PARIS)
    seen = {"at": at, "number": SALES, "calling": SALES, "called": LINE, "talked_s": 9.0}
    return a_logged_call(call_id, **(seen | changes))


BEFORE, FIRST = a_call(8, 10), a_call(8, 11, call_id=2)


def a_draft(*calls, to="controller", company=FIRM, own=None, answers=None, **said):
    matter = {"kind": CallKind.OPERATOR, "product": "isolation"} | said
    filing = Filing(
        to,
        date(2026, 11, 24),
        reference="20261124-1",
        answers=checked_answers(answers or {}, PACK),
        **matter,
    )
    profile = parse_profile(checked_profile(USER | (own or {}), [PACK]), PACK)
    return write_draft(filing, calls, PACK, profile, company)


def said(*calls, **matter):
    return on_one_line(a_draft(*calls, **matter))


def test_the_last_day_of_the_old_law_and_the_first_of_the_new_cite_different_law():
    listed = {"bloctel_since": "2026-01-05"}

    before, first = said(BEFORE, own=listed), said(FIRST, own=listed)

    assert OLD in before
    assert NEW not in before
    assert NEW in first
    assert OLD not in first


def test_a_letter_about_both_days_tells_each_by_its_law():
    letter = said(BEFORE, FIRST, own={"bloctel_since": "2026-01-05"})

    assert f"{OLD}) lorsque l'appel suivant est parvenu : 10 août 2026, à 15 h 04." in letter
    assert (
        f"{NEW}) ; l'appel suivant est parvenu depuis cette date : 11 août 2026, à 15 h 04."
        in letter
    )


def test_the_list_is_told_of_as_it_was_on_the_day_of_the_call_since_it_is_no_more():
    letter = said(BEFORE, own={"bloctel_since": "2026-01-05"})

    assert "La ligne était inscrite sur la liste d'opposition" in letter


def test_before_the_new_law_nothing_is_alleged_of_a_line_that_was_on_no_list():
    assert "art. L223-1" not in said(BEFORE)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        pytest.param("2025-11-18", "", id="a year to the day"),
        pytest.param(
            "2025-11-17", "celui que j'avais donné était plus ancien", id="a year and a day"
        ),
    ],
)
def test_a_consent_is_good_for_a_year(given, told):
    letter = said(a_call(11, 18), company=FIRM._replace(consent=given))

    assert (NEW in letter, "était plus ancien" in letter) == (bool(told), bool(told))


@pytest.mark.parametrize(
    ("call", "law"),
    [
        pytest.param(a_call(8, 10, 9), "art. D223-9 du code", id="before ten, old law"),
        pytest.param(a_call(8, 11, 9), "ancien art. D223-9", id="before ten, new law"),
        pytest.param(a_call(8, 11, 13), "ancien art. D223-9", id="at lunch"),
        pytest.param(a_call(8, 11, 10), "", id="after ten"),
        pytest.param(a_call(8, 15, 15), "ancien art. D223-9", id="a Saturday and a holiday"),
        pytest.param(a_call(11, 11, 15), "ancien art. D223-9", id="a holiday in the week"),
        pytest.param(a_call(11, 18, 20), "ancien art. D223-9", id="four minutes past eight"),
    ],
)
def test_hours_are_those_of_the_day_and_told_only_of_who_never_agreed(call, law):
    letter = said(call, company=FIRM._replace(consent="none"))

    assert (law in letter) if law else ("D223-9" not in letter)
    assert "D223-9" not in said(call)


def test_the_fifth_call_within_thirty_days_is_one_too_many():
    calls = [a_call(9, day, call_id=day) for day in (1, 2, 3, 4)]

    assert "plus de quatre fois" not in said(*calls)
    assert "au-delà : 7 septembre 2026, à 15 h 04." in said(*calls, a_call(9, 7, call_id=7))


@pytest.mark.parametrize(
    ("works", "call", "told"),
    [
        ("energy", BEFORE, "d'énergie renouvelable est interdit"),
        ("energy", FIRST, "d'énergie renouvelable est interdit"),
        ("adaptation", BEFORE, ""),
        ("adaptation", FIRST, "d'adaptation du logement au vieillissement"),
        ("other", FIRST, ""),
    ],
)
def test_works_are_banned_by_the_law_of_the_day(works, call, told):
    letter = said(call, answers={"works": works})

    assert told in letter
    assert ("à ce sujet" in letter) is bool(told)


def test_under_a_contract_nothing_is_alleged():
    letter = said(
        FIRST, company=FIRM._replace(contract_until="running"), answers={"works": "energy"}
    )

    assert "code de la consommation" not in letter


def test_french_marks_have_their_spaces_and_hours_do_not_break():
    text = as_text(a_draft(BEFORE, FIRST))

    assert f"numéro affiché{NO_BREAK}:" in as_text(a_draft(FIRST))
    assert f"Objet{NO_BREAK}: Opposition" in text
    assert f"2025){NARROW};" in text
    assert f"15{NO_BREAK}h{NO_BREAK}04" in text
    assert " :" not in text
    assert " ;" not in text


def test_a_gap_has_the_space_of_french_before_its_mark():
    assert f"[à compléter{NO_BREAK}: nom de l'entreprise]" in as_text(
        a_draft(FIRST, company=Company())
    )


def test_the_sheet_writes_the_number_as_its_form_takes_it():
    fields = {field.key: field.value for field in a_draft(FIRST, to="signalconso").fields}

    assert fields["caller_number"] == "01 99 00 12 34"


@pytest.mark.parametrize("act", [*PACK.recipient])
def test_each_act_is_printed_on_a4(act):
    pdf = as_pdf(a_draft(BEFORE, FIRST, to=act))

    assert pdf.notice is None
    assert b"/MediaBox[0 0 595" in pdf.data
