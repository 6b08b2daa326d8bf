"""Of earlier letters a new one says how they went and what came of them as is on file."""

from datetime import date, datetime

import pytest

from letters import (
    ENERGY,
    ROME,
    WHOLE,
    a_draft,
    a_sales_call,
    a_withheld_call,
    missing,
    said,
    with_own,
)
from portinaio.complaints.filing import CallKind, Means, Sent

FIRST = Sent("controller", date(2026, 9, 8), Means.PEC, due=date(2026, 10, 8))


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
