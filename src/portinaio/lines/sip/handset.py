"""Calls from a telephone of the house to this line itself: they are no calls to be screened, but commands.

Only a code such as `**622` from the line's own telephone system is one, where no number stands behind it; whoever calls from
outside shows a number, or is nobody.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from portinaio.core.call import Presentation, Ringing
from portinaio.core.message import msg
from portinaio.core.numbers.spelling import is_extension_code
from portinaio.lines.handset import Command, Done, Wish
from portinaio.lines.voice.handset import Handset

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable

    from portinaio.lines.line import CallHandler, Line
    from portinaio.lines.voice.prompts import PromptBook
    from portinaio.lines.voice.talks import Talks
    from portinaio.wire.sip.uas import Output, Uas

log = logging.getLogger(__name__)

RINGS_S = 20.0  # until the sentences are there
PATIENCE_S = 8.0  # to be told who called last
NOBODY = Done(msg("Who called last is not known."), well=False)


def is_command(ringing: Ringing) -> bool:
    """Whether a telephone of the house calls, and nobody who might be somebody else."""
    return (
        ringing.own_system
        and ringing.presentation is Presentation.ALLOWED
        and is_extension_code(ringing.calling)
    )


class HandsetCalls:
    """Those of one line, while it runs."""

    def __init__(
        self,
        line: Line[Any],
        handler: CallHandler,
        way: tuple[Uas, Talks, PromptBook],
        do: Callable[[Iterable[Output]], None],
    ) -> None:
        self._line = line
        self._handler = handler
        self._uas, self._talks, self._book = way
        self._do = do
        self._recorded: dict[str, Command | None] = {}
        """By handle; what was recorded in a call, once it is kept."""
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, handle: str, code: str) -> None:
        log.info("line %s: telephone %s of the house calls", self._line.name, code)
        self._recorded[handle] = None
        self._do(self._uas.ring(handle, RINGS_S, self._now()))
        self._spawn(self._serve(handle, code))

    def ended(self, handle: str) -> bool:
        """Whether it was one of these calls."""
        if handle not in self._recorded:
            return False
        if (recorded := self._recorded.pop(handle)) is not None:
            self._handler.commanded(self._line, recorded, lambda _: None)
        return True

    def close(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def _serve(self, handle: str, code: str) -> None:
        try:
            await self._pick_up(handle, code)
        except Exception:
            log.exception("line %s: a telephone of the house could not be served", self._line.name)
            self._do(self._uas.refuse(handle, 480, self._now()))

    async def _pick_up(self, handle: str, code: str) -> None:
        last = await self._told(Command(Wish.LAST, code))
        prompts = await self._book.prompts(last)

        def ask(command: Command) -> None:
            self._spawn(self._carry_out(handle, script, command))

        script = Handset(prompts, (code, last.call), ask, self._now)
        offer = self._uas.offer(handle)
        described, why_not = await self._talks.prepare(handle, offer, script)
        if not self._uas.pending(handle):
            self._talks.end(handle)
        elif why_not:
            self._do(self._uas.refuse(handle, 486, self._now()))
        else:
            self._do(self._uas.answer(handle, self._now(), described, script.longest_s))
            self._talks.answered(handle)

    async def _carry_out(self, handle: str, script: Handset, command: Command) -> None:
        done = await self._told(command)
        if command.wish is Wish.ANNOUNCE and done.well and handle in self._recorded:
            self._recorded[handle] = Command(Wish.USE_ANNOUNCEMENT, command.code)
        script.answered(await self._book.answer(done))

    async def _told(self, command: Command) -> Done:
        told: asyncio.Future[Done] = asyncio.get_running_loop().create_future()

        def tell(done: Done) -> None:
            if not told.done():
                told.set_result(done)

        self._handler.commanded(self._line, command, tell)
        if command.wish is not Wish.LAST:
            return await told
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                return await told
        return NOBODY

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
