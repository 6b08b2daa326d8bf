"""What a list site has, as the one target that is signed says it. MessagePack of `Manifest`; everything else is named by SHA-256.

The chunks of the snapshot stand in a table of their own, which the manifest names: who follows the changes needs none of it, and
at ten million rows it has 30 kB.

A site counts how often its rows have changed: the serial. The snapshot is of an earlier one, and changes lead from there to
now; each says the state of what it names as it is at its end, so it may be laid over any serial from its beginning on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from portinaio.core.message import msg
from portinaio.errors import UntrustedListError

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = 1
TARGET = "list.manifest"
LARGEST_BYTES = 1 << 20
LARGEST_TABLE = 1 << 19  # bytes; of ten million rows it has 30 kB
MOST_CHUNKS = 4_096
MOST_CHANGES = 256
LONGEST_TEXT = 300
DIGEST_BYTES = 32
_TOO_LARGE = 1 << 63


class Chunk(msgspec.Struct, frozen=True, array_like=True):
    """Rows of a snapshot of one calling code, in the order of their keys."""

    digest: bytes
    low: int
    """Key of its first row."""
    rows: int
    size: int
    """Bytes on the wire."""
    wide: bool = False
    """Beginnings and stretches, else single numbers."""


class Change(msgspec.Struct, frozen=True, array_like=True):
    """Rows that came or are told otherwise, and keys that went, between two serials."""

    digest: bytes
    begin: int
    end: int
    day: int
    """On which it was published; a proleptic ordinal."""
    rows: int
    gone: int
    size: int


class Shards(msgspec.Struct, frozen=True, array_like=True):
    """Of a site that can be asked about one number: see `lists.site.shards`."""

    digits: int
    """Hexadecimal, of the hash, that name a shard."""
    root: bytes


class About(msgspec.Struct, frozen=True):
    title: str = ""
    publisher: str = ""
    licence: str = ""
    homepage: str = ""
    source: str = ""
    """Where its numbers come from, in the publisher's words."""
    appeal: str = ""
    """Where the owner of a number turns to: an address of mail or of a page."""


class Manifest(msgspec.Struct, frozen=True):
    version: int
    serial: int
    day: int
    """On which its rows last changed; a proleptic ordinal."""
    rows: int
    about: About
    snapshot_serial: int
    snapshot_day: int
    table: bytes
    """Digest of the table of its chunks."""
    table_size: int
    snapshot_bytes: int
    """Of all its chunks."""
    changes: tuple[Change, ...]
    """Ascending; one after the other they lead from the oldest kept serial, or the snapshot's, to `serial`."""
    shards: Shards | None = None

    def since(self, serial: int) -> tuple[Change, ...] | None:
        """What leads from `serial` to now; `None` where it is too long ago, or was never reached."""
        if serial > self.serial:
            return None
        wanted = tuple(change for change in self.changes if change.end > serial)
        if serial < self.serial and (not wanted or wanted[0].begin > serial):
            return None
        return wanted

    @property
    def digests(self) -> Iterator[bytes]:
        """Of its table, its changes and its shards."""
        yield self.table
        yield from (change.digest for change in self.changes)
        if self.shards:
            yield self.shards.root


def write_manifest(manifest: Manifest) -> bytes:
    return msgspec.msgpack.encode(manifest)


def read_manifest(data: bytes) -> Manifest:
    """`UntrustedListError` for one that contradicts itself, or is of a later kind."""
    try:
        manifest = msgspec.msgpack.decode(data, type=Manifest)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise _senseless() from error
    if manifest.version != VERSION:
        raise UntrustedListError(
            msg(
                "the site is of version %(n)d, which this version does not know",
                n=manifest.version,
            )
        )
    if not _is_whole(manifest):
        raise _senseless()
    return manifest


def write_table(chunks: tuple[Chunk, ...]) -> bytes:
    return msgspec.msgpack.encode(chunks)


def read_table(data: bytes) -> tuple[Chunk, ...]:
    """`UntrustedListError` for what is none."""
    try:
        chunks = msgspec.msgpack.decode(data, type=tuple[Chunk, ...])
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise _senseless() from error
    counts = [0, *(n for chunk in chunks for n in (chunk.low, chunk.rows, chunk.size))]
    if (
        len(chunks) > MOST_CHUNKS
        or any(len(chunk.digest) != DIGEST_BYTES for chunk in chunks)
        or min(counts) < 0
        or max(counts) >= _TOO_LARGE
    ):
        raise _senseless()
    return chunks


def _is_whole(manifest: Manifest) -> bool:
    changes = manifest.changes
    if len(changes) > MOST_CHANGES:
        return False
    if any(len(digest) != DIGEST_BYTES for digest in manifest.digests):
        return False
    if any(len(text) > LONGEST_TEXT for text in msgspec.structs.astuple(manifest.about)):
        return False
    ends = [change.end for change in changes]
    begins = [change.begin for change in changes]
    linked = all(begin == end for begin, end in zip(begins[1:], ends[:-1], strict=True))
    forward = all(change.begin < change.end for change in changes)
    counts = [manifest.serial, manifest.day, manifest.rows, manifest.snapshot_serial]
    counts += [manifest.table_size, manifest.snapshot_bytes]
    counts += [
        n for change in changes for n in (change.begin, change.rows, change.gone, change.size)
    ]
    return (
        linked
        and forward
        and min(counts) >= 0
        and max(counts) < _TOO_LARGE
        and (ends[-1] if ends else manifest.snapshot_serial) == manifest.serial
        and manifest.since(manifest.snapshot_serial) is not None
    )


def _senseless() -> UntrustedListError:
    return UntrustedListError(msg("what the site says of its parts makes no sense"))
