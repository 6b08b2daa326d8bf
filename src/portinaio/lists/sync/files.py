"""Where lists lie in the house.

    NAME.nsx, NAME.nsx.changes   what look-ups read
    .good/NAME                   the last good download, packed; a damaged index is rebuilt from it
    .days/NAME/2026-11-27        what was fetched of a list that comes as a file a day
    .trust/NAME                  whom a list site is believed by, and what it has shown so far
    .seen/NAME                   since when what gives no day itself is listed; kept for a while after the list was taken off
    .work                        what is being made of each list, and its lock; the rest belongs to nobody any more

A last good download begins with one line of JSON that says how it was read, then comes gzip. Every file takes its place
in one step, so a power cut leaves the old one or the new one.
"""

from __future__ import annotations

import fcntl
import gzip
import json
import os
import re
import shutil
import time
import zlib
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import msg
from portinaio.errors import HomeError, UntrustedListError
from portinaio.lists.index.reader import changes_path
from portinaio.lists.index.swap import flush, install, withdraw
from portinaio.lists.sync.day_files import DayFiles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader
    from pathlib import Path

SUFFIX = ".nsx"
_COPY_BYTES = 1 << 20
_LONGEST_LINE = 1 << 16
_LOOK_S = 0.05
SEEN_KEPT_S = (
    90 * 86_400
)  # after the list was taken off; who adds it again by then is told the days of before
_HALF_MADE = re.compile(r"\.tmp\d+$")


class DownloadInfo(NamedTuple):
    """What the same bytes could be read into otherwise."""

    url: str
    format: str
    region: str | None
    list_day: int
    digest: str = ""
    """Of the bytes themselves; empty in what older versions have kept."""
    complaints: bool | None = None
    """As `catalogue.Subscription` has it."""
    reading: int = 0
    """`read_list.AS_NOW` of the version that read it."""
    innocents: bool = False
    """As `catalogue.Subscription` has it."""
    accepted: int = 0
    """How many numbers of public bodies the user has taken with it."""
    columns: str = ""
    """As `catalogue.Subscription` has them, a line each."""
    site: str = ""
    """Of a list site: the fingerprint of its root, and the countries wanted."""


class ListFiles:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.work = folder / ".work"
        self._good = folder / ".good"
        self._days = folder / ".days"
        self._trust = folder / ".trust"
        self._seen = folder / ".seen"

    def make(self) -> None:
        for place in (self.folder, self.work, self._good, self._days, self._trust, self._seen):
            place.mkdir(mode=0o700, parents=True, exist_ok=True)

    @contextmanager
    def sole(self, name: str, wait_s: float = 60.0) -> Iterator[None]:
        """Nobody else works on this list, in whichever process; `HomeError` where another takes too long.

        What a sync of it that was killed has left is thrown away.
        """
        self.make()
        lock = _locked(self._lock(name), time.monotonic() + wait_s)
        try:
            self._sweep(name)
            yield
        finally:
            os.close(lock)

    def _lock(self, name: str) -> Path:
        return self.work / f"{name}.lock"

    def _sweep(self, name: str) -> None:
        half_made = [file for file in self.folder.iterdir() if _HALF_MADE.search(file.name)]
        for file in (*self.work.iterdir(), *half_made):
            if file.name.partition(".")[0] == name and file != self._lock(name):
                file.unlink(missing_ok=True)

        for file in self._seen.iterdir():
            if not (self._good / file.name).exists() and _older(file, SEEN_KEPT_S):
                file.unlink(missing_ok=True)

    def names(self) -> list[str]:
        """Of the lists that have left anything here."""
        indexes = [file.name.removesuffix(SUFFIX) for file in self.folder.glob(f"*{SUFFIX}")]
        fetched = (*self._good.iterdir(), *self._days.iterdir(), *self._trust.iterdir())
        return sorted({*indexes, *(file.name for file in fetched)})

    def days(self, name: str) -> DayFiles:
        """Of one that comes as a file a day."""
        return DayFiles(self._days / name)

    def trust(self, name: str) -> Path:
        """Folder of what is believed of a list site."""
        return self._trust / name

    def index(self, name: str) -> Path:
        return self.folder / f"{name}{SUFFIX}"

    def install(self, fresh: Path, name: str) -> None:
        """A whole new index; changes that were laid over the old one go with it."""
        place = self.index(name)
        install(fresh, place)
        withdraw(changes_path(place))

    def remove(self, name: str) -> None:
        """Everything of a list, but since when what it holds was seen; for who has it solely."""
        place = self.index(name)
        with suppress(FileNotFoundError):
            os.utime(self.sightings(name))  # it is kept for so long from now on
        self._lock(name).unlink(missing_ok=True)
        (self._good / name).unlink(missing_ok=True)
        shutil.rmtree(self._days / name, ignore_errors=True)
        shutil.rmtree(self._trust / name, ignore_errors=True)
        for file in (changes_path(place), place):
            if file.exists():
                withdraw(file)

    def sightings(self, name: str) -> Path:
        return self._seen / name

    def keep_sightings(self, name: str, fresh: Path) -> None:
        """`fresh` from now on; none where it was not written, since the list gives its days itself."""
        place = self.sightings(name)
        if not fresh.exists():
            place.unlink(missing_ok=True)
            return
        fresh.replace(place)
        flush(self._seen)

    def keep(self, name: str, download: Path, info: DownloadInfo) -> None:
        """`download` is the last good one from now on."""
        fresh = self.work / f"{name}.good"
        with download.open("rb") as source, open(_private(fresh), "wb") as out:
            out.write(json.dumps(info._asdict()).encode() + b"\n")
            with gzip.GzipFile("", "wb", compresslevel=1, fileobj=out, mtime=0) as packed:
                shutil.copyfileobj(source, packed, _COPY_BYTES)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(self._good / name)

    def info(self, name: str) -> DownloadInfo | None:
        """How the last good download was read; `None` where there is none."""
        try:
            with (self._good / name).open("rb") as file:
                return _read_info(file)
        except (FileNotFoundError, UntrustedListError):
            return None

    @contextmanager
    def good(self, name: str) -> Iterator[tuple[DownloadInfo, BufferedReader]]:
        """The last good download, unpacked; `UntrustedListError` where it is damaged, `OSError` where there is none."""
        with (self._good / name).open("rb") as file:
            info = _read_info(file)
            with gzip.GzipFile(fileobj=file) as source:
                try:
                    yield info, source  # type: ignore[misc]  # all that is read of it is `read`
                except (EOFError, gzip.BadGzipFile, zlib.error) as error:
                    raise _damaged() from error


def _read_info(file: BufferedReader) -> DownloadInfo:
    try:
        return DownloadInfo(**json.loads(file.readline(_LONGEST_LINE)))
    except (ValueError, TypeError, RecursionError) as error:
        raise _damaged() from error


def _damaged() -> UntrustedListError:
    return UntrustedListError(msg("its last good download is damaged too"))


def _locked(path: Path, until: float) -> int:
    """The descriptor of a lock that is ours, in the file that stands at `path` and not in one that was removed meanwhile."""
    while True:
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(lock), path.stat()):
                return lock
        except (BlockingIOError, FileNotFoundError):
            pass
        os.close(lock)
        if time.monotonic() > until:
            raise HomeError(msg("another sync is at work; try again when it is done"))
        time.sleep(_LOOK_S)


def _older(file: Path, age_s: float) -> bool:
    return time.time() - file.stat().st_mtime > age_s


def _private(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
