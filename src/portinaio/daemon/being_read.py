"""How much has been read of the files that are being brought in, for whoever looks meanwhile."""

from __future__ import annotations

from contextlib import contextmanager
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Far = Callable[[int, int], None]
    """Takes how many parts have been read, and of how many; whatever a part is, each costs about the same."""


class FileRead(NamedTuple):
    name: str
    bytes: int
    """That have been read."""
    whole: int


def unseen(_parts: int, _whole: int) -> None:
    """Where nobody looks."""


class FilesBeingRead:
    """Fit for several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._files: dict[object, FileRead] = {}

    @property
    def all(self) -> list[FileRead]:
        with self._lock:
            return list(self._files.values())

    @contextmanager
    def reading(self, name: str, size_bytes: int) -> Iterator[Far]:
        """What is given tells how far it has come."""
        which = object()

        def far(parts: int, whole: int) -> None:
            so_far = size_bytes * min(parts, whole) // max(whole, 1)
            with self._lock:
                self._files[which] = FileRead(name, so_far, size_bytes)

        far(0, 1)
        try:
            yield far
        finally:
            with self._lock:
                del self._files[which]


class Watched(BytesIO):
    """A file in memory that tells how far it has been read."""

    def __init__(self, data: bytes, far: Far) -> None:
        super().__init__(data)
        self._far = far
        self._whole = len(data)

    def read(self, size: int | None = -1, /) -> bytes:
        block = super().read(size)
        self._far(self.tell(), self._whole)
        return block
