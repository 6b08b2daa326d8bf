"""Rows of a list in the order of their keys, however many there are: sorted runs on disk, merged while they are read."""

from __future__ import annotations

import tempfile
from bisect import bisect_right
from itertools import islice
from typing import IO, TYPE_CHECKING

from portinaio.lists.index import layout
from portinaio.lists.index.packing import ROW, ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

RUN_ROWS = 1 << 16  # rows sorted at once: 6 MiB
FAN_IN = 128  # runs merged at once; each holds a file open
BATCH = 1 << 13  # rows given back at once
_READ_ROWS = 1 << 15  # of all runs, held at once: 3 MiB
_FEWEST_READ = 128  # rows, of each of many runs
LONGEST_COMPANY = 200  # characters; a name, not an essay
_MOST_NAMES = 10_000  # kept in memory; the same name may then be kept twice


class Names:
    """Companies met on the way, kept on disk, since every row may bring its own."""

    def __init__(self, workdir: Path) -> None:
        self.file = tempfile.TemporaryFile(dir=workdir)  # noqa: SIM115  # closed by `close`
        self._end = 1
        self._recent: dict[str, int] = {}
        self._asked: dict[int, str] = {}

    def place(self, name: str) -> int:
        """Where `name` is kept from now on; 0 for none."""
        if (known := self._recent.get(name)) is not None:
            return known
        name = name[:LONGEST_COMPANY].strip()
        if not name:
            return 0
        if (known := self._recent.get(name)) is not None:
            return known
        if len(self._recent) > _MOST_NAMES:
            self._recent.clear()
        data = name.encode("utf-8", "replace")
        place = self._recent[name] = self._end
        self.file.write(len(data).to_bytes(2, "little") + data)
        self._end += 2 + len(data)
        if self._end > 0xFFFF_FFFF:
            raise layout.too_many_names()
        return place

    def name(self, place: int) -> str:
        if not place:
            return ""
        if (known := self._asked.get(place)) is not None:
            return known
        if len(self._asked) > _MOST_NAMES:
            self._asked.clear()
        self.file.seek(place - 1)
        size_bytes = int.from_bytes(self.file.read(2), "little")
        name = self._asked[place] = self.file.read(size_bytes).decode()
        return name

    def close(self) -> None:
        self.file.close()


class Sorter:
    """Takes packed rows in any order, gives them back sorted."""

    def __init__(self, workdir: Path) -> None:
        self._workdir = workdir
        self._rows: list[bytes] = []
        self._runs: list[IO[bytes]] = []

    def add(self, data: bytes) -> None:
        self._rows.append(data)
        if len(self._rows) >= RUN_ROWS:
            self._spill()

    def extend(self, batches: Iterable[list[bytes]]) -> None:
        for rows in batches:
            self._rows += rows
            if len(self._rows) >= RUN_ROWS:
                self._spill()

    def sorted(self) -> Iterator[list[bytes]]:
        """All of them, some thousands at a time."""
        if self._runs and self._rows:
            self._spill()
        if self._runs:
            return _merged(self._runs)
        self._rows.sort()
        return batches(self._rows)

    def _spill(self) -> None:
        self._rows.sort()
        if len(self._runs) == FAN_IN:
            merged = self._written(_merged(self._runs))
            self.close()
            self._runs = [merged]
        self._runs.append(self._written(batches(self._rows)))
        self._rows = []

    def _written(self, rows: Iterable[list[bytes]]) -> IO[bytes]:
        file = tempfile.TemporaryFile(dir=self._workdir)  # noqa: SIM115  # closed by `close`
        file.writelines(map(b"".join, rows))
        return file

    def close(self) -> None:
        for run in self._runs:
            run.close()
        self._runs = []


def batches(rows: Iterable[bytes]) -> Iterator[list[bytes]]:
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        yield batch


def _merged(runs: list[IO[bytes]]) -> Iterator[list[bytes]]:
    """The interpreter's own sort finds the runs in what it is given, and merges them without a line of ours in between."""
    blocks: list[list[bytes]] = [[] for _ in runs]
    at_once = max(_READ_ROWS // len(runs), _FEWEST_READ)
    for run in runs:
        run.seek(0)
    waiting = set(range(len(runs)))
    while any(blocks) or waiting:
        for place in [place for place in waiting if not blocks[place]]:
            blocks[place] = _read(runs[place], at_once)
            if len(blocks[place]) < at_once:
                waiting.discard(place)
        # What is not above the last row of every block that goes on behind it can come from nowhere else.
        border = min((blocks[place][-1] for place in waiting), default=None)
        ready: list[bytes] = []
        for place, block in enumerate(blocks):
            cut = len(block) if border is None else bisect_right(block, border)
            ready += block[:cut]
            blocks[place] = block[cut:]
        ready.sort()
        yield ready


def _read(run: IO[bytes], most: int) -> list[bytes]:
    return ROWS.apart(run.read(most * ROW.size))
