"""Why the system refused something, in words that can be translated: its own are English on most machines."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from portinaio.core.message import Message, msg

if TYPE_CHECKING:
    from collections.abc import Mapping

REASONS: Mapping[int, Message] = {
    errno.EACCES: msg("permission denied"),
    errno.EADDRINUSE: msg("address already in use"),
    errno.EADDRNOTAVAIL: msg("this computer does not have that address"),
    errno.ECONNREFUSED: msg("connection refused"),
    errno.EDQUOT: msg("your share of the disk is used up"),
    errno.EEXIST: msg("it exists already"),
    errno.EFBIG: msg("the file is too large"),
    errno.EIO: msg("the disk cannot be read or written"),
    errno.EISDIR: msg("it is a folder"),
    errno.ELOOP: msg("its links lead in a circle"),
    errno.EMFILE: msg("too many open files"),
    errno.ENAMETOOLONG: msg("the name is too long"),
    errno.ENODEV: msg("it is a device, not a file"),
    errno.ENOENT: msg("no such file or folder"),
    errno.ENOSPC: msg("no space left on the disk"),
    errno.ENOTDIR: msg("a part of the path is no folder"),
    errno.ENXIO: msg("it is a socket, or nobody is at its other end"),
    errno.EPERM: msg("this is not permitted"),
    errno.EPIPE: msg("the other side has gone"),
    errno.EROFS: msg("the disk can only be read"),
    errno.ESPIPE: msg("it is a pipe, not a file"),
    errno.ETIMEDOUT: msg("no answer came in time"),
}
"""By error number, as errno(3) has them."""


def reason(error: Exception) -> Message:
    """Of an `OSError` the reason alone, without number and path; of other exceptions what they say."""
    known = REASONS.get(error.errno or 0) if isinstance(error, OSError) else None
    return known or Message(getattr(error, "strerror", None) or str(error) or type(error).__name__)
