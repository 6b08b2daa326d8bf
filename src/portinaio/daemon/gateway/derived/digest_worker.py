"""A process of its own: makes the digests of one list, and ends. `python -m` this, the list's index, where to write."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from portinaio.daemon.gateway.derived.digest_table import write
from portinaio.lists.index.reader import ListIndex

NICE = 10  # calls come first


def main(arguments: list[str]) -> None:
    source, target = map(Path, arguments)
    os.nice(NICE)
    write(ListIndex.open(source), target)


if __name__ == "__main__":
    main(sys.argv[1:])
