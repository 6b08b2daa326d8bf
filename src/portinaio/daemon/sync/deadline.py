"""The time that one list may take, whatever it is spent on."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class OverdueError(BaseException):
    """The time of a list is over. Nothing on the way may take it for an error of the list."""


@contextmanager
def deadline(total_s: float) -> Iterator[None]:
    """`OverdueError` in the midst of whatever is done when the time is over: a wait, or a file that takes for ever to read.

    Each second again, since a destructor would swallow it.
    """
    armed = [True]

    def cut(*_: object) -> None:
        if armed:
            raise OverdueError

    before = signal.signal(signal.SIGALRM, cut)
    signal.setitimer(signal.ITIMER_REAL, total_s, 1.0)
    try:
        yield
    finally:
        armed.clear()
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
