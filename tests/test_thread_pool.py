"""Threads apart by what they wait for: one that hangs keeps no place of another pool, and not the end of the process."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading

import pytest

from portinaio import thread_pool
from portinaio.thread_pool import ThreadPool

HANGS = """
import asyncio, threading
from portinaio import thread_pool
from portinaio.thread_pool import ThreadPool
async def main():
    hanging = asyncio.ensure_future(ThreadPool("slow", 1).do(threading.Event().wait))
    await ThreadPool("quick", 1).do(lambda: None)
    hanging.cancel()
asyncio.run(main())
"""


async def test_an_answer_and_an_error_come_back():
    pool = ThreadPool("quick", 1)

    with pytest.raises(ZeroDivisionError):
        await pool.do(lambda: 1 // 0)

    assert await pool.do(lambda: "done") == "done"


async def test_no_kind_of_end_of_the_work_keeps_whoever_waits_waiting():
    class EndOfAll(BaseException):
        """As what is meant to end a thread or a program, and is caught by nobody else."""

    def leave() -> None:
        raise EndOfAll

    with pytest.raises(EndOfAll):
        async with asyncio.timeout(20):
            await ThreadPool("leaves", 1).do(leave)


async def test_no_more_work_at_a_time_than_it_may():
    pool, release, begun = ThreadPool("quick", 2), threading.Event(), []

    def work() -> None:
        begun.append(1)
        release.wait(20)

    works = [asyncio.ensure_future(pool.do(work)) for _ in range(5)]
    while len(begun) < 2:  # noqa: ASYNC110  # a thread tells nobody
        await asyncio.sleep(0)
    at_once = len(begun)
    release.set()
    await asyncio.gather(*works)

    assert (at_once, len(begun)) == (2, 5)


async def test_a_place_is_free_again_only_when_its_thread_has_ended():
    pool, release = ThreadPool("quick", 1), threading.Event()
    first = asyncio.ensure_future(pool.do(lambda: release.wait(20)))
    await asyncio.sleep(0)
    first.cancel()
    second = asyncio.ensure_future(pool.do(lambda: "done"))
    await asyncio.wait({first})

    waits = not second.done()
    release.set()

    assert (waits, await second) == (True, "done")


async def test_a_thread_that_is_not_to_be_had_takes_no_place(monkeypatch):
    pool = ThreadPool("quick", 1)

    def refuse(_thread: threading.Thread) -> None:
        raise RuntimeError

    with monkeypatch.context() as full:
        full.setattr(threading.Thread, "start", refuse)
        with pytest.raises(RuntimeError):
            await pool.do(lambda: None)

    assert await pool.do(lambda: "done") == "done"


def test_a_thread_that_hangs_does_not_hold_up_the_end_of_the_process():
    assert subprocess.run((sys.executable, "-c", HANGS), check=False, timeout=20).returncode == 0


async def test_one_thread_does_one_work_after_the_other():
    pool = ThreadPool("quick", 1)

    done_by = set()
    for _ in range(20):
        done_by.add(await pool.do(threading.get_ident))
        while not pool._idle:  # noqa: ASYNC110  # it is about to wait for more
            await asyncio.sleep(0)

    assert len(done_by) == 1


async def test_a_thread_without_work_ends(monkeypatch):
    monkeypatch.setattr(thread_pool, "IDLE_S", 0.0)
    pool = ThreadPool("ends", 1)

    await pool.do(lambda: None)
    async with asyncio.timeout(20):
        while any(thread.name == "ends" for thread in threading.enumerate()):  # noqa: ASYNC110  # a thread tells nobody
            await asyncio.sleep(0)

    assert await pool.do(lambda: "done") == "done"
