"""The folder of a site while it is written: new files first, each as a whole, what names them last, and old ones taken away behind.

A process that is killed at any moment leaves what was published before, or all that is new: nothing that a timestamp names is
ever changed in place, and the timestamp takes its place in one step.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.errors import HomeError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

_FRESH = ".fresh"
FILE_MODE, FOLDER_MODE = 0o644, 0o755  # a web server reads them


class SiteFolder:
    def __init__(self, place: Path) -> None:
        self.place = place
        self.written = 0
        """Bytes of new files."""
        self._parts_of: set[Path] = set()
        """Folders whose new names are not on the disk yet."""

    @contextmanager
    def sole(self) -> Iterator[None]:
        """Nobody else publishes here meanwhile; what one that was killed has left half made goes."""
        self.place.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        lock = os.open(self.place, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for left in self.place.glob(f"**/*{_FRESH}"):
                left.unlink(missing_ok=True)
            yield
        except BlockingIOError as error:
            raise HomeError(
                msg("somebody publishes to %(folder)s already", folder=str(self.place))
            ) from error
        finally:
            os.close(lock)

    def read(self, path: str) -> bytes | None:
        try:
            return (self.place / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def has(self, path: str) -> bool:
        return (self.place / path).is_file()

    def size(self, path: str) -> int:
        return (self.place / path).stat().st_size

    def names(self, folder: str) -> list[str]:
        place = self.place / folder
        return sorted(file.name for file in place.iterdir()) if place.is_dir() else []

    def put(self, path: str, data: bytes, *, part: bool = False) -> bool:
        """Whether it was another one before. In one step, and on the disk before anything that is put later.

        The names of parts are so together, before anything that is none is put: there may be thousands.
        """
        if self.read(path) == data:
            return False
        while self._parts_of and not part:
            _flush(self._parts_of.pop())
        file = self.place / path
        file.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        fresh = file.with_name(file.name + _FRESH)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE_MODE)
        with os.fdopen(descriptor, "wb") as out:
            os.fchmod(descriptor, FILE_MODE)
            out.write(data)
            out.flush()
            os.fsync(descriptor)
        fresh.replace(file)
        if part:
            self._parts_of.add(file.parent)
        else:
            _flush(file.parent)
        self.written += len(data)
        return True

    def keep_only(self, folder: str, names: Collection[str]) -> None:
        for name in self.names(folder):
            if name not in names:
                (self.place / folder / name).unlink(missing_ok=True)


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
