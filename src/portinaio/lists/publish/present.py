"""What a site publishes now, read back from its own folder: so it can be updated from any computer that has it and its keys."""

from __future__ import annotations

from bisect import bisect_left
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import msg
from portinaio.errors import UntrustedListError
from portinaio.lists.site.changes import bodies_of
from portinaio.lists.site.cuts import code_of
from portinaio.lists.site.joined import CHANGED, MOST_OPERATIONS
from portinaio.lists.site.manifest import read_table
from portinaio.lists.site.planes import MOST_ROWS, Rows, decode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portinaio.lists.publish.folder import SiteFolder
    from portinaio.lists.site.changes import Changed
    from portinaio.lists.site.manifest import Change, Chunk, Manifest
    from portinaio.lists.site.planes import Row
    from portinaio.lists.site.seal import Seal


class Stored(NamedTuple):
    digest: bytes
    size: int


class Parts:
    """What is named by its hash, as it lies in the folder: sealed where the site is private."""

    def __init__(self, folder: SiteFolder, seal: Seal | None) -> None:
        self._folder = folder
        self._seal = seal

    def store(self, body: bytes) -> Stored:
        data = self._seal.close(body) if self._seal else body
        digest = sha256(data).digest()
        self._folder.put(f"data/{digest.hex()}", data, part=True)
        return Stored(digest, len(data))

    def read(self, digest: bytes) -> bytes:
        data = self._folder.read(f"data/{digest.hex()}")
        if data is None or sha256(data).digest() != digest:
            raise UntrustedListError(msg("a part of the list is another one than was signed"))
        return self._seal.open(data) if self._seal else data


class Present:
    def __init__(self, stored: Parts, manifest: Manifest) -> None:
        self._stored = stored
        self.manifest = manifest
        self.chunks = read_table(stored.read(manifest.table))
        changed: Changed = {}
        for change in manifest.since(manifest.snapshot_serial) or ():
            changed.update(self.change(change))
        self._changed = changed
        self._lows = sorted(low for low, high in changed if low == high)

    @property
    def operations(self) -> int:
        """How many changes a client that starts afresh lays over the snapshot."""
        return len(self._changed)

    def codes(self) -> set[str]:
        of_chunks = {code_of(chunk.low, chunk.low) for chunk in self.chunks}
        return of_chunks | {code_of(*key) for key in self._changed}

    def cuts(self, code: str) -> list[Chunk]:
        """Chunks of single numbers that begin so, ascending."""
        return [c for c in self.chunks if not c.wide and code_of(c.low, c.low) == code]

    def singles(self, chunk: Chunk | None, begin: int, behind: int) -> dict[int, Row]:
        """By key, from one to before another; of the snapshot, as it is now."""
        rows = {row[0]: row for row in self._body(chunk)} if chunk else {}
        for place in range(bisect_left(self._lows, begin), bisect_left(self._lows, behind)):
            low = self._lows[place]
            row = self._changed[low, low]
            if row:
                rows[low] = row
            else:
                rows.pop(low, None)
        return rows

    def wide(self) -> dict[tuple[int, int], Row]:
        rows: Changed = {}
        for chunk in self.chunks:
            if chunk.wide:
                rows.update({(row[0], row[1]): row for row in self._body(chunk)})
        rows.update({key: row for key, row in self._changed.items() if key[0] != key[1]})
        return {key: row for key, row in rows.items() if row}

    def change(self, change: Change) -> Changed:
        changed: Changed = {}
        for kind, body in bodies_of(self._stored.read(change.digest)):
            for row in decode(body, MOST_OPERATIONS):
                changed[row[0], row[1]] = row if kind == CHANGED else None
        return changed

    def _body(self, chunk: Chunk) -> Rows:
        return decode(self._stored.read(chunk.digest), MOST_ROWS)


def rows_of(rows: Iterable[Row]) -> Rows:
    return Rows.of(sorted(rows, key=_key))


def _key(row: Row) -> tuple[int, int]:
    return row[0], row[1]
