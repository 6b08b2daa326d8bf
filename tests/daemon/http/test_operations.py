"""What takes long: waited for by whoever asks, told of while it goes on, and never done twice at a time."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import pytest

from api_world import NAMED, handle
from daemon_world import AClient, a_client, a_context
from portinaio.daemon.asker import current_asker
from portinaio.daemon.http.operations import Operations
from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SEND = NAMED["send_complaint"]
SYNC = NAMED["sync"]
LETTER = {"complaint_id": 1, "confirmed": True, "again": False}
OTHER_LETTER = {**LETTER, "complaint_id": 2}


class Work:
    """A handler that waits until it may go on, and counts how often it was called."""

    def __init__(self) -> None:
        self.calls = 0
        self.may_end = threading.Event()
        self.left = threading.Event()
        self.error: PortinaioError | None = None
        """How the first call ends."""

    def __call__(self, _context: object, **_: object) -> str:
        self.calls += 1
        asker = current_asker()
        assert asker
        asker.on_leaving(self.left.set)
        assert self.may_end.wait(20)
        if self.error and self.calls == 1:
            raise self.error
        return f"done {self.calls}"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[AClient]:
    client = a_client(a_context(tmp_path))
    yield client
    client.context.close()


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    work = Work()
    for name in ("send_complaint", "sync"):
        handle(monkeypatch, name, work)
    return work


@pytest.fixture
async def operations(client: AClient) -> Operations:
    return Operations(client.context)


async def never() -> None:
    await asyncio.Event().wait()


def asked(
    operations: Operations, request: Any = SEND, given: Any = None, left: Any = never
) -> asyncio.Task[Any]:
    return asyncio.ensure_future(operations.slow(request, LETTER if given is None else given, left))


async def going_on(client: AClient, waiting: list[int]) -> None:
    async with asyncio.timeout(20):
        while [each["waiting"] for each in client.operations()] != waiting:  # noqa: ASYNC110  # the answer is all that can be asked
            await asyncio.sleep(0.001)


async def test_who_asks_for_the_same_meanwhile_gets_the_same_answer(
    client: AClient, operations: Operations, work: Work
) -> None:
    first, second = asked(operations), asked(operations)
    await going_on(client, [2])

    work.may_end.set()

    assert (await first, await second, work.calls) == ("done 1", "done 1", 1)


async def test_who_asks_afterwards_has_it_done_once_more(
    operations: Operations, work: Work
) -> None:
    work.may_end.set()

    assert [await asked(operations), await asked(operations)] == ["done 1", "done 2"]


async def test_what_is_about_something_else_is_done_beside_it(
    client: AClient, operations: Operations, work: Work
) -> None:
    tasks = [asked(operations), asked(operations, given=OTHER_LETTER)]
    await going_on(client, [1, 1])

    work.may_end.set()
    await asyncio.gather(*tasks)

    assert work.calls == 2


async def test_what_does_not_say_that_it_is_the_same_is_done_each_time(
    client: AClient, operations: Operations, work: Work
) -> None:
    tasks = [asked(operations, SYNC, {"names": ()}) for _ in range(2)]
    await going_on(client, [1, 1])

    work.may_end.set()
    await asyncio.gather(*tasks)

    assert work.calls == 2


async def test_a_failure_is_told_to_all_who_wait(
    client: AClient, operations: Operations, work: Work
) -> None:
    work.error = PortinaioError("the server says no")
    tasks = [asked(operations), asked(operations)]
    await going_on(client, [2])

    work.may_end.set()

    assert [str(each) for each in await asyncio.gather(*tasks, return_exceptions=True)] == [
        "the server says no"
    ] * 2


async def test_it_hears_that_nobody_waits_only_when_the_last_has_left(
    client: AClient, operations: Operations, work: Work
) -> None:
    leaves = [asyncio.Event(), asyncio.Event()]
    tasks = [asked(operations, left=one.wait) for one in leaves]
    await going_on(client, [2])

    leaves[0].set()
    await going_on(client, [1])
    heard = [work.left.is_set()]
    leaves[1].set()
    await going_on(client, [0])
    heard.append(await asyncio.to_thread(work.left.wait, 20))
    work.may_end.set()
    await asyncio.gather(*tasks)

    assert heard == [False, True]


@pytest.mark.parametrize(("fails", "told"), [(True, "done 2"), (False, "done 1")])
async def test_what_broke_off_since_nobody_waited_begins_anew_for_who_asks_meanwhile(
    client: AClient, operations: Operations, work: Work, fails: bool, told: str
) -> None:
    leaves = asyncio.Event()
    first = asked(operations, left=leaves.wait)
    await going_on(client, [1])
    leaves.set()
    await going_on(client, [0])
    second = asked(operations)
    await going_on(client, [1])

    work.error = PortinaioError("nobody waits") if fails else None
    work.may_end.set()
    await asyncio.wait({first})

    assert await second == told


async def test_what_goes_on_is_told_with_what_it_is_about_and_nothing_once_it_is_done(
    client: AClient, operations: Operations, work: Work
) -> None:
    task = asked(operations)
    await going_on(client, [1])
    told = client.operations()
    work.may_end.set()
    await task
    await going_on(client, [])

    assert [(each["name"], each["about"], each["since"]) for each in told] == [
        ("send_complaint", {"complaint_id": "1"}, client.context.now().isoformat("T", "seconds"))
    ]


async def test_listeners_hear_when_it_begins_and_when_it_ends(
    client: AClient, operations: Operations, work: Work
) -> None:
    told: list[Any] = []
    client.context.publish = lambda name, content: told.append((name, content()))
    work.may_end.set()

    await asked(operations)
    await asyncio.sleep(0)

    assert [(name, len(content)) for name, content in told] == [
        ("operations", 1),
        ("operations", 0),
    ]


async def test_where_the_daemon_ends_who_waits_is_told(
    operations: Operations, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portinaio.daemon.http.operations.LAST_WORD_S", 0.01)
    task = asked(operations)
    operations.end()

    with pytest.raises(PortinaioError, match="the daemon has ended"):
        await task
    work.may_end.set()


async def test_nothing_goes_on_where_no_daemon_runs(client: AClient) -> None:
    assert client.operations() == []
