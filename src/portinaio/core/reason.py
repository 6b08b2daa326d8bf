"""Why the system refused something, in words that can be translated: its own are English on most machines."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from portinaio.core.message import Message, msg

if TYPE_CHECKING:
    import ssl
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
UNNAMED = msg("its name cannot be found; is the network up, and is it spelt so?")
_DOUBTS: Mapping[int, Message] = {
    9: msg("it is not valid yet; is the clock of this computer right?"),
    10: msg("it has expired"),
    18: msg("self-signed certificate"),
    19: msg("self-signed certificate"),
    20: msg("nobody who is trusted has signed it"),
    21: msg("nobody who is trusted has signed it"),
    62: msg("it belongs to another server"),
    64: msg("it belongs to another server"),
}
"""By the number that OpenSSL has for what is wrong with a certificate (x509_vfy.h)."""


def reason(error: Exception) -> Message:
    """Of an `OSError` the reason alone, without number and path; of other exceptions what they say."""
    known = system_reason(error) if isinstance(error, OSError) else None
    return known or Message(getattr(error, "strerror", None) or str(error) or type(error).__name__)


def system_reason(error: OSError) -> Message | None:
    """In words of ours, where we have some."""
    if (
        type(error).__name__ == "gaierror"
    ):  # of `socket`, which has no place here; its numbers are its own
        return UNNAMED
    return REASONS.get(error.errno or 0)


def doubt(error: ssl.SSLCertVerificationError) -> Message:
    """What is wrong with a certificate."""
    return _DOUBTS.get(error.verify_code) or Message("%(said)s", {"said": error.verify_message})
