"""A process of its own: writes one list in one format, and ends. `python -m` this, the list's index, the format, where to."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.daemon.gateway.derived.list_formats import write
from portinaio.lists.index.reader import ListIndex

if TYPE_CHECKING:
    from typing_extensions import Buffer

    from portinaio.core.evidence import Evidence

NICE = 10  # calls come first
LARGEST_BYTES = 256 << 20  # of a file: ten million numbers as plain text
PIECE_BYTES = 1 << 16
TOO_LARGE = 3
"""Status of the process where the file would be larger."""


class _TooLargeError(Exception):
    pass


class _Bounded(io.FileIO):
    left = LARGEST_BYTES

    def write(self, data: Buffer) -> int:
        self.left -= memoryview(data).nbytes
        if self.left < 0:
            raise _TooLargeError
        return super().write(data) or 0


def main(arguments: list[str]) -> int:
    source, format_id, target = arguments
    os.nice(NICE)
    fresh = Path(f"{target}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with io.BufferedWriter(_Bounded(descriptor, "wb"), PIECE_BYTES) as out:
            write(format_id, map(_as_told, ListIndex.open(source).rows()), out)
    except _TooLargeError:
        fresh.unlink()
        return TOO_LARGE
    fresh.replace(target)
    return 0


def _as_told(row: Evidence) -> Evidence:
    """Without a day that the list has never said."""
    return row._replace(last_day=0) if row.seen else row


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
