"""Why the system refused something, in words that can be translated: its own are English on most machines."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from portinaio.core.words import Words, words

if TYPE_CHECKING:
    from collections.abc import Mapping

REASONS: Mapping[int, Words] = {
    errno.EACCES: words("permission denied"),
    errno.EADDRINUSE: words("address already in use"),
    errno.EADDRNOTAVAIL: words("this computer does not have that address"),
    errno.ECONNREFUSED: words("connection refused"),
    errno.EDQUOT: words("your share of the disk is used up"),
    errno.EEXIST: words("it exists already"),
    errno.EFBIG: words("the file is too large"),
    errno.EIO: words("the disk cannot be read or written"),
    errno.EISDIR: words("it is a folder"),
    errno.ELOOP: words("its links lead in a circle"),
    errno.EMFILE: words("too many open files"),
    errno.ENAMETOOLONG: words("the name is too long"),
    errno.ENODEV: words("it is a device, not a file"),
    errno.ENOENT: words("no such file or folder"),
    errno.ENOSPC: words("no space left on the disk"),
    errno.ENOTDIR: words("a part of the path is no folder"),
    errno.ENXIO: words("it is a socket, or nobody is at its other end"),
    errno.EPERM: words("this is not permitted"),
    errno.EPIPE: words("the other side has gone"),
    errno.EROFS: words("the disk can only be read"),
    errno.ESPIPE: words("it is a pipe, not a file"),
    errno.ETIMEDOUT: words("no answer came in time"),
}
"""By error number, as errno(3) has them."""


def reason(error: Exception) -> Words:
    """Of an `OSError` the reason alone, without number and path; of other exceptions what they say."""
    known = REASONS.get(error.errno or 0) if isinstance(error, OSError) else None
    return known or Words(getattr(error, "strerror", None) or str(error) or type(error).__name__)
