"""Who has asked for something that takes long, and may leave before the answer comes."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Asker:
    """Fit for several threads."""

    def __init__(self) -> None:
        self.gone = False
        self._lock = Lock()
        self._left: list[Callable[[], None]] = []

    def on_leaving(self, told: Callable[[], None]) -> None:
        """`told` is called once, at once where the asker has left already."""
        with self._lock:
            if not self.gone:
                self._left.append(told)
                return
        told()

    def leave(self) -> None:
        with self._lock:
            self.gone, left, self._left = True, self._left, []
        for told in left:
            told()
