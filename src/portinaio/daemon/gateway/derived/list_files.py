"""Files of subscribed lists, as devices take them.

A list may have millions of rows. So its file is written by a process of its own, once for each generation of the list, and
kept beside what else can be made again.
"""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import BoundedSemaphore, Lock
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from portinaio.config.interpreter import command
from portinaio.core.message import msg
from portinaio.daemon.gateway.derived.digest_table import identity_of
from portinaio.daemon.gateway.derived.list_worker import TOO_LARGE
from portinaio.errors import NotFoundError, PortinaioError

if TYPE_CHECKING:
    from typing import BinaryIO

    from portinaio.daemon.context import Context
    from portinaio.lists.open_list import OpenList

WORKER = "portinaio.daemon.gateway.derived.list_worker"
WAIT_S = 20.0
"""A client waits for no longer; half a million rows take some seconds."""
MOST_WAITING = 2  # of the threads that answer; the others are for calls
MOST_BYTES = 512 << 20  # of all files that are kept
_FAILED = msg("this list cannot be written; the log of the daemon says what is wrong")


class _Work(NamedTuple):
    process: subprocess.Popen[bytes]
    target: Path


class ListFiles:
    """Fit for several threads."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._folder = Path(context.home.cache, "given")
        self._lock = Lock()
        self._waiting = BoundedSemaphore(MOST_WAITING)
        self._work: _Work | None = None

    def named(self, name: str) -> OpenList:
        return list_named(self._context, name)

    def tag(self, each: OpenList, format_id: str) -> str:
        assert each.opened is not None  # `named` gives no other
        return sha256(identity_of(each.opened) + format_id.encode()).hexdigest()[:32]

    def open(self, each: OpenList, format_id: str) -> BinaryIO | None:
        """`None` where it is still being written. `PortinaioError` where it cannot be."""
        target = self._folder / f"{each.name}.{self.tag(each, format_id)}"
        if file := _opened(target):
            return file
        if not self._waiting.acquire(blocking=False):
            return None
        try:
            return self._written(each, format_id, target)
        finally:
            self._waiting.release()

    def close(self) -> None:
        work = self._work
        if work is not None and work.process.poll() is None:
            work.process.terminate()
            work.process.wait()

    def _written(self, each: OpenList, format_id: str, target: Path) -> BinaryIO | None:
        ends_s = monotonic() + WAIT_S
        while (left_s := ends_s - monotonic()) > 0:
            with self._lock:
                work = self._work
                if work is None:
                    work = self._work = self._begin(each, format_id, target)
            try:
                status = work.process.wait(left_s)
            except subprocess.TimeoutExpired:
                return None
            with self._lock:
                if self._work is work:
                    self._work = None
                    self._tidy()
            if file := _opened(target):
                return file
            if work.target == target:
                raise _too_large(each.name) if status == TOO_LARGE else PortinaioError(_FAILED)
        return None

    def _begin(self, each: OpenList, format_id: str, target: Path) -> _Work:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        arguments = (*command(WORKER), os.fspath(each.path), format_id, os.fspath(target))
        return _Work(
            subprocess.Popen(arguments, stdin=subprocess.DEVNULL),  # noqa: S603  # our own interpreter, no shell
            target,
        )

    def _tidy(self) -> None:
        """The newest files stay, as far as there is room; who reads an older one reads it to its end."""
        with suppress(OSError):
            left = MOST_BYTES
            found = [(file.stat(), file) for file in self._folder.iterdir()]
            for told, file in sorted(found, key=lambda one: one[0].st_mtime, reverse=True):
                left -= told.st_size
                if left < 0:
                    file.unlink(missing_ok=True)


def list_named(context: Context, name: str) -> OpenList:
    """`NotFoundError` where no such list is subscribed and fetched, or where it is one that nobody may block by."""
    lists = context.open_lists
    for each in lists.all() if lists else ():
        if each.name == name and each.opened and not each.innocents:
            return each
    raise NotFoundError(msg("there is no such list"))


def _opened(target: Path) -> BinaryIO | None:
    try:
        file = target.open("rb")
    except OSError:
        return None
    with suppress(OSError):
        os.utime(target)
    return file


def _too_large(name: str) -> PortinaioError:
    return PortinaioError(msg("the list %(name)s is too large for this format", name=name))
