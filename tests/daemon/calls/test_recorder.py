"""The recorder: nothing waits for it, and a full disk costs no call that was logged."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from daemon_world import a_context, a_logged_call
from portinaio.core.message import msg
from portinaio.daemon.calls import recorder as room
from portinaio.daemon.calls.recorder import Recorder
from portinaio.errors import HomeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from portinaio.core.logged import LoggedCall
    from portinaio.daemon.context import Context
    from portinaio.store.database import Store

FULL = HomeError(msg("the disk is full"))


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    context = a_context(tmp_path)
    yield context
    context.close()


async def finished(recorder: Recorder) -> None:
    recorder.close()
    await recorder.run()


async def test_a_call_that_changes_before_it_is_written_is_written_once(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches: list[list[LoggedCall]] = []
    monkeypatch.setattr(context.store.calls, "record_many", batches.append)
    recorder = Recorder(context.store, lambda: None)

    recorder.record(a_logged_call())
    recorder.record(a_logged_call(rang_s=4.0))
    await finished(recorder)

    assert [[call.rang_s for call in batch] for batch in batches] == [[4.0]]


async def test_what_the_disk_does_not_have_yet_can_be_asked_for(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder, meanwhile = Recorder(context.store, lambda: None), []

    def write(_: list[LoggedCall]) -> None:
        recorder.record(a_logged_call(1, rang_s=4.0))
        recorder.record(a_logged_call(3))
        meanwhile.extend(recorder.unwritten)

    monkeypatch.setattr(context.store.calls, "record_many", write)
    recorder.record(a_logged_call(1))
    recorder.record(a_logged_call(2))
    before = recorder.unwritten
    recorder._thread = Here()  # type: ignore[assignment]  # in this thread, so that it is asked in the middle
    assert await recorder._write()

    assert [call.id for call in before] == [1, 2]
    assert [(call.id, call.rang_s) for call in meanwhile] == [(1, 4.0), (2, None), (3, None)]
    assert [call.id for call in recorder.unwritten] == [1, 3]


class Here:
    async def do(self, work: Callable[[], None]) -> None:
        work()


async def test_a_call_in_a_quiet_house_waits_for_no_batch(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder, slept, written = Recorder(context.store, lambda: None), [], []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(recorder, "_sleep", sleep)
    monkeypatch.setattr(context.store.calls, "record_many", lambda _: written.append([*slept]))
    recorder.record(a_logged_call())
    await finished(recorder)

    assert written == [[]]


async def test_a_flood_of_calls_is_one_batch_a_moment_and_no_call_is_left_behind(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches: list[list[int]] = []
    coming = iter(range(2, 7))

    async def sleep(seconds: float) -> None:
        assert seconds == room.PACE_S
        for call_id in (next(coming, None), next(coming, None)):
            if call_id:
                recorder.record(a_logged_call(call_id))
        if call_id is None:
            recorder.close()

    monkeypatch.setattr(
        context.store.calls, "record_many", lambda calls: batches.append([c.id for c in calls])
    )
    recorder = Recorder(context.store, lambda: None, sleep=sleep)
    recorder.record(a_logged_call(1))
    await recorder.run()

    assert batches == [[1], [2, 3], [4, 5], [6]]


async def test_what_is_more_than_a_batch_waits_for_no_pause(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "LARGEST_BATCH", 2)
    slept: list[int] = []

    async def sleep(_seconds: float) -> None:
        slept.append(len(context.store.calls.page()))
        recorder.close()

    recorder = Recorder(context.store, lambda: None, sleep=sleep)
    for call_id in range(1, 6):
        recorder.record(a_logged_call(call_id))
    await recorder.run()

    assert slept == [4]
    assert len(context.store.calls.page()) == 5


async def test_a_farewell_waits_for_no_pause(context: Context) -> None:
    begun, forever = asyncio.Event(), asyncio.Event()

    async def sleep(_seconds: float) -> None:
        begun.set()
        await forever.wait()

    recorder = Recorder(context.store, lambda: None, sleep=sleep)
    writing = asyncio.ensure_future(recorder.run())
    recorder.record(a_logged_call(1))
    await begun.wait()
    recorder.record(a_logged_call(1, rang_s=4.0))
    recorder.close()
    await writing

    assert [call.rang_s for call in context.store.calls.page()] == [4.0]


async def test_a_full_disk_is_one_sentence_and_writing_resumes_when_there_is_room(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, refusals = context.store.calls.record_many, [FULL, FULL]
    troubles: list[str] = []
    written, loop = asyncio.Event(), asyncio.get_running_loop()

    def record_many(calls: list[LoggedCall]) -> None:
        if refusals:
            raise refusals.pop()
        real(calls)
        loop.call_soon_threadsafe(written.set)

    async def sleep(_seconds: float) -> None:
        troubles.extend(str(text) for _, text in recorder.troubles())

    monkeypatch.setattr(context.store.calls, "record_many", record_many)
    recorder = Recorder(context.store, lambda: None, sleep=sleep)
    writing = asyncio.ensure_future(recorder.run())
    recorder.record(a_logged_call())
    await written.wait()
    recorder.close()
    await writing

    assert troubles == ["1 call is not written down yet: the disk is full"] * 2
    assert recorder.troubles() == []


async def test_how_many_calls_wait_for_a_full_disk_is_told_at_each_try(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    coming = [a_logged_call(2), a_logged_call(3)]

    def record_many(_calls: list[LoggedCall]) -> None:
        raise FULL

    async def sleep(_seconds: float) -> None:
        if coming:
            recorder.record(coming.pop())
        else:
            recorder.close()

    monkeypatch.setattr(context.store.calls, "record_many", record_many)
    recorder = Recorder(
        context.store,
        lambda: told.extend(str(text) for _, text in recorder.troubles()),
        sleep=sleep,
    )
    recorder.record(a_logged_call(1))
    await recorder.run()

    assert told == [
        "1 call is not written down yet: the disk is full",
        "2 calls are not written down yet: the disk is full",
        "3 calls are not written down yet: the disk is full",
    ]


async def test_a_later_version_wins_over_one_that_the_disk_refused(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(context.store, lambda: None)

    def refuse(_calls: object) -> None:
        recorder.record(a_logged_call(rang_s=9.0))
        raise FULL

    with monkeypatch.context() as patch:
        patch.setattr(context.store.calls, "record_many", refuse)
        recorder.record(a_logged_call())
        await finished(recorder)
    await finished(recorder)

    assert [call.rang_s for call in context.store.calls.page()] == [9.0]


async def test_calls_wait_where_no_thread_can_be_had(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[list[str]] = []
    recorder = Recorder(
        context.store,
        lambda: told.append([str(text) for _, text in recorder.troubles()]),
    )

    async def refuse(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patch:
        patch.setattr(recorder._thread, "do", refuse)
        recorder.record(a_logged_call())
        recorder.do(lambda store: store.state.set("seen", "it"))
        await finished(recorder)
    await finished(recorder)

    assert told[0] == [
        "1 call is not written down yet: a fault of the program, RuntimeError; the log of the daemon says more"
    ]
    assert (told[-1], len(context.store.calls.page())) == ([], 1)
    assert context.store.state.all()["seen"] == "it"


async def test_one_call_that_cannot_be_written_does_not_cost_the_others(context: Context) -> None:
    recorder = Recorder(context.store, lambda: None)

    recorder.record(a_logged_call(1, score=1 << 70))  # more than a column holds
    recorder.record(a_logged_call(2))
    await finished(recorder)

    assert [call.id for call in context.store.calls.page()] == [2]


async def test_a_small_write_that_fails_for_good_is_given_up(context: Context) -> None:
    recorder = Recorder(context.store, lambda: None)

    recorder.do(lambda _store: 1 / 0)
    recorder.do(lambda store: store.state.set("paused_until", "later"))
    await finished(recorder)

    assert context.store.state.get("paused_until") == "later"


async def test_a_small_write_waits_for_a_full_disk_too(context: Context) -> None:
    refusals = [FULL]
    recorder = Recorder(context.store, lambda: None)

    def deed(store: Store) -> None:
        if refusals:
            raise refusals.pop()
        store.state.set("paused_until", "later")

    recorder.do(deed)
    await finished(recorder)
    await finished(recorder)

    assert context.store.state.get("paused_until") == "later"


async def test_a_disk_that_stays_full_keeps_the_latest_calls_only(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "MOST_WAITING", 2)
    recorder = Recorder(context.store, lambda: None)

    for call_id in (1, 2, 3):
        recorder.record(a_logged_call(call_id))
    await finished(recorder)

    assert [call.id for call in context.store.calls.page()] == [3, 2]


async def test_a_read_only_home_is_not_tried_again_and_again(context: Context) -> None:
    context.store.read_only = True
    recorder = Recorder(context.store, lambda: None)

    recorder.record(a_logged_call())
    recorder.do(lambda store: store.state.set("paused_until", "later"))
    await finished(recorder)

    assert (context.store.calls.page(), context.store.state.all()) == ([], {})


async def test_a_change_by_a_small_write_is_told(context: Context) -> None:
    told: list[str] = []
    recorder = Recorder(context.store, lambda: told.append("changed"))

    recorder.do(lambda store: store.state.set("paused_until", "later"))
    await finished(recorder)

    assert told == ["changed"]
