"""What the log amounts to."""

from __future__ import annotations

from datetime import date, timedelta, timezone

import pytest

from portinaio.core.checks.finding import Finding
from portinaio.core.complaint import BookedCompany
from portinaio.core.message import msg
from portinaio.core.policy import Action, Outcome
from portinaio.core.verdict import Label
from worlds import FROZEN_NOW, a_logged_call, a_pattern

MONTH = FROZEN_NOW - timedelta(days=30)
SALES = "+390844123456"


def a_refusal(call_id: int, number: str = SALES, *, lists: tuple[str, ...] = (), **other):
    findings = tuple(Finding("listed", msg("listed"), 60.0, source=name) for name in lists)
    refused = {"label": Label.REPORTED, "action": Action.REJECT, "outcome": Outcome.DONE}
    return a_logged_call(call_id, number=number, findings=findings, **(refused | other))


def test_hours_are_those_on_the_wall_when_it_rang(store):
    rome = timezone(timedelta(hours=1))
    store.calls.record(a_logged_call(at=FROZEN_NOW.astimezone(rome)))

    found = store.insights.since(MONTH)

    assert [hour for hour, tally in enumerate(found.hours) if tally] == [15]


def test_days_begin_with_monday(store):
    store.calls.record(a_logged_call())  # a Tuesday

    found = store.insights.since(MONTH)

    assert [day for day, tally in enumerate(found.weekdays) if tally] == [1]


def test_a_week_in_which_nobody_called_is_a_week_too(store):
    store.calls.record_many(
        [a_logged_call(1, at=FROZEN_NOW - timedelta(weeks=2)), a_logged_call(2)]
    )

    found = store.insights.since(MONTH)

    assert [(monday, sum(tally.values())) for monday, tally in found.weeks.items()] == [
        (date(2026, 11, 9), 1),
        (date(2026, 11, 16), 0),
        (date(2026, 11, 23), 1),
    ]


def test_suspected_calls_are_counted_by_week_beside_their_label(store):
    store.calls.record_many(
        [
            a_logged_call(1, suspected=True, score=30),
            a_logged_call(2),
            a_logged_call(3, suspected=True, label=Label.KNOWN),
        ]
    )

    found = store.insights.since(MONTH)

    assert (found.suspected, found.weeks[date(2026, 11, 23)][Label.UNKNOWN]) == (
        {date(2026, 11, 23): 1},
        2,
    )


def test_calls_that_are_counts_by_now_count_in_their_week(store):
    old = a_refusal(1, at=FROZEN_NOW - timedelta(days=20))
    store.calls.record(old)
    store.calls.prune(FROZEN_NOW - timedelta(days=10))

    found = store.insights.since(MONTH)

    assert (found.labels[Label.REPORTED], found.weeks[date(2026, 11, 2)][Label.REPORTED]) == (1, 1)


def test_older_calls_do_not_count(store):
    store.calls.record(a_logged_call(at=MONTH - timedelta(seconds=1)))

    assert not store.insights.since(MONTH).labels


def test_reported_calls_are_counted_by_the_thousand(store):
    store.calls.record_many(
        [a_refusal(1), a_refusal(2, "+390844123999"), a_refusal(3, "+390844777000")]
    )

    assert store.insights.since(MONTH).ranges == [("+390844123*", 2), ("+390844777*", 1)]


def test_companies_of_the_book_are_counted_by_their_numbers(store):
    store.companies.set(BookedCompany("Luce", "", "", "", "", (SALES, "+390844777000")))
    store.calls.record_many([a_refusal(1), a_refusal(2, "+390844777000"), a_logged_call(3)])

    assert store.insights.since(MONTH).companies == [("Luce", 2)]


def test_a_call_that_was_too_late_to_refuse_was_not_refused(store):
    store.calls.record_many([a_refusal(1), a_refusal(2, outcome=Outcome.TOO_LATE)])

    assert store.insights.since(MONTH).refused == 1


def test_the_usual_ringing_is_the_median_of_calls_that_nobody_took(store):
    rang = [10.0, 20.0, 90.0]
    store.calls.record_many(
        [a_logged_call(n, rang_s=s, talked_s=0.0) for n, s in enumerate(rang, 1)]
        + [a_logged_call(4, rang_s=1.0, talked_s=60.0)]
    )

    found = store.insights.since(MONTH)
    assert (found.usual_ring_s, found.timed) == (20, 3)


@pytest.mark.parametrize(
    ("times", "timed"),
    [
        pytest.param({"rang_s": 10.0, "talked_s": 0.0}, 1, id="nobody took it"),
        pytest.param({"rang_s": 10.0, "talked_s": None}, 0, id="somebody may have taken it"),
        pytest.param({"rang_s": None, "talked_s": None}, 0, id="nobody saw its end"),
        pytest.param(
            {"rang_s": 3.001, "talked_s": 0.0, "cause": "SIP 480"}, 0, id="our branch alone ended"
        ),
        pytest.param(
            {"rang_s": 2.9, "talked_s": 0.0, "cause": "SIP 480"}, 1, id="not after three seconds"
        ),
        pytest.param({"rang_s": 3.5, "talked_s": 0.0, "cause": "SIP 480"}, 1, id="nor long after"),
        pytest.param(
            {"rang_s": 3.1, "talked_s": 0.0, "cause": "SIP 487"}, 1, id="it was cancelled"
        ),
    ],
)
def test_the_usual_ringing_leaves_out_what_the_line_has_not_seen(store, times, timed):
    store.calls.record(a_logged_call(1, **times))

    assert store.insights.since(MONTH).timed == timed


def test_nothing_is_usual_before_a_call_has_rung(store):
    assert store.insights.since(MONTH).usual_ring_s is None


def test_a_list_has_caught_each_reported_call_that_it_spoke_against(store):
    store.calls.record_many(
        [a_refusal(1, lists=("a", "b")), a_refusal(2, lists=("a",)), a_refusal(3)]
    )

    assert store.insights.caught(MONTH) == {"a": 2, "b": 1}


@pytest.mark.parametrize(
    ("pattern", "caught"),
    [
        pytest.param(SALES, 1, id="a number is itself"),
        pytest.param("+390844*", 2, id="a beginning is all that begin so"),
        pytest.param("+390844123400..+390844123499", 1, id="a stretch has an end"),
        pytest.param("+390845*", 0, id="the next beginning is another"),
    ],
)
def test_a_pattern_finds_its_calls(store, pattern, caught):
    store.calls.record_many([a_refusal(1), a_refusal(2, "+390844999999"), a_logged_call(3)])

    wanted = a_pattern(pattern)
    found = store.insights.count_of(wanted), len(store.insights.latest_of(wanted, 5))

    assert found == (caught, caught)


def test_the_latest_calls_of_a_pattern_come_first(store):
    store.calls.record_many([a_refusal(n, at=FROZEN_NOW - timedelta(hours=n)) for n in range(1, 9)])

    assert [call.id for call in store.insights.latest_of(a_pattern("+390844*"), 3)] == [1, 2, 3]
