"""By a clock that may be wrong nothing is deleted, and nobody is left alone for years."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from clocks import DAY, HOUR, SECOND, YEARS, AClock
from daemon_world import a_client, a_context
from portinaio.core.list_state import ListState
from portinaio.daemon.clock import (
    LONGEST_PAUSE,
    MADE,
    MOST_AWAY,
    MOST_SETTLING,
    SETTLED,
)
from portinaio.daemon.maintenance import tidy
from portinaio.daemon.sync.schedule import due
from portinaio.errors import UsageError
from worlds import FROZEN_NOW

if TYPE_CHECKING:
    from pathlib import Path

    from portinaio.daemon.context import Context


def left(context: Context) -> tuple[int, int]:
    """Calls, and entries whether they have run out or not."""
    return len(context.store.calls.page()), len(context.store.entries.all(FROZEN_NOW))


def codes(context: Context) -> list[str]:
    return [one["code"] for one in a_client(context).status()["health"]]


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
