"""The files of a list that comes as one a day, as they were fetched: `.days/NAME/2026-11-27`.

Each begins with one line of JSON that says where it came from, then comes gzip. A day that has no file is kept as such.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from io import BufferedReader
    from pathlib import Path

_LONGEST_LINE = 1 << 14
_COPY_BYTES = 1 << 20


class DayInfo(NamedTuple):
    url: str
    """Of the list, with the place of the day in it."""
    etag: str = ""
    last_modified: str = ""
    missing: bool = False
    """There is no file of this day, as on a holiday."""


class DayFiles:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def info(self, day: date) -> DayInfo | None:
        """`None` where nobody has asked for it yet, or what was kept cannot be read."""
        try:
            with (self._folder / day.isoformat()).open("rb") as file:
                return DayInfo(**json.loads(file.readline(_LONGEST_LINE)))
        except (OSError, ValueError, TypeError, RecursionError):
            return None

    def keep(self, day: date, info: DayInfo, download: Path | None) -> None:
        """In one step, so that a power cut leaves the old one or the new one."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = self._folder / f"{day.isoformat()}.tmp"
        with fresh.open("wb") as out:
            out.write(json.dumps(info._asdict()).encode() + b"\n")
            if download:
                with (
                    download.open("rb") as source,
                    gzip.GzipFile("", "wb", compresslevel=6, fileobj=out, mtime=0) as packed,
                ):
                    shutil.copyfileobj(source, packed, _COPY_BYTES)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(self._folder / day.isoformat())

    def forget(self, day: date) -> None:
        (self._folder / day.isoformat()).unlink(missing_ok=True)

    def forget_before(self, first: date) -> None:
        """What no list is made of any more, and what a sync that was killed has left."""
        wanted = first.isoformat()
        for file in self._folder.iterdir() if self._folder.exists() else ():
            if file.name < wanted or file.suffix:
                file.unlink(missing_ok=True)

    @contextmanager
    def opened(self, day: date) -> Iterator[BufferedReader]:
        """The bytes of one that is there; `EOFError`, `zlib.error` or `OSError` where it is damaged."""
        with (self._folder / day.isoformat()).open("rb") as file:
            file.readline(_LONGEST_LINE)
            with gzip.GzipFile(fileobj=file) as source:
                yield source  # type: ignore[misc]  # all that is read of it is `read`
