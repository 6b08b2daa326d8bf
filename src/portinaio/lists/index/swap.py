"""Puts a finished file in the place of the one before, in one step that a power cut cannot halve."""

from __future__ import annotations

import os
import time
from hashlib import sha256
from typing import TYPE_CHECKING

from portinaio.lists.index import layout, swap_counter
from portinaio.lists.index.layout import HEADER_BYTES, Header

if TYPE_CHECKING:
    from pathlib import Path

_READ_BYTES = 1 << 20


def install(fresh: Path, path: Path) -> None:
    """`fresh` becomes `path`. Who has the old file open reads on in it."""
    before_ns = path.parent.stat().st_mtime_ns
    fresh.replace(path)
    announce(path.parent, before_ns)


def withdraw(path: Path) -> None:
    """Removes a file that is no longer wanted, if it is there."""
    before_ns = path.parent.stat().st_mtime_ns
    path.unlink(missing_ok=True)
    announce(path.parent, before_ns)


def announce(folder: Path, before_ns: int) -> None:
    """Flushes the folder, and gives it a time that it has never had: `OpenLists` looks at that alone.

    The kernel's own goes on in ticks, and in one of them a second process may have put another list in its place.
    """
    swap_counter.bump()
    os.utime(folder, ns=(folder.stat().st_atime_ns, max(before_ns + 1, time.time_ns())))
    flush(folder)


def flush(folder: Path) -> None:
    """To disk, the names of its files."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def note_checked(path: Path, day: int) -> None:
    """That the list is still so on this day. Eight bytes at once, so nobody sees half of them, and who has it open sees all."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.pwrite(descriptor, layout.checked(day), layout.CHECKED_AT)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def verified(path: Path, name: str) -> Header:
    """The header of a file whose every byte is as it was written; `UntrustedListError` for any other."""
    with path.open("rb") as file:
        size_bytes = os.fstat(file.fileno()).st_size
        header = layout.read_header(file.read(HEADER_BYTES), size_bytes, name)
        digest = sha256()
        while data := file.read(_READ_BYTES):
            digest.update(data)
    if digest.digest() != header.digest:
        raise layout.torn(name)
    return header
