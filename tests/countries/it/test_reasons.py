"""A reason is given only where somebody has looked: days, pairs of calls, contracts, routes."""

from datetime import date, datetime

import pytest

from letters import (
    ENERGY,
    ROME,
    WHOLE,
    a_draft,
    a_sales_call,
    missing,
    on_one_line,
    said,
    with_own,
)
from portinaio.complaints.filing import CallKind, Company, Means, Sent

FIRST = Sent("controller", date(2026, 9, 8), Means.PEC, due=date(2026, 10, 8))


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


def test_that_no_consent_was_given_is_no_unfair_practice_by_itself():
    firm = ENERGY._replace(consent="none")

    alone, beside = (
        a_draft(recipient="agcm", profile=WHOLE, company=firm, **more)
        for more in ({}, {"pretended": "yes"})
    )

    assert ("unfair" in missing(alone), "alcun consenso" in on_one_line(alone)) == (True, False)
    assert ("unfair" in missing(beside), "alcun consenso" in on_one_line(beside)) == (False, True)


def test_a_company_that_is_not_known_stands_once_in_a_complaint():
    text = said(recipient="reclamo", company=Company())

    point = text.partition("Titolare del trattamento.")[2].partition("3. ")[0]
    assert point.count("denominazione della società") == 1
