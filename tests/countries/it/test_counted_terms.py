"""From which day a letter counts the time that it calls over."""

from datetime import date

import pytest

from letters import LINE, MARIA, WRITTEN_LINE, a_draft, a_sales_call, on_one_line
from portinaio.complaints.filing import Means, Sent

FIRST = Sent("controller", date(2026, 9, 1), Means.POST, due=date(2026, 10, 12))
COUNTED = "dall'11 settembre 2026"


def said(act, first):
    return on_one_line(a_draft(recipient=act, profile=MARIA, earlier=(first,)))


@pytest.mark.parametrize("act", ["reminder", "reclamo"])
def test_where_nobody_knows_when_it_arrived_the_letter_says_from_when_it_counts(act):
    text = said(act, FIRST)

    assert COUNTED in text
    assert "risulta ricevuta" not in text


@pytest.mark.parametrize("act", ["reminder", "reclamo"])
def test_where_somebody_knows_it_the_letter_says_when(act):
    text = said(act, FIRST._replace(received=date(2026, 9, 12)))

    assert "La richiesta risulta ricevuta il 12 settembre 2026" in text
    assert COUNTED not in text


@pytest.mark.parametrize("act", ["reminder", "reclamo"])
def test_where_an_answer_came_in_time_no_time_is_counted(act):
    came = FIRST._replace(answer="answered", answered_on=date(2026, 9, 20))

    assert COUNTED not in said(act, came)


def test_a_reminder_about_two_lines_names_both():
    calls = (a_sales_call(18, called=LINE), a_sales_call(19, 2, called="+393330000123"))

    one, two = (
        on_one_line(a_draft(*these, recipient="reminder", earlier=(FIRST,)))
        for these in (calls[:1], calls)
    )

    assert f"riguarda l'utenza {WRITTEN_LINE}." in one
    assert f"riguarda le utenze {WRITTEN_LINE} e +39 333 000 0123." in two


def test_a_complaint_about_two_lines_names_both_and_no_holder_of_either():
    calls = (a_sales_call(18, called=LINE), a_sales_call(19, 2, called="+393330000123"))

    text = on_one_line(
        a_draft(*calls, recipient="reclamo", profile=MARIA._replace(holder="Carlo Rossi"))
    )

    assert f"Utenze chiamate: {WRITTEN_LINE} e +39 333 000 0123." in text
    assert "Intestatario" not in text
