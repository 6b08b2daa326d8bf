"""The parts of a site that a list is made of, fetched and put together as `lists.site.joined` has it."""

from __future__ import annotations

from hashlib import sha256
from typing import IO, TYPE_CHECKING, NamedTuple

from portinaio.core.message import msg
from portinaio.errors import ListGoneError, PartGoneError, UntrustedListError
from portinaio.lists.site.changes import bodies_of
from portinaio.lists.site.cuts import code_of
from portinaio.lists.site.joined import (
    CHUNK,
    GONE,
    HEAD,
    LARGEST_PART,
    MAGIC,
    MOST_OPERATIONS,
    PART,
)
from portinaio.lists.site.manifest import LARGEST_TABLE, read_table
from portinaio.lists.site.planes import LARGEST_BYTES, MOST_ROWS, Rows, decode, encode
from portinaio.lists.site.seal import OVERHEAD_BYTES
from portinaio.lists.site.shards import told_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from portinaio.lists.site.manifest import Change, Chunk, Manifest, Shards
    from portinaio.lists.site.seal import Seal
    from portinaio.lists.site.shards import Told
    from portinaio.lists.sync.site.server import SiteServer


class Put(NamedTuple):
    bytes: int
    digest: str
    """SHA-256 of the download."""


class Parts:
    def __init__(self, server: SiteServer, codes: Collection[str], seal: Seal | None) -> None:
        """Of numbers that begin with one of `codes`; all where none is named. `seal` opens those of a private site."""
        self._server = server
        self._seal = seal
        self._codes = frozenset(codes)

    def whole(self, manifest: Manifest, into: Path) -> Put:
        changes = manifest.since(manifest.snapshot_serial) or ()
        table = self._fetched(manifest.table, min(manifest.table_size, LARGEST_TABLE))
        wanted = [chunk for chunk in read_table(table) if self._is_wanted(chunk)]
        return self._put(manifest.serial, changes, wanted, into)

    def changes(self, manifest: Manifest, changes: Iterable[Change], into: Path) -> Put:
        return self._put(manifest.serial, tuple(changes), (), into)

    def told_of(self, number: str, shards: Shards) -> Told | None:
        return told_of(
            number, shards, lambda digest, most: self._fetched(digest, most + OVERHEAD_BYTES)
        )

    def _is_wanted(self, chunk: Chunk) -> bool:
        return not self._codes or code_of(chunk.low, chunk.low) in self._codes

    def _put(
        self, serial: int, changes: Iterable[Change], chunks: Iterable[Chunk], into: Path
    ) -> Put:
        total, digest = 0, sha256()

        def write(out: IO[bytes], data: bytes) -> None:
            nonlocal total
            out.write(data)
            digest.update(data)
            total += len(data)

        with into.open("wb") as out:
            write(out, HEAD.pack(MAGIC, serial))
            operations = 0
            for change in changes:
                operations += change.rows + change.gone
                if operations > MOST_OPERATIONS:
                    raise UntrustedListError(
                        msg("the site has more changes than its list has rows")
                    )
                for kind, body in self._change(change):
                    write(out, PART.pack(kind, len(body)) + body)
            for chunk in chunks:
                if chunk.rows > MOST_ROWS:
                    raise _not_as_signed()
                body = self._fetched(chunk.digest, min(chunk.size, LARGEST_BYTES))
                self._refuse_other_country(body)
                write(out, PART.pack(CHUNK, len(body)) + body)
        return Put(total, digest.hexdigest())

    def _refuse_other_country(self, body: bytes) -> None:
        """A table that calls a chunk one of a country that is wanted could bring any other; a chunk holds those of one."""
        if self._codes:
            lows, highs = decode(body, MOST_ROWS).columns[:2]
            if not lows or code_of(lows[0], max(highs)) not in self._codes:
                raise UntrustedListError(msg("what the site says of its parts makes no sense"))

    def _change(self, change: Change) -> Iterable[tuple[int, bytes]]:
        data = self._fetched(change.digest, min(change.size, LARGEST_PART))
        for kind, body in bodies_of(data):
            if not self._codes:
                yield kind, body
                continue
            most = change.gone if kind == GONE else change.rows
            rows = [row for row in decode(body, most) if code_of(row[0], row[1]) in self._codes]
            yield kind, encode(Rows.of(rows))

    def _fetched(self, digest: bytes, size: int) -> bytes:
        name = digest.hex()
        try:
            data = self._server.read(f"data/{name}", size)
        except ListGoneError as error:
            raise PartGoneError(
                msg("a part of the list is missing: data/%(name)s", name=name)
            ) from error
        if sha256(data).digest() != digest:
            raise _not_as_signed()
        return self._seal.open(data) if self._seal else data


def _not_as_signed() -> UntrustedListError:
    return UntrustedListError(msg("a part of the list is another one than was signed"))
