"""Who has asked for something that takes long, and may leave before the answer comes."""

from __future__ import annotations

from _thread import allocate_lock  # `threading` would cost a cold check a millisecond
from contextlib import contextmanager
from contextvars import ContextVar

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Asker:
    """Fit for several threads."""

    def __init__(self) -> None:
        self.gone = False
        self._lock = allocate_lock()
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


_current: ContextVar[Asker | None] = ContextVar("asker", default=None)


def current_asker() -> Asker | None:
    """Who waits for what is being done here; `None` where nobody can leave."""
    return _current.get()


@contextmanager
def asked_by(asker: Asker) -> Iterator[None]:
    """What is done meanwhile, also in threads that take this context along, is done for `asker`."""
    token = _current.set(asker)
    try:
        yield
    finally:
        _current.reset(token)
