"""Spans and moments as people type them, in every window."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import datetime, timedelta, timezone

import pytest

from portinaio.errors import UsageError
from portinaio.language import durations

NOW = datetime(2026, 11, 24, 14, 10, tzinfo=timezone(timedelta(hours=1)))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("30m", timedelta(minutes=30)),
        ("2h", timedelta(hours=2)),
        ("2 H", timedelta(hours=2)),
        ("1h30m", timedelta(minutes=90)),
        (" 1h 30m ", timedelta(minutes=90)),
        ("90d", timedelta(days=90)),
        ("3w", timedelta(weeks=3)),
        ("10s", timedelta(seconds=10)),
        ("5217w", timedelta(weeks=5217)),
    ],
)
def test_a_span_is_read_as_it_is_typed(typed, meant):
    assert durations.span(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "2", "h", "-2h", "0h", "2x", "2h!", "٢h", "9" * 400 + "d", "36526d", "yesterday"]
)
def test_what_is_no_span_is_answered_with_one(typed):
    with pytest.raises(UsageError, match="is not a span such as 30m, 2h or 3d"):
        durations.span(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("3d", "2026-11-21T14:10:00+01:00", id="a span ago"),
        pytest.param("today", "2026-11-24T00:00:00+01:00", id="today since midnight"),
        pytest.param("Yesterday", "2026-11-23T00:00:00+01:00", id="yesterday"),
        pytest.param("oggi", "2026-11-24T00:00:00+01:00", id="today in Italian"),
        pytest.param("gestern", "2026-11-23T00:00:00+01:00", id="yesterday in German"),
        pytest.param("2026-11-20", "2026-11-20T00:00:00+01:00", id="a day from its first second"),
        pytest.param("9:30", "2026-11-24T09:30:00+01:00", id="a clock is of today"),
        pytest.param("2026-11-24T12:02:30+00:00", "2026-11-24T12:02:30+00:00", id="its own zone"),
    ],
)
def test_a_beginning_lies_behind_us(typed, meant):
    assert durations.beginning(typed, NOW) == at(meant)


@pytest.mark.parametrize(
    "typed", ["2026-11-25", "14:11", "2026-11-24T14:10:01", "2026-11-24T13:10:01+00:00"]
)
def test_a_beginning_that_is_still_to_come_is_refused(typed):
    with pytest.raises(UsageError, match="is not a time that has passed"):
        durations.beginning(typed, NOW)


@pytest.mark.parametrize("typed", ["14:10", "2026-11-24T13:10:00+00:00"])
def test_a_beginning_may_be_now(typed):
    assert durations.beginning(typed, NOW) == NOW


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("today", "2026-11-24T23:59:59+01:00", id="today"),
        pytest.param("tomorrow", "2026-11-25T23:59:59+01:00", id="tomorrow"),
        pytest.param("domani", "2026-11-25T23:59:59+01:00", id="tomorrow in Italian"),
        pytest.param("morgen", "2026-11-25T23:59:59+01:00", id="tomorrow in German"),
        pytest.param("2026-12-24", "2026-12-24T23:59:59+01:00", id="a day"),
        pytest.param("20261224", "2026-12-24T23:59:59+01:00", id="a day without dashes"),
        pytest.param("18:00", "2026-11-24T18:00:00+01:00", id="a clock"),
        pytest.param("2026-12-24T12:00", "2026-12-24T12:00:00+01:00", id="a full time"),
    ],
)
def test_a_day_lasts_to_its_last_second(typed, meant):
    assert durations.end(typed, NOW) == at(meant)


@pytest.mark.parametrize(
    ("typed", "ends"),
    [
        pytest.param("7d", "2026-12-01T14:10:00+01:00", id="a span"),
        pytest.param("2026-12-24", "2026-12-24T23:59:59+01:00", id="a day to its end"),
        pytest.param("18:00", "2026-11-24T18:00:00+01:00", id="a clock"),
    ],
)
def test_what_is_written_down_counts_for_a_span_or_until_an_end(typed, ends):
    assert durations.expiry(typed, NOW) == at(ends)


def test_nothing_is_for_good():
    assert durations.expiry("  ", NOW) is None


@pytest.mark.parametrize("typed", ["2026-11-23", "14:10", "2000-01-01T12:00"])
def test_nothing_ends_before_it_begins(typed):
    with pytest.raises(UsageError, match="is not a time that is still to come"):
        durations.expiry(typed, NOW)


@pytest.mark.parametrize("typed", ["soon", "", "25:00", "2026-02-30", "2026-1224", "9" * 300])
@pytest.mark.parametrize("read", [durations.beginning, durations.end, durations.clock])
def test_what_is_no_time_is_answered_with_one(read, typed):
    with pytest.raises(UsageError, match=r"is not .*2026-11-24"):
        read(typed, NOW)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_of_all_are_read_or_refused(day):
    for read in (durations.beginning, durations.end):
        with suppress(UsageError):
            assert read(day, datetime.now().astimezone()).date().isoformat() == day


def test_a_day_in_summer_is_told_by_the_clock_of_summer(monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Rome")
    time.tzset()
    try:
        found = durations.end("2027-07-01", datetime(2026, 11, 24, 14, 10).astimezone())
        assert found.isoformat() == "2027-07-01T23:59:59+02:00"
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(seconds=-5), "0 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=47), "47 h"),
        (timedelta(days=2), "2 d"),
    ],
)
def test_an_age_is_said_in_its_largest_unit(span, said):
    assert durations.age(span) == said


@pytest.mark.parametrize(("value", "said"), [(21.9, "21 s"), (185, "3:05"), (-1, "0 s")])
def test_seconds_become_minutes_from_a_minute_on(value, said):
    assert durations.seconds(value) == said
