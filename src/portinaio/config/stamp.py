"""What tells that a file is another than before, or that something was installed: times of change, cheap to ask for."""

from __future__ import annotations

import os
import sys

Stamp = list[int | str]
"""Fit for JSON: the path, and where there is such a file its time of change, size and number."""


def stamp(path: str) -> Stamp:
    try:
        found = os.stat(path)  # noqa: PTH116  # on the way of a cold `check`, where pathlib costs 5 ms
    except OSError:
        return [path]
    return [path, found.st_mtime_ns, found.st_size, found.st_ino]


def installed() -> list[Stamp]:
    """Of each folder in which packages lie, the same for the daemon and for whoever asks it.

    The first of the path is where the program itself lies, or where it was started; with -P, as the daemon is begun, it
    is not there.
    """
    return [stamp(folder) for folder in sys.path[0 if sys.flags.safe_path else 1 :]]
