"""The recorder: writes calls down in batches, beside the loop, and holds what the disk does not take until it does.

In a quiet house a call is on its way to the disk as soon as it rings. What comes on its heels waits for the next batch, a
tenth of a second later, so that a flood of calls costs ten transactions a second and not thousands.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from portinaio.core.message import Message, counted
from portinaio.daemon.guard import a_fault
from portinaio.errors import HomeError
from portinaio.thread_pool import ThreadPool

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from portinaio.core.logged import LoggedCall
    from portinaio.store.database import Store

    Write = Callable[[Store], object]
    """A small write that may be done twice without harm."""

log = logging.getLogger(__name__)

MOST_WAITING = (
    10_000  # some megabytes; a disk that is full for so long has lost more than our calls
)
LARGEST_BATCH = 500  # one transaction; a reader waits for no more than this
PACE_S = 0.1  # from batch to batch: a call changes twice within milliseconds, and each write waits for the disk
RETRY_S = 10.0  # somebody makes room by hand


class Recorder:
    """`record` and `do` never wait. `run` writes until `close`."""

    def __init__(
        self,
        store: Store,
        changed: Callable[[], None],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`changed` hears when the disk begins or ceases to refuse, how much waits, and when a write is done."""
        self._store = store
        self._changed = changed
        self._sleep = sleep
        self._monotonic = monotonic
        self._began: float | None = None
        """When the batch was begun that is being written."""
        self._thread = ThreadPool("recorder", 1)
        """Its own: whatever else the daemon has to do, a call is written down."""
        self._calls: dict[int, LoggedCall] = {}
        """Newest version by id; what is updated before it is written is written once."""
        self._on_their_way: list[LoggedCall] = []
        """Of the batch that is being written."""
        self._writes: deque[Write] = deque(maxlen=MOST_WAITING)
        self._wanted = asyncio.Event()
        self._closing = asyncio.Event()
        self._refused: Message | None = None
        self._told = 0
        """How many calls were waiting when that was last told."""

    def record(self, call: LoggedCall) -> None:
        if self._store.read_only:
            return  # health says so, and nobody could see it later
        self._calls[call.id] = call
        if len(self._calls) > MOST_WAITING:
            del self._calls[next(iter(self._calls))]
        self._wanted.set()

    def do(self, write: Write) -> None:
        if not self._store.read_only:
            self._writes.append(write)
            self._wanted.set()

    def close(self) -> None:
        """`run` ends once everything is written, or the disk has refused it once more."""
        self._closing.set()
        self._wanted.set()

    @property
    def unwritten(self) -> list[LoggedCall]:
        """Calls of which the disk does not have the newest; asked by other threads, too."""
        return list(
            {call.id: call for call in (*self._on_their_way, *list(self._calls.values()))}.values()
        )

    def troubles(self) -> list[tuple[str, Message]]:
        if self._refused is None:
            return []
        text = counted(
            "%(n)d call is not written down yet: %(reason)s",
            "%(n)d calls are not written down yet: %(reason)s",
            len(self._calls),
            reason=self._refused,
        )
        return [("log", text)]

    def stuck(self, patience_s: float) -> bool:
        """Whether the writing of one batch takes longer than that. A disk that refuses is not stuck, it is asked again."""
        return self._began is not None and self._monotonic() - self._began >= patience_s

    async def run(self) -> None:
        while True:
            await self._wanted.wait()
            written = await self._write()
            if self._closing.is_set() and not (written and self._waiting()):
                return
            if not written:
                await self._pause(RETRY_S)
            elif self._waiting() < LARGEST_BATCH:
                await self._pause(PACE_S)
            if not self._waiting():
                self._wanted.clear()

    def _waiting(self) -> int:
        return max(len(self._calls), len(self._writes))

    async def _pause(self, seconds: float) -> None:
        """Until the next batch or try; a farewell does not wait for it."""
        nap = asyncio.ensure_future(self._sleep(seconds))
        end = asyncio.ensure_future(self._closing.wait())
        await asyncio.wait({nap, end}, return_when=asyncio.FIRST_COMPLETED)
        nap.cancel()
        end.cancel()

    async def _write(self) -> bool:
        """Whether the disk took the batch."""
        calls = [self._calls.pop(call_id) for call_id in list(self._calls)[:LARGEST_BATCH]]
        writes = [self._writes.popleft() for _ in range(min(len(self._writes), LARGEST_BATCH))]
        self._began, self._on_their_way = self._monotonic(), calls
        try:
            await self._thread.do(partial(self._write_batch, calls, writes))
        except HomeError as error:
            self._take_back(calls, writes)
            self._refuse(_said(error))
            return False
        except Exception as error:
            log.exception("a batch could not even be tried")  # such as without a thread to be had
            self._take_back(calls, writes)
            self._refuse(a_fault(error))
            return False
        finally:
            self._began, self._on_their_way = None, []
        if self._refused is not None:
            log.warning("calls are written down again")
            self._refused = None
            self._changed()
        elif writes:
            self._changed()
        return True

    def _take_back(self, calls: list[LoggedCall], writes: list[Write]) -> None:
        self._calls = {call.id: call for call in calls} | self._calls
        self._writes.extendleft(reversed(writes))

    def _refuse(self, reason: Message) -> None:
        if reason != self._refused:
            log.error("calls cannot be written down: %s", reason)
        elif len(self._calls) == self._told:
            return
        self._refused, self._told = reason, len(self._calls)
        self._changed()

    def _write_batch(self, calls: list[LoggedCall], writes: list[Write]) -> None:
        if calls:
            try:
                self._store.calls.record_many(calls)
            except HomeError:
                raise
            except Exception:
                log.exception("a batch of %d calls could not be written", len(calls))
                self._write_apart(calls)
        for write in writes:
            try:
                write(self._store)
            except HomeError:
                raise
            except Exception:
                log.exception("a small write could not be done")

    def _write_apart(self, calls: list[LoggedCall]) -> None:
        """One bad row must not cost the others their place in the log."""
        for call in calls:
            try:
                self._store.calls.record(call)
            except HomeError:
                raise
            except Exception:
                log.exception("call %d could not be written", call.id)


def _said(error: HomeError) -> Message:
    sentence = error.sentence
    return sentence if isinstance(sentence, Message) else Message(str(sentence))
