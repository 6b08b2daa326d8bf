"""The event stream: whoever listens is first told how things are, then each change, in their own language."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING

from portinaio.api.encoding import encoded
from portinaio.core.message import rendered
from portinaio.daemon.answers import call_answer
from portinaio.daemon.handlers.calls import calls
from portinaio.daemon.handlers.service import status
from portinaio.errors import PortinaioError
from portinaio.language import translation

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from portinaio.core.message import Translation
    from portinaio.daemon.context import Context
    from portinaio.daemon.events import Content, Event, Hub, Subscriber

log = logging.getLogger(__name__)

FIRST_CALLS = 50  # a screenful; older ones are asked for page by page
HEARTBEAT_S = 15.0  # below the idle time of home routers, and soon enough to notice who has left


async def stream(
    hub: Hub, context: Context, language: str, *, heartbeat_s: float = HEARTBEAT_S
) -> AsyncIterator[bytes]:
    """`text/event-stream`: the present state, then changes; ends when the subscriber is cut off."""
    say = partial(_sent, translation=translation(language))
    with hub.subscription() as subscriber:  # first, so that no change falls between
        yield await asyncio.to_thread(say, "state", partial(_state, context))
        async for event in _changes(subscriber, heartbeat_s):
            if event is None:
                yield b":\n\n"
            elif content := await asyncio.to_thread(say, *event):
                yield content


async def _changes(subscriber: Subscriber, heartbeat_s: float) -> AsyncIterator[Event | None]:
    """Each event; `None` now and then where none comes."""
    while True:
        try:
            async with asyncio.timeout(heartbeat_s):
                event = await subscriber.next()
        except TimeoutError:
            yield None
            continue
        if event is None:
            return
        yield event


def _state(context: Context) -> dict[str, object]:
    """With what the disk does not have yet: whoever comes in the middle of a flood would never hear of it."""
    newest = {call.id: call_answer(call) for call in context.unwritten()}
    found = {call["id"]: call for call in calls(context, limit=FIRST_CALLS)} | newest
    latest = sorted(found, reverse=True)[:FIRST_CALLS]
    return {"status": status(context), "calls": [found[call_id] for call_id in latest]}


def _sent(name: str, content: Content, translation: Translation | None) -> bytes:
    """Empty where there is nothing to say any more, such as of a call that was forgotten meanwhile."""
    try:
        answer = rendered(content(), translation)
    except PortinaioError as error:
        log.debug("the event %s has no content: %s", name, error)
        return b""
    return b"event: %s\ndata: %s\n\n" % (name.encode(), encoded(answer))
