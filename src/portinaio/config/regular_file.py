"""Opens a file that somebody has named, and nothing else that can bear a name.

A pipe into which nobody writes would hold whoever opens it for ever, and a device need never end. What was opened is
looked at, not the path before it: between a look and an opening another thing can be put there.
"""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from io import BufferedReader
    from pathlib import Path

_OTHERWISE = (
    (stat.S_ISDIR, errno.EISDIR),
    (stat.S_ISFIFO, errno.ESPIPE),
    (stat.S_ISSOCK, errno.ENXIO),
    (stat.S_ISCHR, errno.ENODEV),
    (stat.S_ISBLK, errno.ENODEV),
)
"""What may stand there, and the number with which `core.reason` says so."""


def open_regular(path: str | Path) -> BufferedReader:
    """As `open(path, "rb")`; `OSError` too where it is no regular file."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        refuse_irregular(descriptor, path)
    except OSError:
        os.close(descriptor)
        raise
    return os.fdopen(descriptor, "rb")


def refuse_irregular(descriptor: int, path: str | Path) -> None:
    """`OSError` unless the descriptor is that of a regular file."""
    mode = os.fstat(descriptor).st_mode
    for is_one, number in _OTHERWISE:
        if is_one(mode):
            raise OSError(number, os.strerror(number), str(path))
