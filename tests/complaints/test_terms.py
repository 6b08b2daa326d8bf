"""From which day the time for an answer runs, and on which it ends."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters import ROME
from portinaio.complaints.terms import Extension, how_counted, later, term
from portinaio.core.complaint import Complaint
from portinaio.countries.fact_schema import Span
from portinaio.countries.pack import read_pack
from portinaio.countries.working_days import is_working, next_working

ITALY = read_pack("IT")
DAY = timedelta(days=1)


def a_letter(recipient="controller", sent=date(2026, 11, 24), **changes):
    created = datetime(2026, 11, 20, tzinfo=ROME)
    return Complaint(1, "IT", recipient, "X", (1,), {}, created, sent, **changes)


def told(letter):
    found = term(letter, ITALY)
    return [str(sentence) for sentence in how_counted(letter, found)]


@pytest.mark.parametrize(
    ("received", "last"),
    [
        pytest.param(date(2026, 11, 24), date(2026, 12, 24), id="a month"),
        pytest.param(date(2026, 11, 25), date(2026, 12, 28), id="Christmas, then a weekend"),
        pytest.param(date(2026, 11, 26), date(2026, 12, 28), id="a Saturday that is a holiday"),
        pytest.param(date(2026, 11, 27), date(2026, 12, 28), id="a Sunday"),
        pytest.param(date(2026, 11, 28), date(2026, 12, 28), id="the Monday itself"),
        pytest.param(date(2026, 11, 8), date(2026, 12, 9), id="8 December, a Tuesday"),
        pytest.param(date(2027, 1, 31), date(2027, 3, 1), id="28 February is a Sunday"),
        pytest.param(date(2028, 1, 31), date(2028, 2, 29), id="29 February of a leap year"),
        pytest.param(date(2026, 3, 6), date(2026, 4, 7), id="Easter Monday"),
        pytest.param(date(2026, 3, 5), date(2026, 4, 7), id="Easter Sunday, then Easter Monday"),
        pytest.param(date(2026, 12, 1), date(2027, 1, 4), id="New Year, a Friday"),
        pytest.param(date(2026, 12, 6), date(2027, 1, 7), id="Epiphany"),
        pytest.param(date(2026, 9, 4), date(2026, 10, 5), id="4 October, a holiday and a Sunday"),
        pytest.param(date(2026, 7, 15), date(2026, 8, 17), id="15 August, a Saturday"),
    ],
)
def test_a_month_from_receipt_ends_on_a_working_day(received, last):
    assert term(a_letter(sent=received, received=received), ITALY).last == last


@pytest.mark.parametrize("begins", [date(2026, 11, 28), date(2026, 11, 29), date(2026, 12, 8)])
def test_a_weekend_or_holiday_on_which_it_was_received_moves_nothing(begins):
    found = term(a_letter(sent=begins, received=begins), ITALY)

    assert (found.begins, found.counted.day) == (begins, begins.day)


@pytest.mark.parametrize(
    ("means", "begins"),
    [
        ("hand", date(2026, 11, 24)),
        ("web", date(2026, 11, 24)),
        ("email", date(2026, 11, 25)),
        ("pec", date(2026, 11, 25)),
        ("registered", date(2026, 12, 4)),
        ("post", date(2026, 12, 4)),
        ("", date(2026, 12, 4)),
        ("pigeon", date(2026, 12, 4)),
    ],
)
def test_without_receipt_the_time_is_counted_from_sending_and_the_way(means, begins):
    found = term(a_letter(means=means), ITALY)

    assert found.begins == begins
    assert found.way_days == (begins - date(2026, 11, 24)).days


def test_a_day_of_receipt_beats_the_way_that_was_granted():
    found = term(a_letter(means="post", received=date(2026, 11, 26)), ITALY)

    assert (found.begins, found.way_days) == (date(2026, 11, 26), None)


def test_a_derived_term_says_that_it_is_derived():
    assert told(a_letter(means="registered"))[0] == (
        "Nobody has said when it was received: the time is counted from 24 Nov 2026, when it was sent, and 10 days for"
        " the way."
    )


def test_a_term_from_receipt_says_so_and_why_its_last_day_moved():
    assert told(a_letter(received=date(2026, 11, 25))) == [
        "The time runs from receipt on 25 Nov 2026.",
        "25 Dec 2026 is no working day, so the next one counts.",
    ]


@pytest.mark.parametrize(
    ("extended", "worth", "last"),
    [
        (None, Extension.NONE, date(2026, 12, 28)),
        (date(2026, 11, 25), Extension.IN_TIME, date(2027, 2, 25)),
        (date(2026, 12, 28), Extension.IN_TIME, date(2027, 2, 25)),
        (date(2026, 12, 29), Extension.LATE, date(2026, 12, 28)),
    ],
)
def test_more_time_is_worth_something_until_the_moved_last_day(extended, worth, last):
    found = term(a_letter(received=date(2026, 11, 25), extended=extended), ITALY)

    assert (found.extension, found.last) == (worth, last)


def test_a_term_whose_last_day_stays_says_nothing_of_working_days():
    assert told(a_letter(received=date(2026, 11, 24))) == [
        "The time runs from receipt on 24 Nov 2026."
    ]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (date(2026, 12, 1), "More time was asked for in time."),
        (date(2027, 1, 1), "More time was asked for too late, so there is none."),
    ],
)
def test_what_became_of_a_wish_for_more_time_is_told(asked, sentence):
    assert told(a_letter(received=date(2026, 11, 24), extended=asked))[1] == sentence


def test_a_letter_that_has_not_left_has_no_term():
    assert term(a_letter(sent=None), ITALY) is None


def test_three_months_move_off_a_weekend_too():
    letter = a_letter(received=date(2026, 11, 27), extended=date(2026, 12, 1))

    assert term(letter, ITALY).last == date(2027, 3, 1)  # 27 February 2027 is a Saturday


@pytest.mark.parametrize("asked", [date(2026, 12, 1), date(2027, 1, 1)])
def test_to_a_reminder_nobody_gets_more_time(asked):
    letter = a_letter("reminder", received=date(2026, 11, 26), extended=asked)

    assert (term(letter, ITALY).extension, term(letter, ITALY).last) == (
        Extension.LATE,
        date(2026, 12, 10),
    )


def test_two_weeks_move_off_a_holiday():
    assert term(a_letter("reminder", received=date(2026, 11, 24)), ITALY).last == date(2026, 12, 9)


@pytest.mark.parametrize("recipient", ["garante", "reclamo", "agcm", "agcom"])
def test_of_an_authority_no_term_is_claimed(recipient):
    assert term(a_letter(recipient), ITALY) is None


days = st.dates(date(2026, 1, 1), date(2031, 12, 31))


@given(received=days)
@settings(max_examples=200, deadline=None)
def test_a_last_day_is_a_working_day_no_sooner_than_the_count_and_none_lies_between(received):
    found = term(a_letter(sent=received, received=received), ITALY)

    assert is_working(found.last, ITALY)
    between = [found.counted + n * DAY for n in range((found.last - found.counted).days)]
    assert not any(is_working(day, ITALY) for day in between)


@given(received=days, sooner=st.integers(1, 40))
@settings(max_examples=200, deadline=None)
def test_who_receives_sooner_owes_no_later(received, sooner):
    early = received - sooner * DAY

    first = term(a_letter(sent=early, received=early), ITALY)

    assert first.last <= term(a_letter(sent=received, received=received), ITALY).last


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 4, 3), date(2026, 4, 7)),  # Good Friday works, Easter Monday does not
        (date(2026, 4, 2), date(2026, 4, 3)),
        (date(2026, 12, 24), date(2026, 12, 28)),
        (date(2026, 5, 1), date(2026, 5, 4)),
    ],
)
def test_the_next_working_day_of_italy(day, following):
    assert next_working(day, ITALY) == following


@pytest.mark.parametrize(
    ("span", "last"),
    [
        (Span(working_days=1), date(2026, 12, 7)),
        (Span(working_days=2), date(2026, 12, 9)),
        (Span(days=2), date(2026, 12, 6)),
        (Span(months=1), date(2027, 1, 4)),
    ],
)
def test_a_span_is_counted_in_working_days_days_or_months(span, last):
    """From a Friday before a weekend and 8 December, a Tuesday."""
    assert later(date(2026, 12, 4), span, ITALY) == last


@pytest.mark.parametrize(
    ("means", "sentence"),
    [
        ("web", "The time runs from 24 Nov 2026, when it was sent."),
        ("email", "Nobody has said when it was received: the time is counted from 24 Nov 2026, when it was sent, and 1 day for the way."),
        ("post", "Nobody has said when it was received: the time is counted from 24 Nov 2026, when it was sent, and 10 days for the way."),
    ],
)  # fmt: skip
def test_the_days_that_are_granted_for_the_way_are_told(means, sentence):
    assert told(a_letter(means=means))[0] == sentence
