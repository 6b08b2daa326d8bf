"""Events: what has changed, for whoever has subscribed."""

from __future__ import annotations

import asyncio
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Content = Callable[[], object]
    """Makes the content of an event, with messages in it, when it is sent."""

    Event = tuple[str, Content]

log = logging.getLogger(__name__)

MOST_SUBSCRIBERS = 32  # windows and scripts of one house
MOST_WAITING = 256  # changes; who is further behind is cut off, and begins anew with `state`


class Subscriber:
    def __init__(self) -> None:
        self._queue: asyncio.Queue[Event | None] = asyncio.Queue(MOST_WAITING)

    def put(self, event: Event) -> None:
        if self._queue.full():
            self.cut_off()
        else:
            self._queue.put_nowait(event)

    def cut_off(self) -> None:
        """The stream ends, whatever is still waiting in it."""
        while not self._queue.empty():
            self._queue.get_nowait()
        self._queue.put_nowait(None)

    async def next(self) -> Event | None:
        """`None` at the end."""
        return await self._queue.get()


class Hub:
    """`publish` is for any thread, the rest for the loop's."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._subscribers: list[Subscriber] = []
        self.closed = False

    def publish(self, name: str, content: Content) -> None:
        if not self._subscribers:
            return
        try:
            self._loop.call_soon_threadsafe(self._spread, (name, content))
        except RuntimeError:  # the loop has ended while a request was still worked on
            log.debug("nobody was told of %s", name)

    @property
    def full(self) -> bool:
        return len(self._subscribers) >= MOST_SUBSCRIBERS

    @contextmanager
    def subscription(self) -> Iterator[Subscriber]:
        subscriber = Subscriber()
        self._subscribers.append(subscriber)
        if self.closed:
            subscriber.cut_off()
        try:
            yield subscriber
        finally:
            self._subscribers.remove(subscriber)

    def close(self) -> None:
        """All streams end."""
        self.closed = True
        for subscriber in self._subscribers:
            subscriber.cut_off()

    def _spread(self, event: Event) -> None:
        for subscriber in self._subscribers:
            subscriber.put(event)
