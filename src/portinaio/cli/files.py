"""Files that the user names: read within bounds, or written for their owner only, whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import select
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.cli.apple_archive import is_archive, packed_archive
from portinaio.config.atomic_write import write_atomically
from portinaio.config.regular_file import refuse_irregular
from portinaio.core.message import msg
from portinaio.core.reason import reason
from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_MIB = 32  # an address book with photographs has some megabytes
_LARGEST_FOLDER = 256 << 20  # bytes, before they are packed
PATIENCE_S = 60.0  # with a pipe, such as <(gunzip -c book.vcf.gz), for each piece
_PIECE_BYTES = 1 << 16
_BACKUP = re.compile(rb"PK\x03\x04.{26}manifest\.json", re.DOTALL)  # a ZIP, by its first file


def read_file(name: str) -> bytes:
    """Its bytes. `PortinaioError` where there is no such file, or it is too large."""
    if is_archive(Path(name)):
        content = packed_archive(Path(name), _LARGEST_FOLDER)
    else:
        content = read_beginning(name, (LARGEST_MIB << 20) + 1)
    if len(content) > LARGEST_MIB << 20 and _BACKUP.match(content):
        what = msg("this is a backup of Portinaio; portinaio restore FILE puts it in place")
        raise PortinaioError(msg("%(file)s: %(what)s", file=name[:200], what=what))
    if len(content) > LARGEST_MIB << 20:
        raise PortinaioError(
            msg("%(file)s is larger than %(n)d MiB", file=name[:200], n=LARGEST_MIB)
        )
    return content


def read_beginning(name: str, most_bytes: int) -> bytes:
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


def write_private(path: Path, content: str | bytes) -> str:
    """Write through a file beside it, so that a full disk leaves what was there; the path. May raise `OSError`.

    A device or a pipe is written into, and not replaced by a file of its name.
    """
    data = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    if path.is_dir():
        raise PortinaioError(msg("%(path)s is a folder; name a file in it", path=str(path)))
    if path.exists() and not path.is_file():
        _write_into(path, data)
        return str(path)
    write_atomically(path, data)
    return str(path)


def to_stdout(content: bytes) -> None:
    """As it is: a binary list has no lines."""
    out = getattr(sys.stdout, "buffer", None)
    if out is None:
        raise PortinaioError(msg("the file cannot be written to this output; name one with --out"))
    sys.stdout.flush()
    out.write(content)
    out.flush()


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


def _write_into(path: Path, data: bytes) -> None:
    """`OSError` at once where it is a pipe from which nobody reads: to open that would wait for ever."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    os.set_blocking(descriptor, True)  # a reader may take its time
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
