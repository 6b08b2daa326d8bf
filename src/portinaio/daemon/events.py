"""The event stream: whoever listens is first told how things are, then each change, in their own language."""

from __future__ import annotations

import asyncio
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from portinaio.daemon.http.encoding import encoded
from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from portinaio.core.message import Translation
    from portinaio.daemon.context import Renderer
    from portinaio.daemon.handlers.facade import Facade

    Event = tuple[str, Renderer]

log = logging.getLogger(__name__)

MOST_SUBSCRIBERS = 32  # windows and scripts of one house
MOST_WAITING = 256  # changes; who is further behind is cut off, and begins anew with `state`
FIRST_CALLS = 50  # a screenful; older ones are asked for page by page
HEARTBEAT_S = (
    15.0  # below the idle time of home routers, and soon enough to notice a listener that left
)


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

    def publish(self, name: str, render: Renderer) -> None:
        if not self._subscribers:
            return
        try:
            self._loop.call_soon_threadsafe(self._spread, (name, render))
        except RuntimeError:  # the loop has ended while an act was still at work
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


async def stream(
    hub: Hub, facade: Facade, *, heartbeat_s: float = HEARTBEAT_S
) -> AsyncIterator[bytes]:
    """`text/event-stream`: the present state, then changes; ends when the listener is cut off."""
    with hub.subscription() as subscriber:  # first, so that no change falls between
        yield await asyncio.to_thread(_event, "state", lambda _: _state(facade), facade.tongue)
        async for piece in _changes(subscriber, facade.tongue, heartbeat_s):
            yield piece


async def _changes(
    subscriber: Subscriber, tongue: Translation | None, heartbeat_s: float
) -> AsyncIterator[bytes]:
    while True:
        try:
            async with asyncio.timeout(heartbeat_s):
                event = await subscriber.next()
        except TimeoutError:
            yield b":\n\n"
            continue
        if event is None:
            return
        if content := await asyncio.to_thread(_event, *event, tongue):
            yield content


def _state(facade: Facade) -> dict[str, Any]:
    return {"status": facade.status(), "calls": facade.calls(limit=FIRST_CALLS)}


def _event(name: str, render: Renderer, tongue: Translation | None) -> bytes:
    """Empty where there is nothing to say any more, such as of a call that was forgotten meanwhile."""
    try:
        content = render(tongue)
    except PortinaioError as error:
        log.debug("the event %s has no content: %s", name, error)
        return b""
    return b"event: %s\ndata: %s\n\n" % (name.encode(), encoded(content))
