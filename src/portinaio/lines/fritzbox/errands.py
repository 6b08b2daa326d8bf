"""What is done at a box beside its calls, in step: its call list is fetched, and it bars what the user blocks."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from threading import Event, Lock
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import Message, counted, msg
from portinaio.lines.fritzbox.box_troubles import BoxError
from portinaio.lines.line import ToBar
from portinaio.thread_pool import ThreadPool
from portinaio.wire.fritzbox.barring import steps

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from portinaio.lines.fritzbox.box import Box

log = logging.getLogger(__name__)

LOOK_S = 2.0  # until a new block stands at the box
EVERY_S = 3600.0
AGAIN_S = 300.0  # after the box was away
_TURNS: dict[str, Lock] = {}
"""Of each box, by its address: one time in step after another, so that whoever takes all out comes after whoever still puts in."""
_NOTHING = ToBar((), 0, asked=False)
REFUSED_S = 1800.0  # a box lets whoever errs in the password wait longer each time


class Barring(NamedTuple):
    added: int
    removed: int
    beyond: int
    """How many found no place."""


class Errands:
    """What is wanted of a box, and who is told how it went."""

    def __init__(
        self,
        box: Box,
        *,
        calls: Callable[[bytes], None] | None,
        wanted: Callable[[], ToBar],
        told: Callable[[str, Message | None, BoxError | None], None],
    ) -> None:
        """`calls` takes the call list; `None` where nobody wants it. `told` hears, by its code, of what is to be known, and what went wrong."""
        self._box = box
        self._calls = calls
        self._wanted = wanted
        self._told = told
        self._barred: ToBar | None = None
        """What the box bars, as far as it could."""
        self._due = {"call_list": 0.0, "barring": 0.0}
        self._over = Event()
        self._waits = ThreadPool("fritzbox", 1)
        """For the box, and holds up nobody: neither the loop nor the end of the daemon."""

    async def run(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Until cancelled; a thread that is on its way then asks the box for nothing more."""
        try:
            while True:
                await self._look_once(sleep)
                await sleep(LOOK_S)
        finally:
            self._over.set()

    async def _look_once(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        try:
            await self.look()
        except Exception:
            # A bug of ours must never cost the user a call, which the monitor hears beside it.
            log.exception("what is to be done at a box failed")
            await sleep(AGAIN_S)

    async def look(self) -> None:
        """Do what is due."""
        now, wanted = _now(), await self._waits.do(self._wanted)
        if self._calls and now >= self._due["call_list"]:
            await self._do("call_list", self._fetch, now)
        changed = self._barred is not None and wanted != self._barred
        again = now >= self._due["barring"] and (wanted.asked or self._barred is None)
        if changed or again:
            await self._do("barring", lambda: self._bar(wanted), now)

    async def _do(
        self, code: str, errand: Callable[[], Awaitable[Message | None]], now: float
    ) -> None:
        try:
            said = await errand()
        except BoxError as error:
            self._due[code] = now + (REFUSED_S if error.refused else AGAIN_S)
            self._told(code, None, error)
        else:
            self._due[code] = now + EVERY_S
            self._told(code, said, None)

    async def _fetch(self) -> None:
        assert self._calls is not None
        self._calls(await self._waits.do(self._box.call_list))

    async def _bar(self, wanted: ToBar) -> Message | None:
        """Where nothing shall be barred, what was once is let in again; a box that knows no barring never had anything of ours."""
        self._barred = None
        try:
            done = await self._waits.do(partial(keep_barred, self._box, wanted, self._over))
        except BoxError as error:
            if wanted.asked or not error.refused:
                raise
            done = Barring(0, 0, 0)
        self._barred = wanted
        return left_out(done.beyond, wanted.patterns)


def keep_barred(box: Box, wanted: ToBar, over: Event | None = None) -> Barring:
    """One time in step. A box without room is told nothing more, and keeps what it has; any other `BoxError` passes through.

    Nothing more is asked for once it is `over`.
    """
    with _TURNS.setdefault(box.address, Lock()):
        return _in_step(box, wanted, over or Event())


def _in_step(box: Box, wanted: ToBar, over: Event) -> Barring:
    if over.is_set():
        return Barring(0, 0, 0)
    there = box.barred()
    todo = steps(wanted.numbers, there)
    for one in todo.remove:
        box.let_in(one)
    added = 0
    for number in todo.add:
        if over.is_set():
            break
        try:
            box.bar(number)
        except BoxError as error:
            if not error.full:
                raise
            break
        added += 1
    return Barring(added, len(todo.remove), todo.beyond + len(todo.add) - added)


def let_go(box: Box) -> Message | None:
    """Take out what we had the box bar, and nothing else; what came of it. `BoxError` where it could not be done."""
    removed = keep_barred(box, _NOTHING).removed
    if not removed:
        return None
    return counted(
        "the box bars %(n)d number less, which it barred for this line",
        "the box bars %(n)d numbers less, which it barred for this line",
        removed,
    )


def left_out(beyond: int, patterns: int) -> Message | None:
    """What the box does not bar of what the user blocks."""
    room = counted(
        "the box has no room for %(n)d number that you block",
        "the box has no room for %(n)d numbers that you block",
        beyond,
    )
    wide = counted(
        "the box cannot bar %(n)d block of a beginning, a range or a name",
        "the box cannot bar %(n)d blocks of a beginning, a range or a name",
        patterns,
    )
    if beyond and patterns:
        return msg("%(one)s; %(other)s", one=room, other=wide)
    return (room if beyond else wide) if beyond or patterns else None


def _now() -> float:
    return asyncio.get_running_loop().time()
