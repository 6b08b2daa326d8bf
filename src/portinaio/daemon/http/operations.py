"""Carrying out requests in threads, so that nothing slow keeps what is quick from its answer.

What takes long is an operation: it can be waited for by several who ask, goes on when one of them leaves, is told of when
all have left, and is never done twice at a time where its request says what makes it the same.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from portinaio.api.request import BUSY, QUICK, WAITING
from portinaio.api.requests.service import ServiceRequests
from portinaio.core.message import msg
from portinaio.daemon.asker import Asker, asked_by
from portinaio.daemon.dispatch import handler
from portinaio.daemon.publishing import publish
from portinaio.errors import PortinaioError
from portinaio.thread_pool import ThreadPool

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable, Mapping
    from datetime import datetime

    from portinaio.api.answers import OperationAnswer
    from portinaio.api.request import Request
    from portinaio.daemon.context import Context

THREADS = {
    QUICK: 8,
    BUSY: 4,  # a small computer has as many cores
    WAITING: 32,  # they sleep
}
"""At a time; each request that waits for somebody else has as many of its own."""
LAST_WORD_S = 1.0  # for an operation to end by itself when the daemon does
_ENDING = msg("the daemon has ended; what was asked of it may not have been done")


class _Operation:
    """One that goes on, and how many wait for it."""

    def __init__(self, request: Request, about: Mapping[str, object], began: datetime) -> None:
        self.request = request
        self.about = about
        self.began = began
        self.asker = Asker()
        self.waiting = 0
        self.task: asyncio.Task[Any]

    @property
    def key(self) -> Hashable:
        """What is the same where the other one need not be done."""
        return self.request.name, *self.about.items()

    def leave(self) -> None:
        self.waiting -= 1
        if not self.waiting:
            self.asker.leave()


class Operations:
    """All of it runs in the loop's thread, but what is done for a request."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._ending = asyncio.Event()
        self._threads: dict[str, ThreadPool] = {}
        self._running: dict[Hashable, _Operation] = {}
        context.operations = self.answers

    async def quick(self, request: Request, work: Callable[[], Any]) -> Any:
        """What `work` returns."""
        return await self._pool(request).do(work)

    async def slow(
        self,
        request: Request,
        arguments: Mapping[str, Any],
        left: Callable[[], Awaitable[None]],
    ) -> Any:
        """The answer to a request that takes long, not translated. `left` returns when the client waits no more."""
        operation = self._begun(request, arguments)
        abandoned = operation.asker.gone
        operation.waiting += 1
        leaving = asyncio.ensure_future(left())
        ending = asyncio.ensure_future(self._ending.wait())
        task = operation.task
        try:
            await asyncio.wait({task, leaving, ending}, return_when=asyncio.FIRST_COMPLETED)
            if leaving.done():
                operation.leave()
            await asyncio.wait({task, ending}, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait({task}, timeout=LAST_WORD_S)
            if not task.done():
                raise PortinaioError(_ENDING)
            broke_off = abandoned and task.exception() and not leaving.done()
        finally:
            leaving.cancel()
            ending.cancel()
        if (
            broke_off and not self._ending.is_set()
        ):  # because nobody waited any more; now somebody does
            return await self.slow(request, arguments, left)
        return task.result()

    def end(self) -> None:
        """Who still waits hears that there will be no answer."""
        self._ending.set()

    def answers(self) -> list[OperationAnswer]:
        """What goes on now and waits for somebody else, the first begun first. For any thread."""
        return [
            {
                "name": one.request.name,
                "about": {key: str(value) for key, value in one.about.items()},
                "since": one.began.isoformat(timespec="seconds"),
                "waiting": one.waiting,
            }
            for one in tuple(self._running.values())
            if one.request.pace == WAITING
        ]

    def _begun(self, request: Request, arguments: Mapping[str, Any]) -> _Operation:
        """The one that goes on already, or a new one."""
        about = {name: arguments[name] for name in request.once_by or ()}
        operation = _Operation(request, about, self._context.now())
        key = operation.key if request.once_by is not None else operation
        if going_on := self._running.get(key):
            return going_on
        work = partial(_performed, self._context, request, arguments, operation.asker)
        operation.task = asyncio.ensure_future(self._pool(request).do(work))
        self._running[key] = operation
        self._tell(operation)
        operation.task.add_done_callback(partial(self._ended, key))
        return operation

    def _ended(self, key: Hashable, task: asyncio.Task[Any]) -> None:
        if not task.cancelled():
            task.exception()  # whoever has left does not ask for it
        self._tell(self._running.pop(key))

    def _tell(self, operation: _Operation) -> None:
        if operation.request.pace == WAITING:
            publish(self._context, ServiceRequests.operations)

    def _pool(self, request: Request) -> ThreadPool:
        """Who waits for one server shall not wait for those who wait for another."""
        name = request.name if request.pace == WAITING else request.pace
        return self._threads.setdefault(name, ThreadPool(name, THREADS[request.pace]))


def _performed(
    context: Context, request: Request, arguments: Mapping[str, Any], asker: Asker
) -> Any:
    with asked_by(asker):
        return handler(request)(context, **arguments)
