"""A list that comes as one file a day, such as complaints: `{date}` stands in its address.

The last days are walked, and the rows of all their files become one list. Each is fetched once. While it is young it is asked
about again, with what the server said of it, since a file may come late or be corrected. A day without a file is a holiday;
one whose file is empty, or a page, is left out and told, and asked for again.
Days that fall behind take their rows with them.
"""

from __future__ import annotations

import re
import zlib
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from typing import IO, TYPE_CHECKING, NamedTuple

from portinaio.core.message import Message, counted, msg
from portinaio.errors import ListAwayError, ListGoneError, UntrustedListError
from portinaio.lists.sync.day_files import DayFiles, DayInfo
from portinaio.lists.sync.download import NOTHING_NEW, Fetched, fetch
from portinaio.lists.sync.response import too_large
from portinaio.lists.url import on_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from pathlib import Path

    from portinaio.lists.sync.download import Limits, Progress, Wanted

YOUNG_DAYS = 5  # a weekend and a holiday long; what is older neither comes nor changes any more
_PIECE_BYTES = 1 << 16
_LONGEST_HEADER = 1 << 14  # bytes
_NUMBER = re.compile(rb"\d(?:[ ()./-]?\d){6}")  # no title of a column has so many digits
_MARK = b"\xef\xbb\xbf"


class DatedList(NamedTuple):
    fetched: Fetched
    """As of one file, of all days together."""
    remarks: tuple[Message, ...] = ()


def fetch_days(  # noqa: PLR0913  # those of `fetch`, how many days, and where they lie
    wanted: Wanted,
    days: int,
    files: DayFiles,
    into: Path,
    limits: Limits,
    *,
    now: datetime,
    progress: Progress,
) -> DatedList:
    """`ListAwayError` where a day cannot be asked for, or none of them has a file, `UntrustedListError` where none can be used;
    what was fetched stays for the next time.
    """
    today = now.date()
    window = [today - timedelta(days=back) for back in range(days)]
    files.forget_before(window[-1])
    walk = _Walk(wanted, files, into, limits, now, progress)
    for day in window:
        walk.visit(day)
    there = [day for day in reversed(window) if _is_there(files, day, wanted.urls[0])]
    if not there and walk.unusable:
        raise next(iter(walk.unusable.values()))
    if not there:
        raise ListAwayError(
            counted(
                "the last day has no file at its address",
                "none of the last %(n)d days has a file at its address",
                days,
            )
        )
    found = _joined(there, files, into, limits, walk.wire_bytes)
    return found._replace(remarks=(*found.remarks, *_unusable(walk.unusable)))


def _is_there(files: DayFiles, day: date, url: str) -> bool:
    info = files.info(day)
    return info is not None and info.url == url and not info.missing


class _Walk:
    def __init__(  # noqa: PLR0913, PLR0917  # the arguments of `fetch_days`
        self,
        wanted: Wanted,
        files: DayFiles,
        into: Path,
        limits: Limits,
        now: datetime,
        progress: Progress,
    ) -> None:
        self.wire_bytes = 0
        self.unusable: dict[date, UntrustedListError] = {}
        """Days whose files are none, the newest first. Each is asked for again as long as it is in the window."""
        self._wanted = wanted
        self._files = files
        self._into = into
        self._limits = limits
        self._now = now
        self._progress = progress

    def visit(self, day: date) -> None:
        url = self._wanted.urls[0]
        here = self._files.info(day)
        if here and here.url != url:
            here = None
        young = (self._now.date() - day).days <= YOUNG_DAYS
        if here and not young:
            return
        asked = self._wanted._replace(
            urls=tuple(on_day(each, day) for each in self._wanted.urls),
            etag=here.etag if here else "",
            last_modified=here.last_modified if here else "",
        )
        try:
            got = self._usable(asked)
        except ListGoneError:
            if here is None:  # one that was there and is gone has been read, and still counts
                self._files.keep(day, DayInfo(url, missing=True), None)
            return
        except UntrustedListError as error:
            got = NOTHING_NEW  # a day costs itself, and what was read of it before still counts
            self.unusable[day] = error
        if self.wire_bytes > self._limits.wire_bytes:
            raise too_large(self._limits.wire_bytes)
        if got is not NOTHING_NEW:
            self._files.keep(day, DayInfo(url, got.etag, got.last_modified), self._into)

    def _usable(self, asked: Wanted) -> Fetched:
        got = self._fetch(asked)
        if got is not NOTHING_NEW:
            with self._into.open("rb") as source:
                _header_of(source.readline(_LONGEST_HEADER))
        return got

    def _fetch(self, asked: Wanted) -> Fetched:
        before = self.wire_bytes

        def told(so_far: int, _whole: int | None) -> None:
            self.wire_bytes = before + so_far
            self._progress(self.wire_bytes, None)

        return fetch(asked, self._into, self._limits, now=self._now, progress=told)


class _Joined:
    """One file of all days, with one header: that of the newest. A day with other columns cannot stand in it."""

    def __init__(self, out: IO[bytes], header: bytes, most_bytes: int) -> None:
        self.size = 0
        self.digest = sha256()
        self._out = out
        self._header = header
        self._most_bytes = most_bytes

    def takes(self, source: IO[bytes]) -> bool:
        """Whether its columns are those of the others; if so, its rows are here now."""
        first = source.readline(_LONGEST_HEADER)
        if _header_of(first) != self._header:
            return False
        if not self._header or not self.size:
            self._write(first.removeprefix(_MARK))
        last = first
        while piece := source.read(_PIECE_BYTES):
            self._write(piece)
            last = piece
        if not last.endswith(b"\n"):
            self._write(b"\n")
        return True

    def _write(self, piece: bytes) -> None:
        self.size += len(piece)
        if self.size > self._most_bytes:
            raise too_large(self._most_bytes)
        self.digest.update(piece)
        self._out.write(piece)


def _joined(
    days: list[date], files: DayFiles, into: Path, limits: Limits, wire_bytes: int
) -> DatedList:
    left_out = []
    with into.open("wb") as out:
        with _readable(files, days[-1]) as newest:
            joined = _Joined(out, _header_of(newest.readline(_LONGEST_HEADER)), limits.bytes)
        for day in days:
            with _readable(files, day) as source:
                if not joined.takes(source):
                    left_out.append(day)
    info = files.info(days[-1])
    last_modified = info.last_modified if info else ""
    fetched = Fetched(wire_bytes, joined.size, joined.digest.hexdigest(), "", last_modified)
    return DatedList(fetched, _remarks(left_out))


@contextmanager
def _readable(files: DayFiles, day: date) -> Iterator[IO[bytes]]:
    try:
        with files.opened(day) as source:
            yield source
    except (EOFError, OSError, zlib.error) as error:
        files.forget(day)
        raise ListAwayError(
            msg(
                "its file of %(day)s is damaged here; the next sync fetches it again",
                day=day.isoformat(),
            )
        ) from error


def _header_of(line: bytes) -> bytes:
    """The titles of its columns; empty where it is a row. `UntrustedListError` for what is not made of lines."""
    plain = line.removeprefix(_MARK).strip()
    if plain[:1] in {b"[", b"{", b"<"}:
        raise UntrustedListError(msg("a list of a file a day must be a table or plain text"))
    return b"" if _NUMBER.search(plain) else plain


def _remarks(left_out: list[date]) -> tuple[Message, ...]:
    if not left_out:
        return ()
    return (
        counted(
            "the file of %(day)s has other columns than the newest one, and was left out",
            "the files of %(n)d days, the last of them %(day)s, have other columns than the newest one, and were left out",
            len(left_out),
            day=left_out[-1].isoformat(),
        ),
    )


def _unusable(days: dict[date, UntrustedListError]) -> tuple[Message, ...]:
    if not days:
        return ()
    day, error = next(iter(days.items()))
    return (
        counted(
            "the file of %(day)s was left out: %(reason)s",
            "the files of %(n)d days were left out, the last of them %(day)s: %(reason)s",
            len(days),
            day=day.isoformat(),
            reason=error.sentence,
        ),
    )
