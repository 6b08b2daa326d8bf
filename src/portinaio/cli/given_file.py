"""A file that the user names on the command line."""

from __future__ import annotations

import errno
import os
import select
import stat
from typing import TYPE_CHECKING

from portinaio.config.regular_file import refuse_irregular
from portinaio.core.message import msg
from portinaio.core.reason import reason
from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_MIB = 32  # an address book with photographs has some megabytes
PATIENCE_S = 60.0  # with a pipe, such as <(gunzip -c book.vcf.gz), for each piece
_PIECE_BYTES = 1 << 16


def content_of(name: str) -> bytes:
    """Its bytes. `PortinaioError` where there is no such file, or it is too large."""
    content = beginning_of(name, (LARGEST_MIB << 20) + 1)
    if len(content) > LARGEST_MIB << 20:
        raise PortinaioError(
            msg("%(file)s is larger than %(n)d MiB", file=name[:200], n=LARGEST_MIB)
        )
    return content


def beginning_of(name: str, most_bytes: int) -> bytes:
    """Its first bytes, for who says by himself what is too large."""
    content = bytearray()
    try:
        for piece in _pieces(name):
            content += piece
            if len(content) >= most_bytes:
                break
    except (OSError, ValueError) as error:
        raise PortinaioError(
            msg("%(file)s cannot be read: %(reason)s", file=name[:200], reason=reason(error))
        ) from error
    return bytes(content[:most_bytes])


def _pieces(name: str) -> Iterator[bytes]:
    """Of a file or a pipe. A device, which need not end, is refused; so is a pipe that nothing comes from."""
    descriptor = os.open(name, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        pipe = stat.S_ISFIFO(os.fstat(descriptor).st_mode)
        if not pipe:
            refuse_irregular(descriptor, name)
        while True:
            if pipe:
                _await(descriptor)
            piece = os.read(descriptor, _PIECE_BYTES)
            if not piece:
                return
            yield piece
    finally:
        os.close(descriptor)


def _await(pipe: int) -> None:
    """Until something comes, or its other end is closed."""
    watch = select.poll()
    watch.register(pipe, select.POLLIN)
    if not watch.poll(PATIENCE_S * 1000):
        raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
