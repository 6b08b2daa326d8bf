"""Sentences that were once false as printed: each cannot be any more."""

from datetime import date, datetime

import pytest

from letters import (
    ENERGY,
    LINE,
    MARIA,
    ROME,
    a_draft,
    a_sales_call,
    a_withheld_call,
    on_one_line,
    with_own,
)
from portinaio.complaints.answers import checked_answers, checked_profile
from portinaio.complaints.drafting.of_call import in_force_from
from portinaio.complaints.filing import CallKind, Company, Means, Sent
from portinaio.countries.pack import read_pack
from portinaio.errors import UsageError

ITALY = read_pack("IT")
WHOLE = MARIA._replace(
    address="via Esempio 1, 00100 Roma",
    own={"tax_code": "RSSMRA80A01H501U", "rpo_enrolled_on": "2026-01-15"},
)
MOBILE = "+393330000123"
FIRST = Sent("controller", date(2026, 9, 8), Means.PEC, due=date(2026, 10, 8))


def said(*calls, **matter):
    return on_one_line(a_draft(*calls, **{"profile": WHOLE, **matter}))


def missing(draft):
    return [gap.key for gap in draft.missing]


# --- A value where its condition fails --------------------------------------------------------------------------------


def test_a_call_to_the_mobile_is_not_told_of_the_landline():
    text = said(a_sales_call(called=MOBILE))

    assert f"l'utenza {MOBILE} ha ricevuto" in text
    assert LINE not in text


@pytest.mark.parametrize("call", [{"line": "import"}, {}], ids=["another log", "another line"])
def test_where_nobody_knows_what_was_called_the_user_is_asked(call):
    draft = a_draft(a_sales_call(**call), profile=WHOLE, sole_line=bool(call))

    text = on_one_line(draft)
    assert missing(draft) == ["called"]
    assert LINE not in text
    assert "l'utenza [da completare: numero chiamato] ha ricevuto" in text


def test_an_extension_is_no_number_of_the_user():
    assert f"l'utenza {LINE} ha ricevuto" in said(a_sales_call(called="sip:100@pbx.example"))


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


# --- An answer widened into a fact ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "matter",
    [
        pytest.param({"sector": "energy"}, id="only the company's trade"),
        pytest.param({"sector": "energy", "product": "fibra"}, id="fibre"),
        pytest.param({"sector": "energy", "product": "unknown"}, id="an unknown product"),
        pytest.param({"offered": "energy", "kind": CallKind.SILENT}, id="a silent call"),
        pytest.param({"offered": "energy", "kind": CallKind.UNANSWERED}, id="nobody answered"),
        pytest.param({"offered": "energy", "nature": "other"}, id="no sale"),
    ],
)
@pytest.mark.parametrize("recipient", ITALY.recipient)
def test_energy_was_offered_only_where_the_user_says_so(matter, recipient):
    assert "8-bis" not in said(recipient=recipient, **matter)


def test_a_consent_that_nobody_knows_of_is_not_denied():
    text = said(recipient="garante", company=ENERGY._replace(consent="unknown"))

    assert "non sa se sia stato prestato" in text
    assert "non avere prestato" not in text


@pytest.mark.parametrize(
    ("answer", "told"), [("answered", False), ("insufficient", True)], ids=["came", "wanting"]
)
def test_an_answer_does_not_satisfy_only_where_the_user_says_so(answer, told):
    before = FIRST._replace(answer=answer, answered_on=date(2026, 10, 1))

    text = said(recipient="reminder", earlier=(before,))

    assert ("non soddisfa" in text) is told


def test_the_code_of_one_authority_is_not_that_of_the_other():
    late = a_sales_call(at=datetime(2026, 11, 18, 21, 30, tzinfo=ROME))

    told = {
        code: "Codice di condotta" in said(late, adherent=code)
        for code in ("garante", "agcom", "no")
    }

    assert told == {"garante": True, "agcom": False, "no": False}


# --- Means and receipt ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("means", "words"),
    [
        (Means.EMAIL, "per posta elettronica,"),
        (Means.PEC, "per posta elettronica certificata,"),
        (Means.POST, "per posta ordinaria,"),
        (Means.REGISTERED, "per posta raccomandata,"),
    ],
)
def test_a_letter_went_as_is_on_file(means, words):
    assert f"Vi ho inviato, {words}" in said(
        recipient="reminder", earlier=(FIRST._replace(means=means),)
    )


@pytest.mark.parametrize(
    ("consent", "words"),
    [
        ("none", "Chiamate senza operatore senza il consenso preventivo ("),
        ("unknown", "salvo che il titolare provi il consenso preventivo ("),
        ("", "salvo che il titolare provi il consenso preventivo ("),
    ],
)
def test_a_consent_is_alleged_as_absent_only_where_the_user_says_so(consent, words):
    firm = ENERGY._replace(consent=consent)

    assert words in said(recipient="reclamo", kind=CallKind.AUTOMATED, company=firm)


@pytest.mark.parametrize("matter", [{"offered": "energy"}, {}], ids=["energy", "a hidden number"])
def test_what_the_garante_does_not_watch_is_no_ground_for_a_complaint_to_it(matter):
    profile = with_own(WHOLE, rpo_enrolled_on=None)
    draft = a_draft(a_withheld_call(), recipient="reclamo", profile=profile, **matter)

    assert "requests" in missing(draft)
    assert not next(a for a in draft.advice if a.recipient == "garante").fits


def test_letters_that_nobody_named_are_not_denied():
    texts = [said(recipient=recipient) for recipient in ("garante", "reclamo")]

    assert ["non sono unite richieste precedenti" in text for text in texts] == [False, True]
    assert ["Atti precedenti: non indicati." in text for text in texts] == [True, False]


def test_a_table_of_new_calls_has_no_old_ones():
    calls = (a_sales_call(at=datetime(2026, 9, 1, 10, 0, tzinfo=ROME)), a_sales_call(18, 2))

    told = [a_draft(*these, recipient="reminder", earlier=(FIRST,)) for these in (calls, calls[1:])]

    assert [draft.table_after is not None for draft in told] == [False, True]


def test_no_means_is_told_where_none_is_on_file():
    assert "Vi ho inviato un'opposizione" in said(
        recipient="reminder", earlier=(FIRST._replace(means=None),)
    )


# --- Reasons given without looking ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "lacking"),
    [
        pytest.param(FIRST, [], id="the month is over"),
        pytest.param(
            FIRST._replace(due=date(2026, 11, 24)), ["violations", "requests"], id="its last day"
        ),
        pytest.param(
            FIRST._replace(answer="answered", answered_on=date(2026, 10, 8)),
            ["violations", "requests"],
            id="answered in time",
        ),
        pytest.param(
            FIRST._replace(answer="answered", answered_on=date(2026, 10, 9)), [], id="a day late"
        ),
    ],
)
def test_a_complaint_that_alleges_nothing_is_incomplete(before, lacking):
    earlier = (before,)
    call = a_sales_call(at=datetime(2026, 9, 1, 10, 0, tzinfo=ROME))

    draft = a_draft(
        call, recipient="reclamo", earlier=earlier, profile=with_own(WHOLE, rpo_enrolled_on=None)
    )

    assert [key for key in missing(draft) if key in {"violations", "requests"}] == lacking


def test_a_term_is_over_from_the_day_after_its_last():
    def reason(due):
        draft = a_draft(recipient="reminder", earlier=(FIRST._replace(due=due),))
        return next(a for a in draft.advice if a.recipient == "reminder").fits

    assert (reason(date(2026, 11, 23)), reason(date(2026, 11, 24))) == (True, False)


def test_a_call_between_sending_and_arrival_breaks_no_objection():
    sent = FIRST._replace(received=date(2026, 9, 12))

    def told(day):
        call = a_sales_call(at=datetime(2026, 9, day, 10, 0, tzinfo=ROME))
        draft = a_draft(call, recipient="reclamo", profile=WHOLE, earlier=(sent,))
        return [
            words in on_one_line(draft) for words in ("un'altra chiamata", "dopo l'opposizione (")
        ]

    assert [told(day) for day in (8, 9, 12, 13)] == [
        [False, False],
        [True, False],
        [True, False],
        [True, True],
    ]


@pytest.mark.parametrize(
    ("answered_on", "late"), [(date(2026, 10, 8), False), (date(2026, 10, 9), True)]
)
def test_an_answer_to_the_reminder_is_late_by_the_law_and_not_by_the_two_weeks(answered_on, late):
    reminder = Sent(
        "reminder", date(2026, 9, 20), Means.PEC, "answered", answered_on, due=date(2026, 10, 5)
    )

    text = said(recipient="reclamo", earlier=(FIRST, reminder))

    assert ("Riscontro oltre il termine" in text) is late


@pytest.mark.parametrize("today", [date(2026, 10, 8), date(2026, 10, 9)])
def test_more_time_asked_of_a_reminder_changes_no_day(today):
    reminder = Sent(
        "reminder",
        date(2026, 9, 20),
        Means.PEC,
        "extended",
        date(2026, 9, 25),
        due=date(2026, 10, 5),
    )

    text = said(recipient="reminder", earlier=(FIRST, reminder), on=today)

    over = "è scaduto l'8 ottobre 2026 senza riscontro"
    running = "GDPR) scade l'8 ottobre 2026"
    assert [words in text for words in (over, running)] == [today.day == 9, today.day == 8]


def test_an_enrolment_after_the_call_is_no_young_one():
    late = with_own(WHOLE, rpo_enrolled_on=date(2026, 11, 20))

    draft = a_draft(profile=late)

    reasons = " ".join(str(r) for a in draft.advice if a.recipient == "garante" for r in a.reasons)
    assert "so soon after the enrolment" not in reasons
    assert "not known to have been in the opt-out register when it was called" in reasons


@pytest.mark.parametrize(
    ("consent", "stands"),
    [
        ("2026-11-17", True),
        ("2026-11-18", True),
        ("2026-11-19", False),
        ("2026-01-14", False),
        pytest.param(
            "2026-01-15", True, id="of the day of the enrolment, and nobody knows which was first"
        ),
    ],
)
def test_a_consent_is_held_against_the_day_of_the_call(consent, stands):
    text = said(company=ENERGY._replace(consent=consent))

    assert ("nessuna consultazione anteriore" not in text) is stands


def test_market_research_is_marketing():
    assert a_draft(nature="research").advice[0].fits
    assert "Le ricerche di mercato seguono le stesse regole" in said(nature="research")


def test_only_the_pair_that_was_close_is_told_as_close():
    calls = [a_sales_call(day, n) for n, day in enumerate((2, 10, 12), 1)]

    text = said(*calls, kind=CallKind.SILENT)

    assert "La chiamata seguente è giunta a meno di cinque giorni" in text
    assert "12 novembre 2026, ore 15:04." in text
    assert "10 novembre 2026, ore 15:04." not in text


def test_one_call_is_no_repetition_and_neither_are_missed_ones():
    missed = (a_sales_call(18, talked_s=3.0), a_sales_call(19, 2, talked_s=0.0))

    assert "pratica aggressiva" not in said(recipient="agcm")
    assert "pratica aggressiva" not in said(*missed, recipient="agcm")
    assert "pratica aggressiva" in said(a_sales_call(18), a_sales_call(19, 2), recipient="agcm")


@pytest.mark.parametrize(
    ("ended", "told"), [("2026-10-18", True), ("2026-10-19", False), ("running", False)]
)
def test_calls_about_a_contract_are_no_repetition(ended, told):
    firm = ENERGY._replace(contract_until=ended)

    text = said(a_sales_call(18), a_sales_call(19, 2), recipient="agcm", company=firm)

    assert ("pratica aggressiva" in text) is told


def test_one_call_with_a_false_identity_is_enough_for_the_agcm():
    draft = a_draft(recipient="agcm", profile=WHOLE, pretended="yes")

    assert missing(draft) == []
    assert "un'identità non vera inganna il consumatore" in on_one_line(draft)


@pytest.mark.parametrize(
    "matter", [{"nature": "other"}, {"nature": "scam"}, {"kind": CallKind.UNANSWERED}]
)
def test_nobody_is_sent_to_the_garante_with_what_it_excludes(matter):
    draft = a_draft(profile=WHOLE, earlier=(FIRST,), offered="energy", **matter)

    assert not next(a for a in draft.advice if a.recipient == "garante").fits


# --- The law of the day -----------------------------------------------------------------------------------------------


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


# --- Days that cannot be ----------------------------------------------------------------------------------------------


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


def test_each_statement_says_who_makes_it_where_and_on_which_day():
    draft = a_draft(profile=WHOLE, earlier=(FIRST,), recipient="reclamo")

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
