"""Numbers for those who ask about one and hold none: cut by the first digits of a hash, so that the host learns no number.

    root     MessagePack of digests of up to 256 tables
    table    MessagePack of digests of up to 256 shards, empty where there is none
    shard    packed with zlib: u32 rows | rest of the hash, 6 bytes each | u16 reporters | u16 last day | u16 disputes

The hash is SHA-256 of the number in E.164. Its first digits, as many as make a shard of up to some 256 rows, are the place of the shard;
the last two of them that in its table. Whoever asks fetches root, table and shard by their digests: of a list of a million rows a shard
is asked for by 24,000 of a country's hundred million numbers. Counts and days are as `planes` has them.
"""

from __future__ import annotations

import struct
import zlib
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from portinaio.core.message import msg
from portinaio.core.numbers.pattern import digits_of
from portinaio.errors import UntrustedListError
from portinaio.lists.site.manifest import DIGEST_BYTES, Shards

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from portinaio.lists.site.planes import Row

ROWS = 256  # of a shard, about
MOST_DIGITS = 4
LARGEST_TABLE = 256 * (DIGEST_BYTES + 2) + 8
LARGEST_SHARD = 1 << 18  # bytes on the wire; of twenty million rows one has 5 kB
_REST = 6
_MOST_ROWS = 20_000
_COUNT = struct.Struct("<I")
_NOTHING = b""
_TOLD = struct.Struct("<HHH")
_ENCODE = msgspec.msgpack.encode


class Told(NamedTuple):
    reporters: int
    last: int
    disputes: int


class Cut:
    """Rows, gathered until all are there. A million of them take 15 MiB."""

    def __init__(self, rows: int, before: int | None = None) -> None:
        """For about so many. As many digits as `before` while they nearly fit: with others every shard is another one."""
        self.digits = next((n for n in range(MOST_DIGITS) if rows <= ROWS << 4 * n), MOST_DIGITS)
        if before is not None and _nearly_fit(rows, min(before, MOST_DIGITS)):
            self.digits = before
        self._rows = [bytearray() for _ in range(1 << 4 * self.digits)]

    def add(self, rows: Iterable[Row]) -> None:
        """Single numbers among them; blocks are no number that somebody could ask about."""
        for low, high, last, _, reporters, _, disputes, _, _ in rows:
            if low == high:
                place, rest = _place(digits_of(low), self.digits)
                self._rows[place] += rest + _TOLD.pack(reporters, last, disputes)

    def stored(self, store: Callable[[bytes], bytes]) -> Shards:
        """`store` keeps a part and says its digest."""
        shards = [store(_shard(rows)) if rows else _NOTHING for rows in self._rows]
        tables = [store(_ENCODE(shards[at : at + 256])) for at in range(0, len(shards), 256)]
        return Shards(self.digits, store(_ENCODE(tables)))


def _nearly_fit(rows: int, digits: int) -> bool:
    """Twice as many rows of a shard as there should be, or half of the fewest."""
    return ROWS << 4 * digits >> 5 < rows <= ROWS << 4 * digits + 1


def told_of(number: str, shards: Shards, fetch: Callable[[bytes, int], bytes]) -> Told | None:
    """What is said of an E.164 number; `None` where it is not listed. `fetch` takes a digest and how large the part may be."""
    if not 0 <= shards.digits <= MOST_DIGITS:
        raise _senseless()
    place, rest = _place(number.removeprefix("+"), shards.digits)
    table = _digest(fetch(shards.root, LARGEST_TABLE), place >> 8)
    digest = _digest(fetch(table, LARGEST_TABLE), place & 0xFF) if table else _NOTHING
    return _found(fetch(digest, LARGEST_SHARD), rest) if digest else None


def parts_of(shards: Shards, read: Callable[[bytes], bytes]) -> set[bytes]:
    """Digests of all that belongs to them."""
    found = {shards.root}
    for table in _table(read(shards.root)):
        found.add(table)
        found.update(_table(read(table)))
    return found - {_NOTHING}


def _place(digits: str, hex_digits: int) -> tuple[int, bytes]:
    digest = sha256(f"+{digits}".encode()).digest()
    return int.from_bytes(digest[:2]) >> 16 - 4 * hex_digits, digest[2 : 2 + _REST]


def _shard(rows: bytes | bytearray) -> bytes:
    size = _REST + _TOLD.size
    ordered = sorted(bytes(rows[at : at + size]) for at in range(0, len(rows), size))
    rests = b"".join(row[:_REST] for row in ordered)
    columns = [b"".join(row[at : at + 2] for row in ordered) for at in range(_REST, size, 2)]
    return zlib.compress(b"".join((_COUNT.pack(len(ordered)), rests, *columns)), 9)


def _found(data: bytes, rest: bytes) -> Told | None:
    width = _REST + _TOLD.size
    unpacker = zlib.decompressobj()
    try:
        plain = unpacker.decompress(data, _COUNT.size + width * _MOST_ROWS)
        (count,) = _COUNT.unpack_from(plain)
    except (zlib.error, struct.error) as error:
        raise _senseless() from error
    if not unpacker.eof or len(plain) != _COUNT.size + width * count:
        raise _senseless()
    begin, behind = _COUNT.size, _COUNT.size + _REST * count
    at = next((at for at in range(begin, behind, _REST) if plain[at : at + _REST] == rest), None)
    if at is None:
        return None
    row = (at - begin) // _REST
    values = struct.unpack_from(f"<{3 * count}H", plain, behind)
    return Told(*values[row::count])


def _digest(table: bytes, place: int) -> bytes:
    digests = _table(table)
    if place >= len(digests):
        raise _senseless()
    return digests[place]


def _table(data: bytes) -> tuple[bytes, ...]:
    try:
        digests = msgspec.msgpack.decode(data, type=tuple[bytes, ...])
    except (msgspec.DecodeError, ValueError) as error:
        raise _senseless() from error
    if len(digests) > 256 or any(len(one) not in {0, DIGEST_BYTES} for one in digests):
        raise _senseless()
    return digests


def _senseless() -> UntrustedListError:
    return UntrustedListError(msg("what the site says of its parts makes no sense"))
