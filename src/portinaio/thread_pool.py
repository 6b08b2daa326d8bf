"""Threads for work that waits, apart by how long it may wait, so that what is slow never keeps what is quick from a thread.

None of them holds up the end of the process: what must be finished is awaited by whoever began it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from threading import Condition, Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

IDLE_S = 10.0  # then a thread ends; whoever begins one waits until the system has let it run


class ThreadPool:
    """At most `most` of its threads work at a time; who comes later waits, and holds no thread meanwhile."""

    def __init__(self, name: str, most: int) -> None:
        self._name = name
        self._places = asyncio.Semaphore(most)
        self._begun: deque[Callable[[], None]] = deque()
        """What no thread has taken yet."""
        self._wanted = Condition()
        self._idle = 0

    async def do(self, work: Callable[[], T]) -> T:
        """What `work` returns or raises. Who is cancelled waits no longer; the thread goes on to its end."""
        await self._places.acquire()
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()

        def finish(error: BaseException | None, answer: T | None) -> None:
            self._places.release()
            if done.cancelled():
                return
            if error is None:
                done.set_result(answer)  # type: ignore[arg-type]  # None only where T is
            else:
                done.set_exception(error)

        def run() -> None:
            error, answer = None, None
            try:
                answer = work()
            except BaseException as raised:  # noqa: BLE001  # for whoever awaits it
                error = raised
            with suppress(RuntimeError):  # the loop has ended; nobody waits any more
                loop.call_soon_threadsafe(finish, error, answer)

        try:
            self._hand_over(partial(copy_context().run, run))
        except RuntimeError:  # the system has no thread left
            self._places.release()
            raise
        return await done

    def _hand_over(self, run: Callable[[], None]) -> None:
        """To a thread that waits for work, or to a new one."""
        with self._wanted:
            if self._idle > len(self._begun):
                self._begun.append(run)
                self._wanted.notify()
                return
        Thread(target=self._work, args=(run,), name=self._name, daemon=True).start()

    def _work(self, run: Callable[[], None] | None) -> None:
        while run is not None:
            run()
            run = self._next()

    def _next(self) -> Callable[[], None] | None:
        with self._wanted:
            self._idle += 1
            self._wanted.wait_for(lambda: self._begun, IDLE_S)
            self._idle -= 1
            return self._begun.popleft() if self._begun else None
