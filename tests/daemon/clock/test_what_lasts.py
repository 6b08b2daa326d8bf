"""Pauses and entries last as long as was said, whatever the clock does meanwhile."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from clocks import DAY, HOUR, SECOND, YEARS, AClock
from daemon_world import a_client
from portinaio.core.entry import EntryKind
from portinaio.daemon.clock import (
    LONGEST_PAUSE,
    MADE,
    lasting,
    moment_of,
)
from portinaio.daemon.maintenance import SETTLING_S, shorten, tidy, watch_clock
from portinaio.daemon.screening import judge
from worlds import FROZEN_NOW, a_pattern, a_ring

if TYPE_CHECKING:
    from portinaio.daemon.context import Context


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
