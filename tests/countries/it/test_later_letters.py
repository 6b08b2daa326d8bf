"""What is written in Italy after the first letter: reminder, sheet for the Garante, formal complaint, AGCM, AGCOM."""

from datetime import date, datetime

import pytest

from letters import (
    ENERGY,
    MARIA,
    ROME,
    WHOLE,
    a_draft,
    a_sales_call,
    a_withheld_call,
    missing,
    on_one_line,
    with_own,
)
from portinaio.complaints.drafting.hours import outside
from portinaio.complaints.filing import CallKind, Company, Means, Profile, Sent
from portinaio.countries.pack import read_pack
from portinaio.countries.public_holidays import holidays_in

OBJECTED = Sent("controller", date(2026, 9, 20), Means.PEC, due=date(2026, 10, 20))
REMINDED = Sent("reminder", date(2026, 10, 25), Means.EMAIL, due=date(2026, 11, 8))
CODE = read_pack("IT").hours[0]


def routes(draft):
    return {advice.recipient: advice.fits for advice in draft.advice}


def reasons(draft, recipient):
    return " ".join(
        str(reason) for a in draft.advice if a.recipient == recipient for reason in a.reasons
    )


# --- The sheet for the Garante ----------------------------------------------------------------------------------------


def test_the_sheet_names_exactly_what_is_missing():
    bare = a_draft(recipient="garante", profile=Profile(), company=Company(), kind=None, product="")

    assert missing(bare) == ["name", "tax_code", "email", "called", "company", "kind", "product"]


def test_with_company_and_profile_the_sheet_is_complete():
    assert missing(a_draft(recipient="garante", profile=WHOLE)) == []


def test_the_sheet_has_the_fields_in_the_order_of_the_service():
    draft = a_draft(a_sales_call(18), a_withheld_call(19, 2), recipient="garante", profile=WHOLE)

    assert [field.key for field in draft.fields] == [
        "name",
        "tax_code",
        "email",
        "line",
        "rpo_enrolled_on",
        "company",
        "product",
        "call",
        "call",
        "kind",
        "truth",
    ]
    assert draft.fields[7].value == (
        "18 novembre 2026, ore 15:04, numero visualizzato: +39 0844 123 456"
    )
    assert draft.fields[3].value == "+390200001234"  # a form may take digits alone
    assert draft.fields[8].label == "Chiamata 2"
    assert draft.fields[8].value == "19 novembre 2026, ore 15:04, numero non visualizzato"


def test_no_label_of_the_sheet_claims_to_be_the_services_own():
    draft = a_draft(recipient="garante", profile=WHOLE)

    assert not any(field.verified for field in draft.fields)
    assert draft.addressee.page == "https://www.garanteprivacy.it"


def test_the_user_is_shown_what_declaring_means():
    cautions = " ".join(map(str, a_draft(recipient="garante", profile=WHOLE).cautions))

    assert "A false statement to the authority is a crime." in cautions


@pytest.mark.parametrize("key", ["company", "product"])
def test_what_is_not_known_can_be_declared_so(key):
    changes = {"product": "unknown"} if key == "product" else {"company": Company("unknown")}
    draft = a_draft(recipient="garante", profile=WHOLE, **changes)

    assert missing(draft) == []
    assert next(f.value for f in draft.fields if f.key == key) == "non noto"


def test_a_wholly_generic_report_stays_incomplete():
    nothing = {"company": Company("unknown"), "product": "unknown", "profile": WHOLE}
    generic = a_draft(a_withheld_call(), recipient="garante", **nothing)

    assert missing(generic) == ["summary"]
    assert missing(a_draft(recipient="garante", **nothing)) == []


def test_to_a_company_that_is_not_known_no_letter_is_complete():
    draft = a_draft(company=Company("unknown"))

    assert "company" in missing(draft)
    assert "unknown" not in on_one_line(draft)


def test_the_enrolment_is_asked_only_where_the_report_rests_on_it():
    unenrolled = with_own(WHOLE, rpo_enrolled_on=None)

    def asks(**filing):
        return "rpo_enrolled_on" in missing(
            a_draft(recipient="garante", profile=unenrolled, **filing)
        )

    assert asks()
    assert not asks(kind=CallKind.AUTOMATED)
    assert asks(offered="energy")
    assert not asks(earlier=(OBJECTED,))


def test_a_consent_that_nobody_denied_is_not_denied():
    said = on_one_line(a_draft(recipient="garante", profile=WHOLE, offered="energy"))

    assert "non avere prestato" not in said
    assert "Consenso: non indicato" in said


# --- Law by the day of the call, silent calls, hours ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime(2026, 6, 18, 10, tzinfo=ROME), False),
        (datetime(2026, 6, 19, 10, tzinfo=ROME), True),
    ],
)
@pytest.mark.parametrize("recipient", ["controller", "garante", "agcm"])
def test_energy_sales_are_judged_by_the_law_of_their_day(at, told, recipient):
    draft = a_draft(a_sales_call(at=at), recipient=recipient, profile=WHOLE, offered="energy")

    assert ("8-bis" in on_one_line(draft)) is told


def test_a_law_whose_text_nobody_read_is_cited_with_a_word_of_caution():
    cautions = " ".join(map(str, a_draft(profile=WHOLE, offered="energy").cautions))

    assert "whose text was not read" in cautions
    assert "whose text was not read" not in " ".join(map(str, a_draft(profile=WHOLE).cautions))


def test_one_energy_call_is_not_said_to_be_a_repeated_one():
    one = a_draft(recipient="agcm", profile=WHOLE, offered="energy")
    two = a_draft(a_sales_call(), a_sales_call(19, 2), recipient="agcm", profile=WHOLE)

    assert "art. 26" not in on_one_line(one)
    assert "art. 26, comma 1, lett. c," in on_one_line(two)


def test_nothing_is_claimed_of_energy_calls_to_customers():
    company = ENERGY._replace(contract_until="running")

    assert "8-bis" not in on_one_line(a_draft(offered="energy", company=company))


def test_silent_calls_in_a_row_are_told_with_their_limit():
    calls = (a_sales_call(14), a_sales_call(18, 2))
    draft = a_draft(*calls, kind=CallKind.SILENT, product="")
    apart = a_draft(a_sales_call(14), a_sales_call(19, 2), kind=CallKind.SILENT, product="")

    assert "meno di cinque giorni" in on_one_line(draft)
    assert "meno di cinque giorni" not in on_one_line(apart)
    assert "n. 83 del 20 febbraio 2014" in on_one_line(apart)


@pytest.mark.parametrize(
    ("at", "is_outside"),
    [
        pytest.param((2026, 11, 18, 9, 0), False, id="Wednesday at nine"),
        pytest.param((2026, 11, 18, 8, 59), True, id="before nine"),
        pytest.param((2026, 11, 18, 20, 0, 59), False, id="eight in the evening is within them"),
        pytest.param((2026, 11, 18, 20, 1), True, id="a minute past eight"),
        pytest.param((2026, 11, 21, 9, 30), True, id="Saturday before ten"),
        pytest.param((2026, 11, 21, 19, 0), False, id="Saturday at seven"),
        pytest.param((2026, 11, 21, 19, 1), True, id="Saturday past seven"),
        pytest.param((2026, 11, 22, 12, 0), True, id="Sunday"),
        pytest.param((2026, 12, 25, 12, 0), True, id="Christmas"),
        pytest.param((2026, 12, 24, 9, 30), True, id="the day before a holiday begins at ten"),
        pytest.param((2026, 10, 4, 12, 0), True, id="4 October, a holiday since 2026"),
        pytest.param((2024, 10, 10, 21, 0), False, id="before the code was in force"),
        pytest.param((2024, 10, 11, 21, 0), True, id="on its first day"),
    ],
)
def test_the_hours_of_the_code_of_conduct(at, is_outside):
    moment = datetime(*at, tzinfo=ROME)

    assert outside(moment, CODE, holidays_in("IT", {at[0], at[0] + 1})) is is_outside


def test_a_country_without_known_holidays_has_none():
    assert date(2026, 12, 25) not in holidays_in("XX", {2026})


def test_hours_are_held_against_those_only_who_joined_the_code():
    late = a_sales_call(at=datetime(2026, 11, 18, 21, 30, tzinfo=ROME))

    assert "Codice di condotta" not in on_one_line(a_draft(late))
    assert "18 novembre 2026, ore 21:30" in on_one_line(a_draft(late, adherent="garante"))


# --- Reminder and formal complaint ------------------------------------------------------------------------------------


def test_a_reminder_without_a_first_letter_is_incomplete():
    assert missing(a_draft(recipient="reminder")) == ["objected_on"]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({}, "è scaduto il 20 ottobre 2026 e non ho ricevuto risposta"),
        (
            {"answer": "answered", "answered_on": date(2026, 10, 1)},
            "un riscontro il 1° ottobre 2026",
        ),
        ({"answer": "refused", "answered_on": date(2026, 10, 1)}, "rifiutato la richiesta"),
        (
            {"answer": "extended", "answered_on": date(2026, 10, 1)},
            "comunicato una proroga il 1° ottobre 2026",
        ),
    ],
)
def test_a_reminder_tells_what_came_of_the_first_letter(answer, told):
    draft = a_draft(recipient="reminder", earlier=(OBJECTED._replace(**answer),))

    assert told in on_one_line(draft)


def test_a_reminder_has_a_table_only_of_calls_since_the_objection():
    assert a_draft(recipient="reminder", earlier=(OBJECTED,)).table_after is not None
    early = OBJECTED._replace(on=date(2026, 11, 18))
    assert a_draft(recipient="reminder", earlier=(early,)).table_after is None


def test_the_formal_complaint_has_its_eleven_blocks():
    draft = a_draft(recipient="reclamo", profile=WHOLE, earlier=(OBJECTED, REMINDED))
    text = on_one_line(draft)

    assert missing(draft) == []
    assert draft.addressee.name == "Garante per la protezione dei dati personali"
    assert draft.subject == "Reclamo al Garante, rif. 20261124-1"
    assert "(art. 77 GDPR; artt. da 140-bis a 143, D.Lgs. 196/2003)" in text
    assert [n for n in range(1, 10) if f" {n}. " in text] == list(range(1, 10))
    assert "Luogo e data" in text
    assert "Firma" in text
    assert draft.signed


def test_the_formal_complaint_goes_by_certified_mail_or_post():
    to = a_draft(recipient="reclamo", profile=WHOLE).addressee

    assert (to.pec, to.email, to.address) == (
        "protocollo@pec.gpdp.it",
        "",
        "Piazza Venezia 11, 00187 Roma",
    )


def test_the_formal_complaint_cites_what_came_before_and_encloses_it():
    draft = a_draft(recipient="reclamo", profile=WHOLE, earlier=(OBJECTED, REMINDED))

    assert (
        "cancellazione del 20 settembre 2026, per posta elettronica certificata, senza riscontro; "
        "sollecito del 25 ottobre 2026, per posta elettronica, senza riscontro"
    ) in on_one_line(draft)
    assert draft.annexes[:2] == (
        "Copia della richiesta del 20 settembre 2026 e prova dell'invio",
        "Copia del sollecito del 25 ottobre 2026 e prova dell'invio",
    )


# --- How much of the user ---------------------------------------------------------------------------------------------


def test_a_minimal_letter_says_no_more_than_the_answer_needs():
    draft = a_draft(profile=WHOLE, minimal=True)

    assert missing(draft) == []
    assert draft.sender == ("maria@example.net",)
    assert "Rossi" not in on_one_line(draft)


def test_an_authority_is_told_who_reports():
    draft = a_draft(recipient="garante", profile=WHOLE, minimal=True)

    assert missing(draft) == []


# --- What fits whom ---------------------------------------------------------------------------------------------------


def test_a_sale_to_an_enrolled_line_fits_company_and_garante():
    fits = routes(a_draft(profile=WHOLE))

    assert fits == {
        "controller": True,
        "garante": True,
        "reminder": False,
        "reclamo": False,
        "agcm": False,
        "agcom": False,
        "contract": False,
    }
    assert next(iter(fits)) == "controller"


@pytest.mark.parametrize(
    ("filing", "company", "profile", "recipient", "reason"),
    [
        pytest.param({"nature": "scam"}, ENERGY, WHOLE, "controller", "police", id="a scam"),
        pytest.param({"nature": "scam"}, ENERGY, WHOLE, "garante", "police", id="a scam, Garante"),
        pytest.param({"nature": "other"}, ENERGY, WHOLE, "garante", "advertise", id="no sale"),
        pytest.param(
            {},
            ENERGY._replace(contract_until="running"),
            WHOLE,
            "garante",
            "contract",
            id="contract",
        ),
        pytest.param(
            {},
            ENERGY,
            with_own(WHOLE, rpo_enrolled_on=date(2026, 11, 10)),
            "garante",
            "so soon after the enrolment",
            id="enrolled eight days before",
        ),
        pytest.param(
            {}, ENERGY, MARIA, "garante", "not known to have been in the opt-out", id="not enrolled"
        ),
        pytest.param(
            {}, Company("unknown"), WHOLE, "controller", "nobody to write to", id="unknown"
        ),
        pytest.param(
            {"earlier": (OBJECTED,)}, ENERGY, WHOLE, "controller", "has your objection", id="twice"
        ),
        pytest.param({}, ENERGY, WHOLE, "reclamo", "Write to the company first", id="too early"),
        pytest.param(
            {"sector": "telecom"}, ENERGY, WHOLE, "agcom", "customer code", id="no customer"
        ),
        pytest.param({"sector": "energy"}, ENERGY, WHOLE, "agcom", "telephone", id="another trade"),
    ],
)
def test_what_had_better_not_be_filed_is_said_with_its_reason(
    filing, company, profile, recipient, reason
):
    draft = a_draft(profile=profile, company=company, **filing)

    assert not routes(draft)[recipient]
    assert reason in reasons(draft, recipient)


@pytest.mark.parametrize(
    ("calls", "filing", "recipient"),
    [
        pytest.param((a_sales_call(18), a_sales_call(19, 2)), {}, "agcm", id="repeated"),
        pytest.param((a_sales_call(18),), {"offered": "energy"}, "agcm", id="energy"),
        pytest.param(
            (a_sales_call(18),), {"kind": CallKind.AUTOMATED}, "garante", id="a recording"
        ),
        pytest.param((a_sales_call(18),), {"kind": CallKind.SILENT}, "garante", id="a silent call"),
        pytest.param(
            (a_sales_call(18),), {"earlier": (OBJECTED,)}, "garante", id="after an objection"
        ),
        pytest.param((a_sales_call(18),), {"earlier": (OBJECTED,)}, "reminder", id="overdue"),
        pytest.param(
            (a_sales_call(18),), {"earlier": (OBJECTED, REMINDED)}, "reclamo", id="in vain"
        ),
        pytest.param(
            (a_sales_call(18),),
            {"sector": "telecom", "customer_code": "1"},
            "agcom",
            id="an operator's customer",
        ),
    ],
)
def test_each_recipient_has_its_case(calls, filing, recipient):
    assert routes(a_draft(*calls, profile=MARIA, **filing))[recipient]
