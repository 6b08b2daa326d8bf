"""A house that sends notices."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

from daemon_world import a_context, a_rejected_call
from portinaio.config.load import parse_settings
from portinaio.daemon.answers import call_answer
from portinaio.daemon.events import Hub
from portinaio.daemon.notices.outlets import Outlets

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from daemon.notices.test_senders import AWeb
    from portinaio.core.message import Message
    from portinaio.daemon.context import Context


class AHouse:
    def __init__(self, context: Context) -> None:
        self.context = context
        self.hub = Hub(asyncio.get_running_loop())
        self.tasks: list[asyncio.Task[None]] = []
        self.outlets = Outlets(context, self.hub, None, self._begin)
        self.troubles: list[tuple[str, object]] = []
        self.outlets.trouble = lambda code, error: self.troubles.append((code, error))

    def _begin(self, _: Message, work: Callable[[], Awaitable[None]]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work())
        self.tasks.append(task)
        return task

    async def serve(self, text: str) -> None:
        """As config.toml has it now; then a moment for whoever subscribes."""
        self.outlets.serve(parse_settings(text, "config.toml"))
        for _ in range(50):
            await asyncio.sleep(0)
        await asyncio.sleep(0.02)

    def turned_away(self, call_id: int = 1) -> None:
        self.hub.publish("call", lambda: call_answer(a_rejected_call(call_id)))

    def answers(self) -> list[Any]:
        assert self.context.notifying
        return self.context.notifying()


@asynccontextmanager
async def a_house(folder: Path) -> AsyncIterator[AHouse]:
    context = a_context(folder)
    _ = context.store
    house = AHouse(context)
    try:
        yield house
    finally:
        house.outlets.close()
        for task in house.tasks:
            with suppress(asyncio.CancelledError):
                await task
        context.close()


def a_webhook(web: AWeb, name: str = "w", more: str = "") -> str:
    return f'[[notify]]\nname = "{name}"\nkind = "webhook"\nurl = "http://127.0.0.1:{web.port}/{name}"\n{more}'


async def heard(web: AWeb, count: int) -> list[str]:
    async with asyncio.timeout(30):
        while len(web.heard) < count:  # noqa: ASYNC110  # a server tells nobody
            await asyncio.sleep(0.005)
    return [one.line.split()[1] for one in web.heard]
