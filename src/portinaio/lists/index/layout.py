r"""The index file, byte by byte. Each part begins at a multiple of 8.

    offset  type      header, 320 bytes
    0       8 s       magic `NSX3\r\n\x1a\n`
    8       u32       flags: 1 = changes to be laid over a base, 2 = brings all stretches of that base along, 4 = measured,
                      8 = each row was found to be a complaint, 16 = numbers of public bodies, which speak against nobody
    12      u32       CRC-32 of the header with these four bytes zero
    16      u64       n: single numbers
    24      u64       created, Unix seconds
    32      u32       the list's own day, a proleptic ordinal; 0 where it has none
    36      u32       cells of the radix table
    40      u32       shift
    44      u32       lengths: bit 0 = there are beginnings, bit d = there are stretches of numbers of d digits
    48      u64       key of the first number
    56      u32       wide: beginnings and stretches
    60      u32       segments
    64      u32       countries
    68      -         zero
    72      u64 x 13  where each part below begins, and where the last one ends: the size of the file
    176     32 s      SHA-256 of everything behind the header
    208     32 s      of changes: SHA-256 (as above) of the base that they belong to; else zero
    240     u16 3 s u8  `core.reach` of the list, changes and base together: percent, country and type, by its place in
                      `TYPES`; zero where it means few numbers, and where nobody has measured, as the flag says
    246     -         zero
    248     16 s      BLAKE2b of keys and reporters, numbers first: the same in every copy of the list; zero where nobody
                      has taken it
    264     u32 u32   the day on which a sync last found that the list is still so, a proleptic ordinal, and all its bits turned
                      over; anything else where there was none. It alone is written into a finished file, and no sum holds it
    272     -         zero

    part     type             entries
    radix    u32              cells + 1: the first record whose key is >= first + (cell << shift)
    records  u64              n, ascending: key << 10 | category << 6 | flags; flag 1 = disputed,
                              2 = the day is that since which syncs have seen it so, the list gives none
    hot      u32              n: reporters | last day << 16
    cold     u32 u32 u16 u16  n: company, reports, disputes, first day; left out where all of it is zero or one report
    starts   u64              segments, ascending: class << 54 | key
    owners   u32              segments: place in `wide` of the narrowest one that holds the segment, plus one; 0 = none
    wide     u64 u64          low and high key, by class, low and high
    wide hot u32 u32          as a record's lowest ten bits; as `hot`
    wide cold                 as `cold`
    sums     u32              16: how many notes there are of numbers of so many digits at most
             u32 u32 f64 f64  notes, by length: a record's place; how many of its length come before it, and their slow and
                              fast weight, see `lists.index.density`
    normal   u64, f64 x 6     countries, one for each length of numbers, ascending: key of the first number; then mean slow and fast
                              weight of their blocks of 1,000, and what the weight of each width is multiplied by
    texts    u16 + UTF-8      companies; a reference is the offset in this part plus one, 0 = none

A key is `core.numbers.pattern.key`: digits in 15 places and their count, 54 bits, so that keys sort like digits. The class of a
beginning is 0, that of a stretch the length of its numbers: a stretch of ten-digit numbers holds no longer ones, although
they sort into it. A day is counted from 1970-01-01, 0 = none; reporters and disputes stop at 65,534, and 65,535 reporters
mean a curated entry, which has no count. Category 15 is a deleted number, in changes only.

Numbers stand in the machine's own byte order, little-endian on nearly all: a file is built where it is read, never sent.
One from the other kind of machine is refused by its CRC.

A look-up reads a page of the radix table, one or two of the records and one of `hot`. The table divides the stretch
between the first and the last number evenly, so that a list of one country uses all its cells.
"""

from __future__ import annotations

import struct
from binascii import crc32

from portinaio.core.message import msg
from portinaio.core.named_tuple import NamedTuple
from portinaio.core.reach import TYPES, Reach
from portinaio.errors import UntrustedListError

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from mmap import mmap
    from typing import Self

MAGIC = b"NSX3\r\n\x1a\n"
_HEADER = struct.Struct("=8sIIQQIIIIQIII4x13Q32s32sH3sB2x16s56x")
CHECKED = struct.Struct("=II")
CHECKED_AT = 264
HEADER_BYTES = _HEADER.size
COLD = struct.Struct("=IIHH")
NOTE = struct.Struct("=IIdd")

IS_CHANGES = 1
HAS_STRETCHES = 2
IS_MEASURED = 4
OF_COMPLAINTS = 8
OF_INNOCENTS = 16

DISPUTED = 1
SEEN = 2
DELETED = 15
CURATED = 0xFFFF
MOST = 0xFFFE
LOW_BITS = 10
LENGTHS = 16  # of numbers, from none to 15 digits
STRIDE = 16  # records of a length from one note to the next
FAR = 128  # records of all lengths, likewise; eight lengths that take turns cost a byte and a half an entry by it
A_COUNTRY = 6  # numbers that are learned of it
CLASS_SHIFT = 54
EPOCH = 719_163  # date(1970, 1, 1).toordinal()
LAST_DAY = 0xFFFF
_ALL = 0xFFFF_FFFF
_TYPES = tuple(TYPES)
MOST_REPORTS = 0xFFFF_FFFF


class Header(NamedTuple):
    flags: int = 0
    n: int = 0
    created: int = 0
    list_date: int = 0
    cells: int = 1
    shift: int = 0
    lengths: int = 0
    first: int = 0
    wide: int = 0
    segments: int = 0
    countries: int = 0
    parts: tuple[int, ...] = (HEADER_BYTES,) * 13
    digest: bytes = bytes(32)
    base: bytes = bytes(32)
    percent: int = 0
    country: bytes = bytes(3)
    type: int = 0
    content: bytes = bytes(16)

    @property
    def reach(self) -> Reach | None:
        if not self.percent:
            return None
        country = self.country.rstrip(b"\0").decode("ascii", "replace")
        return Reach(self.percent, _TYPES[self.type % len(_TYPES)], country)

    def measured(self, reach: Reach | None) -> Self:
        header = self._replace(flags=self.flags | IS_MEASURED)
        if reach is None:
            return header
        country, place = reach.country.encode("ascii"), _TYPES.index(reach.type)
        return header._replace(percent=reach.percent, country=country, type=place)


(
    RADIX,
    RECORDS,
    HOT,
    COLD_PART,
    STARTS,
    OWNERS,
    WIDE,
    WIDE_HOT,
    WIDE_COLD,
    SUMS,
    NORMAL,
    TEXTS,
    END,
) = range(13)


def day_of(list_date: int, created: int) -> int:
    """The list's own day, else that on which its file was built; a proleptic ordinal."""
    return list_date or created // 86_400 + EPOCH


def checked_day(data: mmap) -> int:
    """Of a header; 0 where it has none."""
    day, turned = CHECKED.unpack_from(data, CHECKED_AT)
    return day if day ^ turned == _ALL else 0


def checked(day: int) -> bytes:
    return CHECKED.pack(day, day ^ _ALL)


def packed(header: Header) -> bytes:
    fields = (
        header.n,
        header.created,
        header.list_date,
        header.cells,
        header.shift,
        header.lengths,
        header.first,
        header.wide,
        header.segments,
        header.countries,
        *header.parts,
        header.digest,
        header.base,
        header.percent,
        header.country,
        header.type,
        header.content,
    )
    unsigned = _HEADER.pack(MAGIC, header.flags, 0, *fields)
    return _HEADER.pack(MAGIC, header.flags, crc32(unsigned), *fields)


def read_header(data: bytes, size_bytes: int, name: str) -> Header:
    """The header of a file of `size_bytes`; `UntrustedListError` on anything but a whole one."""
    if len(data) < HEADER_BYTES or data[:8] != MAGIC:
        raise torn(name)
    _, flags, crc, n, created, day, cells, shift, *rest = _HEADER.unpack(data)
    lengths, first, wide, segments, countries, *parts = rest[:-6]
    digest, base, percent, country, type_, content = rest[-6:]
    header = Header(
        flags,
        n,
        created,
        day,
        cells,
        shift,
        lengths,
        first,
        wide,
        segments,
        countries,
        tuple(parts),
        digest,
        base,
        percent,
        country,
        type_,
        content,
    )
    behind = CHECKED_AT + CHECKED.size
    unsigned = (
        data[:12] + bytes(4) + data[16:CHECKED_AT] + bytes(CHECKED.size) + data[behind:HEADER_BYTES]
    )
    if crc32(unsigned) != crc or header.parts[END] != size_bytes or not _fits(header):
        raise torn(name)
    return header


def _fits(header: Header) -> bool:
    """Every part is as long as its count says; cold ones may be left out, `texts` has no count."""
    n, wide, segments = header.n, header.wide, header.segments
    least = (
        4 * (header.cells + 1),
        8 * n,
        4 * n,
        0,
        8 * segments,
        4 * segments,
        16 * wide,
        8 * wide,
        0,
        4 * LENGTHS,
        (8 + 8 * A_COUNTRY) * header.countries,
        0,
    )
    parts = header.parts
    cold = parts[STARTS] - parts[COLD_PART]
    wide_cold = parts[SUMS] - parts[WIDE_COLD]
    return (
        parts[0] == HEADER_BYTES
        and all(parts[i + 1] - parts[i] >= need for i, need in enumerate(least))
        and cold in {0, _aligned(COLD.size * n)}
        and wide_cold in {0, _aligned(COLD.size * wide)}
    )


def _aligned(size_bytes: int) -> int:
    return -(-size_bytes // 8) * 8


def torn(name: str) -> UntrustedListError:
    return UntrustedListError(
        msg("The file of the list %(list)s is damaged; it is rebuilt at the next sync.", list=name)
    )


def senseless() -> UntrustedListError:
    return UntrustedListError(msg("The list holds a row that means no telephone numbers."))


def too_many_names() -> UntrustedListError:
    return UntrustedListError(msg("The list holds more than 4 GB of names of companies."))
