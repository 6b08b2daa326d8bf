"""Calls that nobody makes: a line is rung once, a household is rehearsed. They are asked for from threads of the server."""

from __future__ import annotations

import asyncio
from itertools import count
from typing import TYPE_CHECKING

from portinaio.daemon.demo import rehearsal
from portinaio.daemon.demo.rehearsal import Rehearsal
from portinaio.lines.line_builder import line_builder

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from portinaio.config.settings import LineSettings
    from portinaio.daemon.calls.pipeline import CallPipeline
    from portinaio.daemon.context import Context
    from portinaio.daemon.events import Hub


class TrialCalls:
    def __init__(
        self,
        context: Context,
        hub: Hub,
        pipeline: CallPipeline,
        *,
        settings_of: Callable[[str], LineSettings],
        spawn: Callable[[Coroutine[None, None, None]], None],
    ) -> None:
        """Made inside the loop in which they ring; `settings_of` a line, by its name, as they are now."""
        self._context = context
        self._hub = hub
        self._pipeline = pipeline
        self._settings_of = settings_of
        self._spawn = spawn
        self._loop = asyncio.get_running_loop()
        self._rings = count(1)

    def ring(self, name: str) -> None:
        """A line of its own rings, since that of the script may have ended."""
        line = line_builder(self._context.home)(self._settings_of(name))
        self._play(line.ring_once(self._pipeline, self._handle()))

    def rehearse(self) -> str:
        """Somebody sells, so that the house has something to do; the name of the line."""
        from portinaio.lines.replay import ReplayLine, ReplaySettings  # noqa: PLC0415  # once in a lifetime
        from portinaio.wire.replay import ScriptedCall  # noqa: PLC0415  # as above

        line = ReplayLine(ReplaySettings(name=rehearsal.LINE, kind="replay"))
        call = ScriptedCall(rehearsal.CALLER, rings_s=8)
        self._play(line.play(self._rehearsal(), self._handle(), call))
        return rehearsal.LINE

    def _rehearsal(self) -> Rehearsal:
        return Rehearsal(
            self._hub.publish,
            self._pipeline.judged,
            self._context.store.calls.next_id(),
            spawn=self._spawn,
        )

    def _handle(self) -> str:
        """Of a call that is no other's."""
        return f"test {next(self._rings)}"

    def _play(self, ringing: Coroutine[None, None, None]) -> None:
        self._loop.call_soon_threadsafe(self._spawn, ringing)
