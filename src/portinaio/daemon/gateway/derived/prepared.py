"""Answers that hold all numbers which the house blocks: made once for as long as those are the same.

With a hundred thousand of them one takes a second, and devices ask again and again whether there is another. Of a large one only the
tag is kept, by which most are told that nothing has changed.
"""

from __future__ import annotations

from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_ANSWERS = 64
MOST_BYTES = 4 << 20  # of all that are kept; the daemon itself lives in some forty MiB


class Answer(NamedTuple):
    data: bytes
    tag: str


class _Kept(NamedTuple):
    tag: str
    data: bytes | None


class Prepared:
    """Fit for several threads, of which one makes and the others wait: each would take the time of all."""

    def __init__(self, revision: Callable[[], object]) -> None:
        """`revision` is another one whenever what the answers are made of has changed."""
        self._revision = revision
        self._now: object = None
        self._kept: dict[str, _Kept] = {}
        """The oldest first."""
        self._bytes = 0
        self._lock = Lock()

    def get(self, what: str, known: set[str], make: Callable[[], bytes]) -> Answer | str:
        """The answer; or its tag alone, where that is one of `known`."""
        with self._lock:
            self._forget_old()
            kept = self._kept.get(what)
            if kept is None or (kept.data is None and kept.tag not in known):
                data = make()
                kept = self._keep(what, data)
            else:
                data = kept.data or b""
        return kept.tag if kept.tag in known else Answer(data, kept.tag)

    def _forget_old(self) -> None:
        if (revision := self._revision()) != self._now:
            self._now, self._bytes = revision, 0
            self._kept.clear()

    def _keep(self, what: str, data: bytes) -> _Kept:
        tag = sha256(data).hexdigest()[:32]
        self._kept.pop(what, None)
        if len(self._kept) >= MOST_ANSWERS:
            self._drop(next(iter(self._kept)))
            del self._kept[next(iter(self._kept))]
        fits = len(data) <= MOST_BYTES
        for each in list(self._kept) if fits else ():
            if self._bytes + len(data) <= MOST_BYTES:
                break
            self._drop(each)
        self._bytes += len(data) if fits else 0
        kept = self._kept[what] = _Kept(tag, data if fits else None)
        return kept

    def _drop(self, what: str) -> None:
        """All of it but its tag."""
        kept = self._kept[what]
        self._bytes -= len(kept.data or b"")
        self._kept[what] = kept._replace(data=None)
