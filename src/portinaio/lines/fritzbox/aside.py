"""Work that waits for a box, in a thread of its own that holds up nobody: neither the loop nor the end of the daemon."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


async def aside(work: Callable[[], T]) -> T:
    """What `work` returns or raises. Who is cancelled waits no longer; the thread goes on to its end, or the daemon's."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def finish(answer: T | None, error: Exception | None) -> None:
        if done.cancelled():
            return
        if error is None:
            done.set_result(answer)  # type: ignore[arg-type]  # None only where T is
        else:
            done.set_exception(error)

    def run() -> None:
        answer, error = None, None
        try:
            answer = work()
        except Exception as raised:  # noqa: BLE001  # for whoever awaits it
            error = raised
        with suppress(RuntimeError):  # the loop has ended; nobody waits any more
            loop.call_soon_threadsafe(finish, answer, error)

    Thread(target=run, name="fritzbox", daemon=True).start()
    return await done
