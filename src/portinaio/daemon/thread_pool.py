"""Threads for work that waits, apart by how long it may wait, so that what is slow never keeps what is quick from a thread.

None of them holds up the end of the process: what must be finished is awaited by whoever began it.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from contextvars import copy_context
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class ThreadPool:
    """At most `most` of its threads work at a time; who comes later waits, and holds no thread meanwhile."""

    def __init__(self, name: str, most: int) -> None:
        self._name = name
        self._places = asyncio.Semaphore(most)

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

        thread = Thread(target=copy_context().run, args=(run,), name=self._name, daemon=True)
        try:
            thread.start()
        except RuntimeError:  # the system has none left
            self._places.release()
            raise
        return await done
