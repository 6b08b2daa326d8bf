"""Since when the rows of a list that gives no days stand there as they do: what its syncs have seen.

A publisher who gives no day gives a new list every day, and a number that was not in yesterday's was reported since. So
each sync compares, and a row has the day on which one first saw it, or last saw its count rise. Without that all rows are
as old as the list, and nothing can be learned of which blocks are busy of late.

    sightings = Sightings(before, fresh, address, list_day, today)
    sightings.since(key, reporters)        # of each undated number, in the order of keys
    sightings.turn_to_wide()
    sightings.since(wide_place(low, high), …)   # of each undated beginning or stretch
    sightings.finish()

The days lie in a file of their own: an index may be damaged and built anew, or its list taken off and added again. What is
no longer listed stays for `RETURNS` days, for a publisher who loses a part of a list finds it again; but one complaint
that is gone and there again is another one.
"""

from __future__ import annotations

import os
import struct
from hashlib import sha256
from itertools import repeat
from typing import IO, TYPE_CHECKING
from zlib import crc32

from portinaio.lists.index.layout import CLASS_SHIFT, EPOCH, MOST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    Seen = tuple[int, int, int, int]
    """Place, the day since which it stands there so, reporters or 0 on a curated list, and the day on which it was gone or 0."""

MAGIC = b"NSS1\r\n\x1a\n"
_HEADER = struct.Struct("=8sI32sQQ4x")
"""CRC-32 of everything behind it; whose list it is; how many numbers; how many beginnings and stretches."""
_NUMBER = struct.Struct("=QHHH")
_WIDE = struct.Struct("=QQHHH")
_LENGTH = 0b1111
_HALF = (1 << 64) - 1
_BATCH = 1 << 12
RETURNS = 7  # days; whoever finds a part of a list again finds it within a few


def wide_place(low: int, high: int) -> int:
    """Of a beginning or a stretch: as an index file has them, by length, low and high."""
    return ((low & _LENGTH) << CLASS_SHIFT | low) << 64 | high


class Sightings:
    """Reads what was seen before, and writes what is seen now."""

    def __init__(  # noqa: PLR0913  # two files, whose they are, and when
        self, before: Path, fresh: Path, address: str, day: int, today: int, *, whole: bool = True
    ) -> None:
        """Proleptic ordinals: `day` is that of what is new, `today` that of the sync. Without `whole` the rows are an increment,
        and what is not among them stands there as before.
        """
        self._fresh = fresh
        self._source = sha256(address.encode()).digest()
        self._today = today - EPOCH
        self._day = min(day - EPOCH, self._today)
        self._whole = whole
        self._before = _Before(before, self._source)
        self.known = self._before.known
        """Whether something was seen before."""
        self._rows = self._before.numbers()
        self._next = next(self._rows, None)
        self._last = -1, 0
        fresh.unlink(missing_ok=True)
        fresh.touch(0o600)
        self._out: IO[bytes] = fresh.open("wb")
        self._out.write(bytes(_HEADER.size))
        self._pending: list[bytes] = []
        self._crc = 0
        self._counts = [0, 0]
        self._wide = False

    def since(self, place: int, reporters: int) -> int:
        """In days since 1970. Places come in ascending order."""
        if place == self._last[0]:
            return self._last[1]
        seen = self._next
        while seen and seen[0] < place:
            self._miss(seen)
            seen = next(self._rows, None)
        day = self._day
        count = reporters if reporters <= MOST else 0
        if seen and seen[0] == place:
            day = self._still(seen, count)
            seen = next(self._rows, None)
        self._next = seen
        self._last = place, day
        self._note((place, day, count, 0))
        return day

    def dated(
        self, places: Sequence[int], reporters: Sequence[int], days: Sequence[int]
    ) -> Sequence[int]:
        """The days of many numbers, where one is 0 that since which it stands there."""
        if self._next or any(days):
            since, rows = self.since, zip(places, reporters, days, strict=True)
            return [day or since(place, count) for place, count, day in rows]
        counts = [count if count <= MOST else 0 for count in reporters]  # nothing was seen of them
        fresh = repeat(self._day)
        self._pending.extend(map(_NUMBER.pack, places, fresh, counts, repeat(0)))
        self._counts[self._wide] += len(counts)
        self._write_out()
        return [self._day] * len(counts)

    def _still(self, seen: Seen, count: int) -> int:
        _, day, before, gone = seen
        risen = 0 < before < count
        another = gone and (before == 1 or self._today - gone > RETURNS)
        return self._day if risen or another or day > self._today else day

    def _miss(self, seen: Seen) -> None:
        """What was listed, and is not any more."""
        place, day, before, gone = seen
        if not self._whole:
            self._note(seen)
            return
        gone = gone or self._today
        if before != 1 and 0 <= self._today - gone <= RETURNS:
            self._note((place, day, before, gone))

    def _note(self, seen: Seen) -> None:
        place, *rest = seen
        if self._wide:
            self._pending.append(_WIDE.pack(place >> 64, place & _HALF, *rest))
        else:
            self._pending.append(_NUMBER.pack(place, *rest))
        self._counts[self._wide] += 1
        if len(self._pending) >= _BATCH:
            self._write_out()

    def _write_out(self) -> None:
        data = b"".join(self._pending)
        self._pending.clear()
        self._crc = crc32(data, self._crc)
        self._out.write(data)

    def _miss_the_others(self) -> None:
        while self._next:
            self._miss(self._next)
            self._next = next(self._rows, None)
        self._write_out()

    def turn_to_wide(self) -> None:
        """All numbers were asked about."""
        self._miss_the_others()
        self._wide = True
        self._rows = self._before.wide()
        self._next = next(self._rows, None)
        self._last = -1, 0

    def finish(self) -> None:
        """No file at all where there never was anything to see; an empty one takes the place of one that is over."""
        self._miss_the_others()
        if any(self._counts) or self.known:
            self._out.seek(0)
            self._out.write(_HEADER.pack(MAGIC, self._crc, self._source, *self._counts))
            self._out.flush()
            os.fsync(self._out.fileno())
        else:
            self._fresh.unlink()
        self.close()

    def close(self) -> None:
        self._out.close()
        self._before.close()


class _Before:
    """What was seen until now; nothing where nobody has looked, the list was another, or the file is damaged."""

    def __init__(self, path: Path, source: bytes) -> None:
        self._file: IO[bytes] | None = None
        self._counts = 0, 0
        try:
            file = path.open("rb")
        except OSError:
            return
        counts = _counts(file, source)
        if counts is None:
            file.close()
            return
        self._file, self._counts = file, counts

    @property
    def known(self) -> bool:
        return self._file is not None

    def numbers(self) -> Iterator[Seen]:
        return self._read(_NUMBER, self._counts[0])  # type: ignore[return-value]  # so many fields has it

    def wide(self) -> Iterator[Seen]:
        for low, high, *rest in self._read(_WIDE, self._counts[1]):
            yield low << 64 | high, *rest  # type: ignore[misc]  # as above

    def _read(self, row: struct.Struct, count: int) -> Iterator[tuple[int, ...]]:
        while count and self._file:
            data = self._file.read(row.size * min(count, _BATCH))
            count -= len(data) // row.size
            yield from row.iter_unpack(data)

    def close(self) -> None:
        if self._file:
            self._file.close()


def _counts(file: IO[bytes], source: bytes) -> tuple[int, int] | None:
    head = file.read(_HEADER.size)
    if len(head) < _HEADER.size:
        return None
    magic, crc, whose, numbers, wide = _HEADER.unpack(head)
    if (magic, whose) != (MAGIC, source):
        return None
    size_bytes = found = 0
    while data := file.read(1 << 20):
        size_bytes += len(data)
        found = crc32(data, found)
    if found != crc or size_bytes != numbers * _NUMBER.size + wide * _WIDE.size:
        return None
    file.seek(_HEADER.size)
    return numbers, wide
