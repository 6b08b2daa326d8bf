"""Side tasks, each for itself: one that fails is told of and begins anew after a pause, and its neighbours live on.

Calls are screened by the lines and the pipeline alone. Whatever looks after the rest, such as tidying, lists and notices, must
neither end with the first fault of the program nor take the calls along.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from portinaio.core.message import Message, msg

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

PAUSES_S = (1.0, 5.0, 15.0, 60.0, 300.0)
STEADY_S = 300.0  # a task that worked for so long is well again


def a_fault(error: Exception) -> Message:
    """What the user is told of a bug of ours."""
    return msg(
        "a fault of the program, %(error)s; the log of the daemon says more",
        error=type(error).__name__,
    )


class Guard:
    def __init__(
        self,
        changed: Callable[[], None],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`changed` hears when a task has failed, and when it is well again."""
        self._changed = changed
        self._sleep = sleep
        self._troubles: dict[str, Message] = {}
        """By task."""

    async def keep(self, task: Message, work: Callable[[], Awaitable[None]]) -> None:
        """Work, again and again, until it ends by itself; `task` is what the user is told of."""
        failures = 0
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            recovery = loop.call_later(STEADY_S, self._forget, task)
            try:
                await work()
            except Exception as error:
                if loop.time() - began >= STEADY_S:
                    failures = 0
                pause_s = PAUSES_S[min(failures, len(PAUSES_S) - 1)]
                failures += 1
                log.exception("%s failed, next try in %.0f s", task, pause_s)
                self._remember(task, error)
            else:
                self._forget(task)
                return
            finally:
                recovery.cancel()
            await self._sleep(pause_s)

    async def once(self, work: Awaitable[None]) -> None:
        """What cannot be begun anew, such as the answer to one call; a failure stands in the log."""
        try:
            await work
        except Exception:
            log.exception("something was not done to its end")

    def troubles(self) -> list[tuple[str, Message]]:
        return [("task", text) for text in self._troubles.values()]

    def _remember(self, task: Message, error: Exception) -> None:
        self._troubles[str(task)] = msg("%(task)s: %(error)s", task=task, error=a_fault(error))
        self._tell()

    def _forget(self, task: Message) -> None:
        if self._troubles.pop(str(task), None) is not None:
            self._tell()

    def _tell(self) -> None:
        try:
            self._changed()
        except Exception:
            log.exception("nobody could be told how the side tasks are")
