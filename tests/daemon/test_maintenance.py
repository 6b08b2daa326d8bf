"""What is looked after beside the calls."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from daemon_world import AClient, a_client, a_context, a_logged_call
from portinaio.config.stamp import stamp
from portinaio.core.entry import EntryKind
from portinaio.core.message import msg
from portinaio.daemon.maintenance import prune_daily, tidy, watch_config, watch_database
from portinaio.errors import HomeError
from portinaio.store.database import open_store
from worlds import FROZEN_NOW, STRANGER, a_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = timedelta(days=1)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[AClient]:
    client = a_client(a_context(tmp_path))
    client.context.store.state.set("clock_seen", (FROZEN_NOW - DAY).isoformat())
    yield client
    client.context.close()


def test_calls_past_their_shelf_life_become_counts(client: AClient) -> None:
    store = client.context.store
    store.calls.record_many(
        [a_logged_call(1, at=FROZEN_NOW - 91 * DAY), a_logged_call(2, at=FROZEN_NOW - 89 * DAY)]
    )

    tidy(client.context, 90)

    assert [call.id for call in store.calls.page()] == [2]
    assert [count.calls for count in store.calls.counts()] == [1]


def test_a_call_in_an_open_complaint_stays(client: AClient) -> None:
    store = client.context.store
    store.calls.record(a_logged_call(1, at=FROZEN_NOW - 91 * DAY))
    client.report(call=1)

    tidy(client.context, 90)

    assert [call.id for call in store.calls.page()] == [1]


def test_what_is_due_is_told_day_by_day(client: AClient, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    client.context.publish = lambda name, _render: told.append(name)
    monkeypatch.setattr(
        "portinaio.daemon.maintenance.complaints_due", lambda _: ["complaint 1: remind the company"]
    )

    tidy(client.context, 90)

    assert told == ["due", "status"]


def test_entries_that_have_run_out_go_and_listeners_hear_of_it(client: AClient) -> None:
    told: list[tuple[str, Any]] = []
    client.context.publish = lambda name, content: told.append((name, content()))
    until = FROZEN_NOW - DAY
    client.context.store.entries.add(
        a_pattern(STRANGER), EntryKind.BLOCK, "", FROZEN_NOW - 2 * DAY, until
    )

    tidy(client.context, 90)

    assert told == [("entries", [])]


def test_a_full_disk_is_tidied_tomorrow(client: AClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise HomeError(msg("the disk is full"))

    monkeypatch.setattr(client.context.store.calls, "prune", refuse)

    tidy(client.context, 90)


def test_a_read_only_home_is_left_as_it_is(client: AClient) -> None:
    client.context.store.calls.record(a_logged_call(1, at=FROZEN_NOW - 91 * DAY))
    client.context.store.read_only = True

    tidy(client.context, 90)

    assert len(client.context.store.calls.page()) == 1


@pytest.mark.parametrize(
    ("goes_on", "tidied"),
    [
        pytest.param(timedelta(hours=1), [0, 24, 48], id="as it should"),
        pytest.param(timedelta(hours=8), [0, 3, 6], id="while the computer sleeps"),
        pytest.param(timedelta(0), [0, 24, 48], id="not at all"),
        pytest.param(timedelta(hours=-1), [0, 24, 48], id="backwards"),
    ],
)
async def test_the_house_is_tidied_at_once_and_every_day_of_the_clock(
    client: AClient, goes_on: timedelta, tidied: list[int]
) -> None:
    slept: list[float] = []
    at: list[int] = []
    client.context.now = lambda: FROZEN_NOW + len(slept) * goes_on

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(at) == 3:
            raise asyncio.CancelledError

    def keep_days() -> int:
        at.append(len(slept))
        return 90

    with pytest.raises(asyncio.CancelledError):
        await prune_daily(client.context, keep_days, sleep=sleep)

    assert at == tidied
    assert set(slept) == {3600.0}


async def test_what_another_process_writes_is_seen(client: AClient) -> None:
    context = client.context
    revisions: list[int] = []

    async def sleep(_seconds: float) -> None:
        revisions.append(context.revision)
        if len(revisions) == 2:
            with open_store(context.store.path, FROZEN_NOW) as other:
                other.state.set("paused_until", "later")
        if len(revisions) == 3:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await watch_database(context, sleep=sleep)

    assert revisions == [0, 0, 1]


async def looks(path: Path, *changes: Any) -> int:
    """How often config.toml is read anew when these things happen, one between two looks."""
    reloads = 0
    left = list(changes)

    async def reload() -> None:
        nonlocal reloads
        reloads += 1

    async def sleep(_: float) -> None:
        if not left:
            raise asyncio.CancelledError
        left.pop(0)()

    with pytest.raises(asyncio.CancelledError):
        await watch_config(str(path), {str(path): stamp(str(path))}, reload, sleep=sleep)
    return reloads


def nothing() -> None:
    return


@pytest.mark.parametrize("there", [True, False], ids=["a file", "no file yet"])
async def test_a_changed_configuration_is_read_once(tmp_path: Path, there: bool) -> None:
    path = tmp_path / "config.toml"
    if there:
        path.write_text("")

    assert await looks(path, lambda: path.write_text('country = "DE"\n'), *[nothing] * 3) == 1


async def test_a_configuration_that_is_being_written_is_left_alone_until_it_rests(
    tmp_path: Path,
) -> None:
    path = tmp_path / "config.toml"
    path.write_text('country = "IT"\n')
    halves = [lambda n=n: path.write_text("#" * n) for n in range(5)]

    assert await looks(path, *halves, nothing, nothing) == 1


async def test_an_editor_that_puts_the_file_away_for_a_moment_takes_no_line_away(
    tmp_path: Path,
) -> None:
    path = tmp_path / "config.toml"
    path.write_text('country = "IT"\n')
    kept = tmp_path / "kept"

    assert await looks(path, lambda: path.rename(kept), lambda: kept.rename(path), nothing) == 0


async def test_a_configuration_that_nobody_touches_is_not_read(tmp_path: Path) -> None:
    assert await looks(tmp_path / "config.toml", *[nothing] * 5) == 0
