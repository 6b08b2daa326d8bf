"""A file of digests: which number of a list a SHA-1 means, and how many of each block of 10 and 100 are listed.

    8 bytes  magic
    32       what it was made of: digest of the list's index, and of its changes
    3 x 8    how many numbers, blocks of 10, blocks of 100
    then, of each of the three, the digests in order and what they mean

All in words of 64 bits of this computer's order. Of a digest the first 64 bits are kept, of a number its digits, of a block its
digits and, in the lowest seven bits, how many numbers of it are listed.
"""

from __future__ import annotations

import mmap
from array import array
from bisect import bisect_left
from collections import Counter
from hashlib import sha1, sha256
from typing import TYPE_CHECKING, NamedTuple

from portinaio.config.atomic_write import write_atomically
from portinaio.core.numbers.digits import TRUNK_KEEPERS
from portinaio.core.numbers.pattern import digits_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from portinaio.core.evidence import Evidence
    from portinaio.lists.index.reader import ListIndex

MAGIC = b"portsha1"
MOST_NUMBERS = 2_000_000  # 16 bytes each, twice where a zero may be lost
FEWEST_OF_TEN, FEWEST_OF_HUNDRED = 2, 3
"""Of blocks with fewer a client could not say anything."""
_WORD = 8
_HEAD = len(MAGIC) + 32
_COUNT_BITS = 7
_COUNT = (1 << _COUNT_BITS) - 1


class Section(NamedTuple):
    digests: Sequence[int]
    values: Sequence[int]

    def of(self, digest: int) -> int | None:
        place = bisect_left(self.digests, digest)
        if place < len(self.digests) and self.digests[place] == digest:
            return self.values[place]
        return None

    def beginning(self, prefix: str, most: int) -> list[int]:
        """Of the digests that begin with so many hexadecimal digits."""
        low, high = bounds(prefix)
        first = bisect_left(self.digests, low)
        last = bisect_left(self.digests, high)
        return list(self.values[first : min(last, first + most)])


class DigestTable(NamedTuple):
    identity: bytes
    numbers: Section
    tens: Section
    hundreds: Section


def word(number: str) -> int:
    """The first 64 bits of the SHA-1 of a number, or of its beginning, with its `+`."""
    return int.from_bytes(sha1(number.encode(), usedforsecurity=False).digest()[:_WORD], "big")


def bounds(prefix: str) -> tuple[int, int]:
    """Words that begin with these hexadecimal digits: from, and to before."""
    text = prefix[:16]
    bits = 4 * (16 - len(text))
    low = int(text, 16) << bits
    return low, low + (1 << bits)


def spellings(digits: str) -> tuple[str, ...]:
    """Of a number or of its beginning, with `+`: also without the zero of a landline, which some telephones lose."""
    for code in TRUNK_KEEPERS:
        if digits.startswith(f"{code}0") and (bare := digits[len(code) :].lstrip("0")):
            lost = f"+{code}{bare}"
            # Mobile numbers begin with 3 and have no zero to lose: one of them must not be taken for a landline.
            return (f"+{digits}",) if bare[0] == "3" and len(bare) >= 9 else (f"+{digits}", lost)
    return (f"+{digits}",)


def identity_of(index: ListIndex) -> bytes:
    """Another one as soon as the list is."""
    changes = bytes(index.changes.header.digest) if index.changes else b""
    return sha256(bytes(index.base.header.digest) + changes).digest()


def write(index: ListIndex, path: Path) -> None:
    """Make the table of a list; a reader of the one before goes on with that."""
    numbers = [digits_of(row.low) for row in _singles(index)]
    tens = Counter(each[:-1] for each in numbers)
    hundreds = Counter(each[:-2] for each in numbers)
    sections = (
        _section((each, int(each)) for each in numbers),
        _section(_blocks(tens, FEWEST_OF_TEN)),
        _section(_blocks(hundreds, FEWEST_OF_HUNDRED)),
    )
    counts = array("Q", (len(digests) for digests, _ in sections))
    body = b"".join(part.tobytes() for section in sections for part in section)
    write_atomically(path, MAGIC + identity_of(index) + counts.tobytes() + body)


def read(path: Path) -> DigestTable | None:
    """`None` where there is none, or one that is not whole."""
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):
        return None
    counts = array("Q", data[_HEAD : _HEAD + 3 * _WORD])
    if data[: len(MAGIC)] != MAGIC or len(counts) != 3:
        return None
    words = memoryview(data)[_HEAD + 3 * _WORD :]
    if len(words) != 2 * _WORD * sum(counts):
        return None
    all_words = words.cast("Q")
    sections = []
    at = 0
    for count in counts:
        sections.append(Section(all_words[at : at + count], all_words[at + count : at + 2 * count]))
        at += 2 * count
    return DigestTable(data[len(MAGIC) : _HEAD], *sections)


def block_of(value: int) -> tuple[str, int]:
    """Digits of a block, and how many numbers of it are listed."""
    return str(value >> _COUNT_BITS), value & _COUNT


def _singles(index: ListIndex) -> Iterator[Evidence]:
    for count, row in enumerate(index.rows()):
        if row.low != row.high or count >= MOST_NUMBERS:
            return  # single numbers come first
        yield row


def _blocks(counted: Counter[str], fewest: int) -> Iterator[tuple[str, int]]:
    for digits, count in counted.items():
        if count >= fewest and digits:
            yield digits, int(digits) << _COUNT_BITS | min(count, _COUNT)


def _section(meant: Iterable[tuple[str, int]]) -> tuple[array[int], array[int]]:
    pairs = sorted((word(text), value) for digits, value in meant for text in spellings(digits))
    return array("Q", (each[0] for each in pairs)), array("Q", (each[1] for each in pairs))
