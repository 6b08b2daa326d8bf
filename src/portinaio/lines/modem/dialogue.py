"""Commands to a modem and its answers, while it may speak by itself at any moment."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from portinaio.wire.modem.commands import Answer, is_final, is_good
from portinaio.wire.modem.words import Line, WordReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.wire.modem.words import Mark

ANSWER_S = 3.0
MOST_LINES = 40  # of one answer; ATI3 of some modems has twenty


class Dialogue:
    """All of it runs in the loop's thread; what comes is fed by whoever reads the port."""

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self._write = write
        self._words = WordReader()
        self._one_at_a_time = asyncio.Lock()
        self._waiting: asyncio.Future[Answer] | None = None
        self._lines: list[str] = []

    def feed(self, data: bytes) -> list[Line | Mark]:
        """What the modem said by itself."""
        return [word for word in self._words.feed(data) if not self._is_answer(word)]

    async def ask(self, command: str) -> Answer | None:
        """`None` where no answer came in time."""
        async with self._one_at_a_time:
            self._lines = []
            waiting: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
            self._waiting = waiting
            self._write(command.encode("ascii") + b"\r")
            try:
                async with asyncio.timeout(ANSWER_S):
                    return await waiting
            except TimeoutError:
                return None
            finally:
                self._waiting = None

    def tell(self, command: str) -> None:
        """Where nobody will read the answer."""
        if command:
            self._write(command.encode("ascii") + b"\r")

    def _is_answer(self, word: Line | Mark) -> bool:
        """A line that ends a command, or that came before it; a call that comes meanwhile is told all the same."""
        if self._waiting is None or self._waiting.done() or not isinstance(word, Line):
            return isinstance(word, Line) and is_final(word.text)
        if is_final(word.text):
            self._waiting.set_result(Answer(is_good(word.text), tuple(self._lines)))
            return True
        if len(self._lines) < MOST_LINES:
            self._lines.append(word.text)
        return False
