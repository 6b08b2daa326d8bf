"""Germany: the authority by Land, the nine fields of the Federal Network Agency, and what a German letter says, one claim each."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from letters import a_sales_call, a_withheld_call, on_one_line
from portinaio.complaints.answers import checked_answers
from portinaio.complaints.filing import CallKind, Company, Filing, Means, Profile, Sent
from portinaio.complaints.pdf import as_pdf
from portinaio.complaints.terms import term
from portinaio.complaints.write_draft import write_draft
from portinaio.core.complaint import Complaint
from portinaio.countries.pack import read_pack

PACK = read_pack("DE")
LINE, SALES = "+493023125000", "+493023125999"
JUERGEN = Profile("Jürgen Weiß", "Musterstraße 1, 10115 Berlin", "juergen@example.net", line=LINE)
FIRM = Company("Muster Energie GmbH", email="datenschutz@example.com")
TODAY = date(2026, 11, 24)
OBJECTED = Sent("controller", date(2026, 9, 1), Means.EMAIL, due=date(2026, 10, 2))


def a_call(day=18, call_id=1, **changes):
    return a_sales_call(
        day, call_id, **({"called": LINE, "number": SALES, "calling": SALES} | changes)
    )


def a_draft(*calls, to="controller", company=FIRM, answers=None, **said):
    matter = {"kind": CallKind.OPERATOR, "product": "Strom"} | said
    filing = Filing(
        to, TODAY, reference="20261124-1", answers=checked_answers(answers or {}, PACK), **matter
    )
    return write_draft(filing, calls or (a_call(),), PACK, JUERGEN, company)


@pytest.mark.parametrize(
    ("land", "seat"),
    [
        ("BW", "Stuttgart"),
        ("BY", "Ansbach"),
        ("BE", "Berlin"),
        ("NW", "Düsseldorf"),
        ("telecom", "Bonn"),
    ],
)
def test_the_land_of_the_company_chooses_the_authority(land, seat):
    firm = FIRM._replace(address="Musterstraße 2, 10115 Berlin")
    draft = a_draft(to="complaint", company=firm, answers={"land": land}, earlier=(OBJECTED,))

    assert draft.addressee.address.endswith(seat)
    assert draft.missing == ()


def test_each_of_the_sixteen_lands_has_an_authority_of_its_own():
    lands = PACK.recipient["complaint"].authorities

    assert len({*lands.values()}) == len(lands) == 17
    assert {*PACK.answer["land"].choices} == {*lands}


def test_without_a_land_it_is_asked_for_and_no_authority_is_guessed():
    draft = a_draft(to="complaint", earlier=(OBJECTED,))

    assert "land" in [gap.key for gap in draft.missing]
    assert draft.addressee.name.startswith("[zu ergänzen: zuständige Aufsichtsbehörde")


def test_the_sheet_has_the_nine_things_that_the_agency_asks_for_in_their_order():
    draft = a_draft(
        a_call(), a_call(19, 2), to="bnetza", summary="Ein Vertrag",
        company=FIRM._replace(consent="none"), answers={"caller_name": "Herr Groß"}, earlier=(OBJECTED,),
    )  # fmt: skip
    numbered = [field.label[0] for field in draft.fields]

    assert numbered == sorted(numbered)
    assert {*numbered} == {*"12456789"}  # 2 and 3, hour and number, stand together for each call
    assert "Herr Groß" in [field.value for field in draft.fields]


def test_a_call_to_advertise_names_the_consent_that_it_needs():
    letter = on_one_line(a_draft())

    assert (
        "§ 7 Abs. 2 Nr. 1 des Gesetzes gegen den unlauteren Wettbewerb, im Folgenden UWG" in letter
    )
    assert "§ 7a UWG" in letter


@pytest.mark.parametrize(
    "matter",
    [
        pytest.param({"nature": "research"}, id="market research is no advertising"),
        pytest.param({"nature": "other"}, id="neither is anything else"),
        pytest.param({"kind": CallKind.SILENT}, id="nobody spoke"),
        pytest.param({"company": FIRM._replace(consent="given")}, id="consent was given"),
    ],
)
def test_what_was_no_unasked_advertising_is_not_said_to_have_been(matter):
    assert "UWG" not in on_one_line(a_draft(**matter))


def test_a_call_that_nobody_took_advertised_nothing():
    assert "UWG" not in on_one_line(a_draft(a_call(talked_s=0.0), kind=None))


def test_a_hidden_number_is_told_of_the_call_that_hid_it():
    hidden = a_withheld_call(19, 2, called=LINE, talked_s=9.0)

    letter = on_one_line(a_draft(a_call(talked_s=9.0), hidden))

    assert (
        "(§ 15 Abs. 2 TDDDG); unterdrückt war sie bei folgendem Anruf: 19. November 2026, um 15:04 Uhr."
        in letter
    )


def test_sharp_s_and_umlauts_are_printed():
    draft = a_draft(
        company=FIRM._replace(
            name="Groß & Söhne Übersee KG", address="Straße der Öfen 1, 20459 Hamburg"
        )
    )

    assert "Groß & Söhne Übersee KG" in draft.addressee.name
    assert as_pdf(draft).notice is None


@pytest.mark.parametrize(
    ("received", "last"),
    [
        pytest.param(date(2026, 11, 2), date(2026, 12, 2), id="a month"),
        pytest.param(date(2026, 9, 3), date(2026, 10, 5), id="moved off the day of German unity, a Saturday, and Sunday"),
        pytest.param(date(2026, 3, 3), date(2026, 4, 7), id="moved off Good Friday and Easter"),
    ],
)  # fmt: skip
def test_the_month_for_an_answer_ends_on_a_german_working_day(received, last):
    sent = Complaint(
        id=1, country="DE", recipient="controller", company="x", calls=(), answers={},
        created=datetime(2026, 1, 1, tzinfo=ZoneInfo("Europe/Berlin")), sent=received, received=received,
    )  # fmt: skip
    found = term(sent, PACK)

    assert found
    assert found.last == last


def test_a_company_of_which_no_address_is_known_is_named_once():
    text = on_one_line(a_draft(to="complaint", company=Company("Muster Energie GmbH")))

    assert (
        "Verantwortlicher. Muster Energie GmbH, [zu ergänzen: Anschrift des Unternehmens]. 3."
        in text
    )
