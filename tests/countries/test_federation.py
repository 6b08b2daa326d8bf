"""A made-up federation, brought from outside without a line of code: whatever a country may need, one claim each."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from portinaio.complaints.answers import checked_answers, checked_profile, parse_profile
from portinaio.complaints.filing import CallKind, Company, Filing, Means, Sent
from portinaio.complaints.pdf import as_pdf
from portinaio.complaints.terms import term
from portinaio.complaints.text import as_text
from portinaio.complaints.write_draft import write_draft
from portinaio.core.call import Presentation
from portinaio.core.complaint import Complaint
from portinaio.countries.pack import read_folder
from portinaio.countries.pack_folders import PackFolder
from portinaio.errors import UsageError
from worlds import a_logged_call

FOLDER = PackFolder("TK", Path(__file__).parent / "outside" / "portinaio_tk", "a sample")
THERE = ZoneInfo("Pacific/Fakaofo")
LINE, MOBILE, SALES = "+6907251", "+6907252", "+6907999"
USER = {
    "name": "Ada Example",
    "email": "ada@example.net",
    "address": "1 Example Street, Fale, TK 69003",
    "line": LINE,
}
LAST_OLD, FIRST_NEW = (
    datetime(2026, 8, 10, 15, 4, tzinfo=THERE),
    datetime(2026, 8, 11, 15, 4, tzinfo=THERE),
)
NARROW, NO_BREAK = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


def the_pack(language="en_US"):
    return read_folder(FOLDER, language)


def a_call(at=FIRST_NEW, call_id=1, **changes):
    seen = {"at": at, "number": SALES, "calling": SALES, "called": LINE}
    return a_logged_call(call_id, **(seen | changes))


def a_letter(*calls, to="plea", language="en_US", own=None, company=None, **matter):
    pack = the_pack(language)
    answers = checked_answers(matter.pop("answers", {}), pack)
    filing = Filing(to, date(2026, 11, 24), CallKind.OPERATOR, answers=answers, **matter)
    profile = parse_profile(checked_profile(USER | (own or {}), [pack]), pack)
    firm = company or Company("Dream Firm", email="a@example.com")
    return write_draft(filing, calls or (a_call(),), pack, profile, firm)


def said(*calls, **matter):
    return " ".join(as_text(a_letter(*calls, **matter)).split())


@pytest.mark.parametrize("language", ["en_US", "fr", "de"])
def test_a_letter_speaks_each_of_its_languages(language):
    greeting = {
        "en_US": "To Dream Firm:",
        "fr": "À l'attention de Dream Firm",
        "de": "An Dream Firm:",
    }

    assert greeting[language] in said(language=language)


def test_the_day_decides_which_law_is_cited():
    own = {"landline_since": "2026-01-05"}

    before, after = said(a_call(LAST_OLD), own=own), said(a_call(FIRST_NEW), own=own)

    assert "sec. 2 of the Quiet Act" in before
    assert "sec. 2a" not in before
    assert "sec. 2a of the Quiet Act" in after
    assert "sec. 2 of" not in after


def test_calls_before_and_after_the_day_are_told_apart():
    text = said(a_call(LAST_OLD), a_call(FIRST_NEW, 2), own={"landline_since": "2026-01-05"})

    assert "(sec. 2 of the Quiet Act): August 10, 2026, at" in text
    assert "(sec. 2a of the Quiet Act): August 11, 2026, at" in text


@pytest.mark.parametrize(
    ("since", "listed"),
    [
        pytest.param("2026-07-13", True, id="28 days before"),
        pytest.param("2026-07-14", False, id="27 days before"),
    ],
)
def test_a_register_takes_effect_after_its_own_time(since, listed):
    text = said(a_call(LAST_OLD), own={"landline_since": since})

    assert ("It was in a register" in text) is listed


def test_a_register_holds_for_the_line_that_is_in_it():
    pack = the_pack()
    own = {"mobile": MOBILE, "mobile_since": "2026-01-05"}

    assert pack.optout["mobile"].line == "mobile"
    assert "It was in a register" not in said(a_call(LAST_OLD), own=own)
    assert "It was in a register" in said(a_call(LAST_OLD, called=MOBILE), own=own)


@pytest.mark.parametrize(
    ("at", "late"),
    [
        ((2026, 8, 10, 13, 30), ""),
        ((2026, 8, 10, 21, 0), ""),
        ((2026, 8, 10, 21, 1), "Outside the hours of 2025"),
        ((2026, 8, 11, 9, 59), "Outside the hours of 2026"),
        ((2026, 8, 11, 13, 0), ""),
        ((2026, 8, 11, 13, 1), "Outside the hours of 2026"),
        ((2026, 8, 11, 13, 59), "Outside the hours of 2026"),
        ((2026, 8, 11, 14, 0), ""),
        ((2026, 8, 15, 15, 0), "Outside the hours of 2026"),
    ],
)
def test_hours_have_parts_of_a_day_and_days_on_which_they_hold(at, late):
    text = said(a_call(datetime(*at, tzinfo=THERE)))

    assert (late or "Outside") in text if late else "Outside" not in text


def test_a_sentence_about_hours_names_the_rule_of_each_call_it_speaks_of():
    early, new = (datetime(2026, 8, day, 21, 4, tzinfo=THERE) for day in (10, 12))

    both = said(a_call(early), a_call(new, 2))

    assert "Outside the hours of 2025 and the hours of 2026: August 10" in both
    assert "Outside the hours of 2026: August 12" in said(a_call(LAST_OLD), a_call(new, 2))


def test_a_call_too_many_within_some_days_is_told():
    first, second = (
        datetime(2026, 9, 1, 15, 0, tzinfo=THERE),
        datetime(2026, 9, 30, 15, 0, tzinfo=THERE),
    )
    a_day_later = datetime(2026, 10, 1, 15, 0, tzinfo=THERE)

    assert "Too many" in said(a_call(first), a_call(second, 2))
    assert "Too many" not in said(a_call(first), a_call(a_day_later, 2))


@pytest.mark.parametrize(("given", "lapsed"), [("2025-08-10", True), ("2025-08-11", False)])
def test_a_consent_that_is_too_old_is_none(given, lapsed):
    text = said(company=Company("Dream Firm", email="a@example.com", consent=given))

    assert ("more than a year old" in text, "I had not agreed" in text) == (lapsed, lapsed)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        pytest.param({}, True, id="of that sort"),
        pytest.param({"number": "+6907899", "calling": "+6907899"}, False, id="of another"),
        pytest.param({"presentation": Presentation.RESTRICTED}, False, id="hidden, and known to the network alone"),
        pytest.param({"number": None, "calling": "+69079 sales"}, False, id="a text that is no number"),
    ],
)  # fmt: skip
def test_a_number_of_a_sort_counts_where_it_was_displayed(changes, told):
    assert ("A number for sales was displayed" in said(a_call(**changes))) is told


# --- Authorities ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("canton", "name"),
    [
        ("atafu", "Canton of Atafu, Desk of Quiet"),
        ("fakaofo", "Canton of Fakaofo, Desk of Quiet"),
        ("other", "Federal Office of Quiet"),
    ],
)
def test_the_canton_chooses_the_authority(canton, name):
    draft = a_letter(to="cantonal", own={"canton": canton}, answers={"loss": "1"})

    assert draft.addressee.name == name
    assert f"To the {name}:" in as_text(draft)
    assert draft.missing == ()


def test_without_a_canton_it_is_asked_for_and_none_is_guessed():
    draft = a_letter(to="cantonal", answers={"loss": "1"})

    assert [gap.key for gap in draft.missing] == ["canton"]
    assert draft.addressee.name == "[to be filled in: canton]"


# --- Forms ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "moment"),
    [
        ("en_US", f"On August 11, 2026 at 3:04{NARROW}PM the line 7251"),
        ("fr", "Le 11 août 2026 à 15 h 04, la ligne 7251"),
        ("de", "Am 11. August 2026 um 15:04 Uhr ging auf der Leitung 7251"),
    ],
)
def test_day_hour_and_number_are_written_as_the_country_writes_them(language, moment):
    assert moment in " ".join(a_letter(language=language).paragraphs)


@pytest.mark.parametrize(
    ("language", "amount"),
    [
        ("en_US", "$1,234.50"),
        ("fr", f"1{NARROW}234,50{NO_BREAK}$US"),
        ("de", f"1.234,50{NO_BREAK}$"),
    ],
)
def test_an_amount_is_written_as_the_language_writes_it(language, amount):
    draft = a_letter(to="cantonal", language=language, answers={"loss": "1'234.5"})

    assert amount in " ".join(draft.paragraphs)


@pytest.mark.parametrize("amount", ["a lot", "12.345.6", "-3", "1e9"])
def test_an_amount_that_is_none_is_refused(amount):
    with pytest.raises(UsageError, match=r"loss must be an amount like 1234\.50"):
        checked_answers({"loss": amount}, the_pack())


def test_french_marks_have_their_spaces():
    late = datetime(2026, 8, 11, 21, 0, tzinfo=THERE)
    letter = a_letter(a_call(late), language="fr")
    text = "\n".join(letter.paragraphs)

    assert f"D'où le tenez-vous{NARROW}?" in text
    assert f"«{NO_BREAK}les heures de 2026{NO_BREAK}»{NO_BREAK}:" in text
    assert f"tenez-vous{NARROW}?" in as_text(letter)
    assert f"Objet{NO_BREAK}: Demande" in as_text(letter)
    assert f"numéro affiché{NO_BREAK}: 7999" in text


@pytest.mark.parametrize("language", ["en_US", "fr", "de"])
@pytest.mark.parametrize("act", ["plea", "cantonal", "federal_form", "report_sms", "hotline"])
def test_each_act_becomes_a_pdf_on_the_countrys_paper(language, act):
    pdf = as_pdf(a_letter(to=act, language=language, answers={"loss": "5"}))

    assert pdf.notice is None
    assert b"/MediaBox[0 0 612 792]" in pdf.data  # Letter


# --- Terms ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "last"),
    [
        pytest.param("plea", date(2026, 11, 16), id="ten working days, from a Monday"),
        pytest.param("again", date(2026, 11, 16), id="fourteen days"),
        pytest.param("cantonal", date(2027, 1, 5), id="two months, moved off holidays"),
    ],
)
def test_each_recipient_has_its_own_term(act, last):
    complaint = Complaint(
        id=1, country="TK", recipient=act, company="x", calls=(), answers={},
        created=FIRST_NEW, sent=date(2026, 11, 2), received=date(2026, 11, 2),
    )  # fmt: skip

    found = term(complaint, the_pack())

    assert found
    assert found.last == last


def test_the_reminder_cites_the_plea():
    sent = Sent("plea", date(2026, 9, 1), Means.SMS, due=date(2026, 9, 15))

    assert (
        "On September 1, 2026 I asked you for quiet. An answer was due by September 15, 2026"
        in said(to="again", earlier=(sent,))
    )


# --- Channels ---------------------------------------------------------------------------------------------------------


def test_a_sheet_takes_so_many_calls_and_says_which():
    calls = [a_call(datetime(2026, 9, day, 15, 0, tzinfo=THERE), day) for day in (1, 2, 3)]

    draft = a_letter(*calls, to="federal_form")

    assert [field.value for field in draft.fields] == [
        f"September 2, 2026, 3:00{NARROW}PM, +690 7999",
        f"September 3, 2026, 3:00{NARROW}PM, +690 7999",
    ]
    assert "so the latest of 3 are told" in " ".join(map(str, draft.cautions))


def test_a_text_message_is_its_words_alone_and_has_a_number_to_go_to():
    draft = a_letter(to="report_sms")

    assert as_text(draft) == "SPAM 7999 August 11, 2026\n"
    assert (draft.channel, draft.addressee.number) == ("sms", "7726")


def test_what_to_say_by_telephone_stands_below_the_number():
    text = said(to="hotline")

    assert "To: Federal Office of Quiet +6907000 Say: my line 7251 was called" in text
