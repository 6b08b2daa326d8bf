"""The supervisor: one task a line, begun again with growing pauses when the line fails, each for itself."""

from __future__ import annotations

import asyncio
import logging
import random
from functools import partial
from typing import TYPE_CHECKING, Any

from portinaio.config.line_kinds import traits
from portinaio.core.message import Message, msg
from portinaio.daemon.guard import a_fault
from portinaio.errors import LineError, PortinaioError
from portinaio.lines.line import LineState

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Iterable

    from portinaio.config.settings import LineSettings
    from portinaio.daemon.calls.line_status import LineStatuses
    from portinaio.lines.line import Asked, CallHandler, Line

    Build = Callable[[LineSettings], Line[Any]]
    Spawn = Callable[[Message, Callable[[], Coroutine[None, None, None]]], asyncio.Task[None]]
    """Begins a task, and begins it anew where it fails; takes what the user is told of it."""

log = logging.getLogger(__name__)

PAUSES_S = (1.0, 2.0, 5.0, 15.0, 60.0, 300.0)
JITTER = 0.2  # of the pause: a provider that comes back is not called by all its customers at once
STEADY_S = 300.0  # a line that worked for so long begins again with the shortest pause
FAREWELL_S = 3.0  # a line may un-register; a daemon that is told to stop has five seconds in all


class LineSupervisor:
    """All of it runs in the loop's thread."""

    def __init__(  # noqa: PLR0913  # time and chance come from outside
        self,
        handler: CallHandler,
        statuses: LineStatuses,
        build: Build,
        spawn: Spawn,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._handler = handler
        self._statuses = statuses
        self._build = build
        self._spawn = spawn
        self._sleep = sleep
        self._jitter = jitter
        self._tables: dict[str, LineSettings] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._running: dict[str, Line[Any]] = {}

    async def serve(self, tables: Iterable[LineSettings]) -> None:
        """From now on these lines; those that stay as they were are not touched."""
        wanted = {table.name: table for table in tables}
        changed = [name for name, table in self._tables.items() if wanted.get(name) != table]
        await self.end(changed)
        for name, table in wanted.items():
            if name not in self._tasks:
                self._tables[name] = table
                self._statuses.enter(name, table.kind, traits(table).can)
                self._tasks[name] = self._spawn(
                    msg("line %(name)s", name=name), partial(self._keep, table)
                )
        self._statuses.arrange(wanted)

    async def close(self) -> None:
        await self.end(list(self._tasks))

    async def end(self, names: Iterable[str]) -> None:
        """These are served no more, until `serve` names them again."""
        names = [name for name in names if name in self._tasks]
        tasks = [self._tasks.pop(name) for name in names]
        for task in tasks:
            task.cancel()
        if tasks:
            _, hanging = await asyncio.wait(tasks, timeout=FAREWELL_S)
            for task in hanging:
                log.warning("a line did not end within %.0f s", FAREWELL_S)
                task.cancel()
        for name in names:
            self._tables.pop(name, None)
            self._statuses.leave(name)

    async def try_order(self, name: str) -> Asked:
        """As the line does it. `LineError` also where it does not run at the moment."""
        line = self._running.get(name)
        if line is None:
            raise LineError(msg("line %(name)s does not run at the moment", name=name))
        return await line.try_order()

    async def _keep(self, table: LineSettings) -> None:
        """Run the line, again and again, until it says itself that it is done."""
        name, failures = table.name, 0
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            error = await self._run(table)
            if error is None:
                log.info("line %s is done", name)
                self._statuses.set(name, LineState.GONE)
                return
            if loop.time() - began >= STEADY_S:
                failures = 0
            pause_s = PAUSES_S[min(failures, len(PAUSES_S) - 1)]
            pause_s *= 1 + JITTER * self._jitter()
            failures += 1
            refused = self._statuses.state(name) is LineState.REFUSED
            self._statuses.set(name, LineState.REFUSED if refused else LineState.RETRYING, error)
            log.warning("line %s: %s; next try in %.0f s", name, error, pause_s)
            await self._sleep(pause_s)

    async def _run(self, table: LineSettings) -> Message | None:
        """Why the line ended; `None` where it had nothing left to do."""
        if trouble := traits(table).trouble:
            self._statuses.set(table.name, LineState.REFUSED, trouble)
            return trouble
        try:
            line = self._running[table.name] = self._build(table)
            try:
                await line.run(self._handler)
            finally:
                self._running.pop(table.name, None)
        except PortinaioError as error:
            sentence = error.sentence
            return sentence if isinstance(sentence, Message) else Message(str(sentence))
        except Exception as error:
            log.exception("line %s failed", table.name)
            return a_fault(error)
        return None
