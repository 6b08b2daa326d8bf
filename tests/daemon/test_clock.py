"""A clock that is wrong deletes nothing, and lets nothing last longer than it was asked for."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from daemon_world import a_client, a_context, a_logged_call
from portinaio.core.entry import EntryKind
from portinaio.core.list_state import ListState
from portinaio.daemon.clock import (
    LONGEST_PAUSE,
    MADE,
    MOST_AWAY,
    MOST_SETTLING,
    SETTLED,
    lasting,
    moment_of,
)
from portinaio.daemon.maintenance import SETTLING_S, shorten, tidy, watch_clock
from portinaio.daemon.screening import judge
from portinaio.daemon.sync.schedule import due
from portinaio.errors import UsageError
from worlds import FROZEN_NOW, STRANGER, a_pattern, a_ring

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from portinaio.daemon.context import Context

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
YEARS = 12 * 365 * DAY


class AClock:
    def __init__(self) -> None:
        self.now = FROZEN_NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> AClock:
    return AClock()


@pytest.fixture
def context(tmp_path: Path, clock: AClock) -> Iterator[Context]:
    """It was tidied today, and has a call and an entry of this week."""
    config = 'country = "IT"\n[[list]]\nname = "x"\nurl = "http://127.0.0.1:9/x"\n'
    context = a_context(tmp_path / "home", config, now=clock)
    context.store.calls.record(a_logged_call(1, at=FROZEN_NOW - DAY))
    context.store.entries.add(
        a_pattern(STRANGER), EntryKind.BLOCK, "", FROZEN_NOW - DAY, FROZEN_NOW + DAY
    )
    tidy(context, 90)
    yield context
    context.close()


def left(context: Context) -> tuple[int, int]:
    """Calls, and entries whether they have run out or not."""
    return len(context.store.calls.page()), len(context.store.entries.all(FROZEN_NOW))


def codes(context: Context) -> list[str]:
    return [one["code"] for one in a_client(context).status()["health"]]


# -- what is deleted


def test_one_start_years_ahead_deletes_nothing(context: Context, clock: AClock) -> None:
    clock.now += YEARS
    tidy(context, 90)
    said = codes(context)
    clock.now = FROZEN_NOW + HOUR
    tidy(context, 90)

    assert left(context) == (1, 1)
    assert ("clock" in said, "clock" in codes(context)) == (True, False)


@pytest.mark.parametrize(
    ("away", "rows"),
    [
        pytest.param(MOST_AWAY, (0, 0), id="a weekend"),
        pytest.param(MOST_AWAY + SECOND, (1, 1), id="longer"),
    ],
)
def test_a_house_that_slept_for_long_keeps_its_log_for_the_day(
    context: Context, clock: AClock, away: timedelta, rows: tuple[int, int]
) -> None:
    clock.now += away

    tidy(context, 1)

    assert left(context) == rows


@pytest.mark.parametrize(
    ("later", "rows"),
    [
        pytest.param(SETTLED - SECOND, (1, 1), id="the same day"),
        pytest.param(SETTLED, (0, 0), id="the next day"),
        pytest.param(7 * DAY, (0, 0), id="where it is used on Saturdays"),
        pytest.param(MOST_SETTLING, (0, 0), id="a month later"),
        pytest.param(MOST_SETTLING + SECOND, (1, 1), id="another jump"),
        pytest.param(-HOUR, (1, 1), id="a jump back"),
    ],
)
def test_a_clock_that_goes_on_from_where_it_jumped_to_is_believed(
    context: Context, clock: AClock, later: timedelta, rows: tuple[int, int]
) -> None:
    clock.now += 200 * DAY
    tidy(context, 90)
    clock.now += later

    tidy(context, 90)

    assert left(context) == rows
    assert ("clock" in codes(context)) == (rows == (1, 1))


def test_a_clock_that_is_believed_again_is_doubted_at_its_next_jump(
    context: Context, clock: AClock
) -> None:
    for step in (YEARS, HOUR - YEARS, YEARS):
        clock.now += step
        tidy(context, 90)

    assert left(context) == (1, 1)


def test_a_house_of_a_program_of_before_goes_by_its_last_call(
    context: Context, clock: AClock
) -> None:
    context.store.state.set("clock_seen", None)
    clock.now += YEARS

    tidy(context, 90)

    assert left(context) == (1, 1)


def test_a_new_house_begins_with_whatever_the_clock_says(tmp_path: Path) -> None:
    context = a_context(tmp_path / "new", now=lambda: FROZEN_NOW + YEARS)

    tidy(context, 90)

    assert codes(context) == []
    context.close()


@pytest.mark.parametrize(
    ("now", "said"), [(MADE - SECOND, True), (MADE, False)], ids=["before", "after"]
)
def test_a_clock_of_before_the_program_was_made_is_named(
    tmp_path: Path, now: datetime, *, said: bool
) -> None:
    context = a_context(tmp_path / "past", now=lambda: now)

    tidy(context, 90)

    assert ("clock" in codes(context)) == said
    assert ("clock" in [one["code"] for one in a_client(context).doctor()]) == said
    context.close()


def test_who_forgets_old_calls_by_a_clock_that_is_doubted_is_refused(
    context: Context, clock: AClock
) -> None:
    client = a_client(context)
    clock.now += YEARS
    tidy(client.context, 90)

    with pytest.raises(UsageError, match="the clock has jumped to 21 Nov 2038"):
        client.forget_calls((clock.now - 90 * DAY).isoformat())
    clock.now = FROZEN_NOW
    tidy(client.context, 90)

    assert left(context) == (1, 1)
    assert client.forget_calls(FROZEN_NOW.isoformat()) == {"forgotten": 1}


def test_listeners_hear_that_the_clock_is_doubted(context: Context, clock: AClock) -> None:
    told: list[str] = []
    context.publish = lambda name, _render: told.append(name)
    clock.now += YEARS

    tidy(context, 90)

    assert told == ["status"]


# -- what lasts


@pytest.mark.parametrize(
    ("until", "lasts"),
    [
        pytest.param(timedelta(0), False, id="over"),
        pytest.param(SECOND, True, id="nearly over"),
        pytest.param(LONGEST_PAUSE, True, id="a week"),
        pytest.param(LONGEST_PAUSE + SECOND, False, id="longer than any may be"),
    ],
)
@pytest.mark.parametrize(
    ("key", "code"), [("paused_until", "paused"), ("expecting_until", "expected")]
)
def test_no_pause_lasts_beyond_a_week(
    context: Context, key: str, code: str, until: timedelta, *, lasts: bool
) -> None:
    context.store.state.set(key, (FROZEN_NOW + until).isoformat())

    judgement = judge(a_ring("+390200009999"), context.rules, context.records)

    assert (code in [finding.code for finding in judgement.verdict.findings]) == lasts
    assert bool(a_client(context).status()[key]) == lasts  # type: ignore[literal-required]  # one of two


@pytest.mark.parametrize("text", ["later", "", "2026-11-24T14:02", "9" * 5000, "2026-13-45"])
def test_a_moment_that_makes_no_sense_is_none_and_calls_are_judged(
    context: Context, text: str
) -> None:
    for key in ("paused_until", "expecting_until", "emergency_call_at"):
        context.store.state.set(key, text)

    assert judge(a_ring(), context.rules, context.records).decision
    assert moment_of(text) is None
    assert lasting(moment_of(text), FROZEN_NOW) is None


@pytest.mark.parametrize("key", ["paused_until", "expecting_until"])
@pytest.mark.parametrize("ahead", [2 * HOUR, 200 * DAY])
def test_an_hour_stays_an_hour_when_the_clock_jumps_back(
    context: Context, clock: AClock, key: str, ahead: timedelta
) -> None:
    client = a_client(context)
    clock.now += ahead
    (client.pause if key == "paused_until" else client.expect)(3600)
    clock.now = FROZEN_NOW

    shorten(client.context)

    assert moment_of(context.store.state.get(key)) == FROZEN_NOW + HOUR


def test_a_pause_of_which_nobody_knows_how_long_it_was_ends_with_the_jump(context: Context) -> None:
    context.store.state.set("paused_until", (FROZEN_NOW + 200 * DAY).isoformat())

    shorten(context)

    assert context.store.state.get("paused_until") is None


@pytest.mark.parametrize("span", ["x", "", "-5", "9" * 5000])
def test_a_span_that_makes_no_sense_counts_as_none(context: Context, span: str) -> None:
    context.store.state.set("paused_until", (FROZEN_NOW + 200 * DAY).isoformat())
    context.store.state.set("paused_until.span_s", span)

    shorten(context)

    assert context.store.state.get("paused_until") is None


def test_a_pause_that_lasts_is_left_as_it_is(context: Context) -> None:
    client = a_client(context)
    client.pause(7 * 86400)
    told: list[str] = []
    context.publish = lambda name, _render: told.append(name)

    shorten(client.context)

    assert moment_of(context.store.state.get("paused_until")) == FROZEN_NOW + LONGEST_PAUSE
    assert told == []


def test_who_resumes_leaves_nothing_of_the_pause(context: Context) -> None:
    client = a_client(context)
    client.pause(60)
    client.resume()

    assert [key for key in context.store.state.all() if key.startswith("paused")] == []


@pytest.mark.parametrize(
    ("written", "ends"),
    [
        pytest.param(200 * DAY, 2 * HOUR, id="by a clock that was ahead"),
        pytest.param(61 * SECOND, 2 * HOUR, id="a little more than a clock is set"),
        pytest.param(60 * SECOND, 2 * HOUR + 60 * SECOND, id="as a clock is set now and then"),
        pytest.param(-HOUR, HOUR, id="an hour ago"),
    ],
)
def test_a_block_for_two_hours_lasts_two_hours(
    context: Context, written: timedelta, ends: timedelta
) -> None:
    at = FROZEN_NOW + written
    context.store.entries.add(a_pattern("+390844*"), EntryKind.BLOCK, "", at, at + 2 * HOUR)

    shorten(context)

    (entry,) = (e for e in context.store.entries.all(FROZEN_NOW) if e.pattern.text == "+390844*")
    assert entry.until == FROZEN_NOW + ends


def test_an_entry_without_end_is_left_as_it_is(context: Context) -> None:
    written = context.store.entries.add(
        a_pattern("+390844*"), EntryKind.BLOCK, "", FROZEN_NOW + YEARS
    )

    shorten(context)

    assert context.store.entries.get(written.id) == written


async def watch(context: Context, clock: AClock, *steps: tuple[timedelta, float]) -> None:
    """The clock goes by the first of each step while the second goes by in truth."""
    ticking, left_over = [0.0], list(steps)

    async def sleep(_seconds: float) -> None:
        if not left_over:
            raise asyncio.CancelledError
        step, seconds = left_over.pop(0)
        clock.now += step
        ticking[0] += seconds

    with pytest.raises(asyncio.CancelledError):
        await watch_clock(context, sleep=sleep, seconds=lambda: ticking[0])


@pytest.mark.parametrize(
    ("step", "cut"),
    [
        pytest.param(-200 * DAY, True, id="months"),
        pytest.param(-51 * SECOND, True, id="more than a minute"),
        pytest.param(-50 * SECOND, False, id="a minute"),
        pytest.param(10 * SECOND, False, id="none"),
    ],
)
async def test_a_jump_back_while_the_daemon_runs_is_seen(
    context: Context, clock: AClock, step: timedelta, *, cut: bool
) -> None:
    a_client(context).pause(3600)
    clock.now += 200 * DAY
    a_client(context).pause(3600)
    until = clock.now + HOUR

    await watch(context, clock, (step, 10.0))

    assert moment_of(context.store.state.get("paused_until")) == (
        clock.now + HOUR if cut else until
    )


@pytest.mark.parametrize(
    ("seconds", "cut"),
    [
        pytest.param(SETTLING_S - 1, False, id="while it may yet be set"),
        pytest.param(SETTLING_S, True, id="once it stays as it is"),
    ],
)
async def test_a_clock_that_is_behind_at_the_start_is_given_time_to_be_set(
    context: Context, clock: AClock, seconds: float, *, cut: bool
) -> None:
    clock.now += 2 * HOUR
    a_client(context).pause(3600)
    until = clock.now + HOUR
    clock.now = FROZEN_NOW

    await watch(context, clock, (timedelta(seconds=seconds), seconds))

    assert moment_of(context.store.state.get("paused_until")) == (
        clock.now + HOUR if cut else until
    )


async def test_a_clock_that_jumps_back_too_far_and_is_set_ends_pauses_of_a_clock_that_was_ahead(
    context: Context, clock: AClock
) -> None:
    clock.now += YEARS
    a_client(context).pause(3600)

    to_1970, ahead = datetime(1970, 1, 1, tzinfo=UTC) - clock.now, 10 * SECOND
    to_today = FROZEN_NOW - datetime(1970, 1, 1, tzinfo=UTC) - ahead
    await watch(
        context,
        clock,
        (2 * SETTLING_S * SECOND, 2 * SETTLING_S),
        (to_1970, 10.0),
        (ahead, 10.0),
        (to_today, 10.0),
        (SETTLING_S * SECOND, SETTLING_S),
    )

    assert moment_of(context.store.state.get("paused_until")) == clock.now + HOUR


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(datetime(1970, 1, 1, tzinfo=UTC), id="1970"),
        pytest.param(MADE - SECOND, id="the day before the program was made"),
        pytest.param(FROZEN_NOW - 50 * SECOND * 60, id="what was saved before the power failed"),
    ],
)
async def test_a_computer_that_starts_with_a_clock_that_is_behind_ends_nothing_early(
    context: Context, clock: AClock, wrong: datetime
) -> None:
    client, month = a_client(context), clock.now + 30 * DAY
    client.pause(4 * 3600)
    context.store.entries.add(a_pattern("+390844*"), EntryKind.ALLOW, "", clock.now, month)

    clock.now = wrong
    tidy(client.context, 90)
    await watch(context, clock, (5 * SECOND, 10.0), (FROZEN_NOW + HOUR - wrong, 10.0))
    tidy(client.context, 90)

    (entry,) = (e for e in context.store.entries.all(clock.now) if e.pattern.text == "+390844*")
    assert entry.until == month
    assert moment_of(client.status()["paused_until"]) == FROZEN_NOW + 4 * HOUR


@pytest.mark.parametrize(("now", "cut"), [(MADE - SECOND, False), (MADE, True)])
def test_a_clock_that_cannot_be_right_shortens_nothing(
    context: Context, clock: AClock, now: datetime, *, cut: bool
) -> None:
    a_client(context).pause(3600)
    clock.now = now

    shorten(context)

    until = (now if cut else FROZEN_NOW) + HOUR
    assert moment_of(context.store.state.get("paused_until")) == until


async def test_windows_hear_that_a_pause_was_cut(context: Context, clock: AClock) -> None:
    a_client(context).pause(3600)
    told: list[str] = []
    context.publish = lambda name, _render: told.append(name)

    await watch(context, clock, (-2 * HOUR, 10.0), (10 * SECOND, 10.0))

    assert told == ["entries", "status"]


async def test_a_disk_that_takes_nothing_does_not_end_the_watch(
    context: Context, clock: AClock
) -> None:
    a_client(context).pause(3600)
    context.store._connection.row("PRAGMA query_only = ON")

    await watch(context, clock, (-2 * HOUR, 10.0), (10 * SECOND, 10.0))


# -- what is asked again


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        pytest.param(YEARS, ["x"], id="by a clock that was ahead"),
        pytest.param(HOUR + SECOND, ["x"], id="more than an hour ahead"),
        pytest.param(HOUR, [], id="as clocks differ"),
    ],
)
def test_a_list_is_not_left_alone_for_years(
    context: Context, asked: timedelta, names: list[str]
) -> None:
    context.store.lists.set(
        ListState("x", "ok", checked=FROZEN_NOW + asked, updated=FROZEN_NOW + asked)
    )

    assert due(context) == names


@pytest.mark.parametrize(
    ("wait", "names"),
    [
        pytest.param(LONGEST_PAUSE, [], id="as long as any may ask for"),
        pytest.param(LONGEST_PAUSE + SECOND, ["x"], id="by a clock that was ahead"),
    ],
)
def test_a_server_is_not_left_in_peace_for_years(
    context: Context, wait: timedelta, names: list[str]
) -> None:
    context.store.state.set("list_wait.x", (FROZEN_NOW + wait).isoformat())

    assert due(context) == names


def test_the_day_that_no_clock_may_say_less_than_is_past() -> None:
    assert datetime.now(UTC) > MADE
