"""What an index file keeps so that any block can be weighed at once: running sums along its records.

The weight of a block is the difference of two of them and a few records at its edges, whatever the block's size, and
nothing is stored for the many blocks that hold one number.

Keys sort like digits, so numbers of every length that begin alike stand side by side: `02 0000`, a switchboard, before
all of `02 0000 xxxx`. A block is one of subscribers, who share the length of their numbers, so each length has sums of its
own. They are noted before every 16th of its records, and before one that comes `FAR` behind the last note: all of a
length that stand between two notes stand within `FAR` of the first, so whoever reads on from it is done soon.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from itertools import accumulate, compress
from shutil import copyfileobj
from sys import byteorder
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, NamedTuple, TypeAlias

from portinaio.lists.calling_codes import country_of
from portinaio.lists.index.density import model
from portinaio.lists.index.density.draft import Draft
from portinaio.lists.index.density.falloff import Span, falloffs
from portinaio.lists.index.interleave import bytes_of
from portinaio.lists.index.layout import EPOCH, FAR, LENGTHS, LOW_BITS, NOTE, STRIDE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from portinaio.lists.calling_codes import Country

_LENGTHS = bytes(byte >> LOW_BITS % 8 & 0b1111 for byte in range(256))
"""How many digits a number has, by the byte of a record in which that stands."""
_UPPER_HALF = int(byteorder == "little")  # of a whole number in two halves
_THOUSANDS = tuple(10 ** (15 - digits) * 1_000 for digits in range(16))

FEW = 1_000  # blocks; a list that names no more has its hot spots, and no country is full of them


class Learner:
    """Fed with every record in turn."""

    def __init__(self, workdir: Path, day: int, *, whole: bool = True) -> None:
        """`day`, a proleptic ordinal, is the list's own; what is no whole list tells nothing of how its countries fall off."""
        self._whole = whole
        self.countries: list[_Learned] = []
        self._spans: list[Span] = []
        self._strands = [_Strand(workdir) for _ in range(LENGTHS)]
        self._day = day
        self._slow: dict[int, float] = {}
        self._fast: dict[int, float] = {}
        """What a record weighs, by its day."""
        self._seen = 0
        self._country: Country | None = None
        self._country_ends = 0
        self._begin = 0

    def learn(self, records: array[int], hot: array[int]) -> None:
        """Weights are of the list's own day; time takes the same part of each, so it may pass afterwards."""
        days = array("H", hot.tobytes())[_UPPER_HALF::2]
        for day in set(days).difference(self._slow):
            age = self._day - EPOCH - day if day else 0
            self._slow[day], self._fast[day] = model.slow(age), model.fast(age)
        begin = 0
        while begin < len(records):
            key = records[begin] >> LOW_BITS
            if key >> 4 >= self._country_ends:
                self._next_country(key, self._seen)
            end = bisect_left(records, self._country_ends << 4 + LOW_BITS, begin)
            end = max(end, begin + 1)  # of no country at all
            self._learn_of_country(records[begin:end], days[begin:end])
            begin = end

    def _learn_of_country(self, records: array[int], days: array[int]) -> None:
        lengths = bytes_of(records, "Q", LOW_BITS // 8).translate(_LENGTHS)
        for length in set(lengths):
            places: Sequence[int] = range(self._seen, self._seen + len(records))
            mine: Sequence[int] = records
            its: Sequence[int] = days
            if lengths.count(length) < len(records):
                chosen = [each == length for each in lengths]
                places = list(compress(places, chosen))
                mine, its = list(compress(records, chosen)), list(compress(days, chosen))
            thousand = _THOUSANDS[length] << LOW_BITS + 4
            blocks = [record // thousand for record in mine]
            strand = self._strands[length]
            sums = _even if len(set(its)) == 1 else _summed
            slow, fast = sums(strand.slow, self._slow, its), sums(strand.fast, self._fast, its)
            strand.take(places, blocks, slow, fast)
        self._seen += len(records)

    def write_out(self) -> None:
        """What was noted since this was last called, to disk."""
        for strand in self._strands:
            strand.write_out()

    def _next_country(self, key: int, place: int) -> None:
        if self._country:
            slow = sum(strand.slow - strand.slow_before for strand in self._strands)
            fast = sum(strand.fast - strand.fast_before for strand in self._strands)
            self._spans.append(Span(self._begin, place, slow, fast))
        for length, strand in enumerate(self._strands):
            if self._country and strand.blocks:
                first = self._country.first << 4 | length
                self.countries.append(_Learned(first, strand.means(), len(self._spans) - 1))
            strand.begin_country()
        self._country = country_of(key)
        self._country_ends = self._country.behind if self._country else 0
        self._begin = place

    def finish(self, records: IO[bytes], hot: IO[bytes], sums: IO[bytes]) -> None:
        """The columns have been written."""
        self._next_country(0, self._seen)
        self.write_out()
        ends = array("I", accumulate(strand.notes for strand in self._strands))
        ends.tofile(sums)
        for strand in self._strands:
            strand.copy_to(sums)
        if not self._whole:
            return
        learned = falloffs(Draft(records, hot, sums, self._day), self._spans)
        self.countries = [each._replace(falloff=learned[each.span]) for each in self.countries]

    def write_countries(self, out: IO[bytes]) -> None:
        array("Q", [each.first for each in self.countries]).tofile(out)
        for each in self.countries:
            array("d", [*each.means, *each.falloff]).tofile(out)

    def close(self) -> None:
        for strand in self._strands:
            strand.close()


class _Learned(NamedTuple):
    """Of the numbers of a country that have one length."""

    first: int
    """Key of the first one."""
    means: tuple[float, float]
    span: int
    falloff: tuple[float, ...] = model.AS_SHIPPED


class _Even:
    """Sums of what weighs the same, again and again."""

    __slots__ = ("_begin", "_each")

    def __init__(self, begin: float, each: float) -> None:
        self._begin = begin
        self._each = each

    def __getitem__(self, at: int) -> float:
        return self._begin + at * self._each


_Sums: TypeAlias = "list[float] | _Even"


def _even(begin: float, weights: dict[int, float], days: Sequence[int]) -> _Sums:
    """As `_summed`, where all are of one day."""
    return _Even(begin, weights[days[0]])


def _summed(begin: float, weights: dict[int, float], days: Sequence[int]) -> _Sums:
    """What the first of them weigh, none at first, beside what came before."""
    return list(accumulate(map(weights.__getitem__, days), initial=begin))


class _Strand:
    """The records of one length."""

    __slots__ = (
        "_file",
        "_fresh",
        "_workdir",
        "block",
        "blocks",
        "count",
        "fast",
        "fast_before",
        "noted",
        "notes",
        "slow",
        "slow_before",
    )

    def __init__(self, workdir: Path) -> None:
        self.count = 0
        self.slow = self.fast = self.slow_before = self.fast_before = 0.0
        self.noted = -FAR
        """Place of the record that was last noted."""
        self.notes = 0
        self.block = -1
        self.blocks = 0
        self._workdir = workdir
        self._file: IO[bytes] | None = None
        self._fresh: list[bytes] = []

    def begin_country(self) -> None:
        self.slow_before, self.fast_before = self.slow, self.fast
        self.blocks = 0

    def means(self) -> tuple[float, float]:
        """Slow and fast weight of a block of 1,000 of the country that ends here."""
        blocks = self.blocks + FEW
        slow, fast = self.slow - self.slow_before, self.fast - self.fast_before
        return slow / blocks, fast / blocks

    def take(self, places: Sequence[int], blocks: list[int], slow: _Sums, fast: _Sums) -> None:
        """Records by their place and their block of 1,000, with what all before each of them weigh, and in the end all."""
        for at in self._noted(places):
            self._fresh.append(NOTE.pack(places[at], self.count + at, slow[at], fast[at]))
            self.notes += 1
        self.blocks += len(set(blocks)) - (blocks[0] == self.block)
        self.block, self.slow, self.fast = blocks[-1], slow[len(places)], fast[len(places)]
        self.count += len(places)

    def _noted(self, places: Sequence[int]) -> Iterator[int]:
        """Which of them are to be noted: every 16th of the length, and one that comes far behind the last note."""
        at = 0
        while at < len(places):
            behind = min(at + STRIDE - (self.count + at) % STRIDE, len(places))
            if not (self.count + at) % STRIDE:
                self.noted = places[at]
                yield at
            while places[behind - 1] >= self.noted + FAR:
                at = bisect_left(places, self.noted + FAR, at, behind)
                self.noted = places[at]
                yield at
            at = behind

    def write_out(self) -> None:
        if not self._fresh:
            return
        if self._file is None:
            self._file = TemporaryFile(dir=self._workdir)  # noqa: SIM115  # closed by `close`
        self._file.write(b"".join(self._fresh))
        self._fresh.clear()

    def copy_to(self, out: IO[bytes]) -> None:
        if self._file is not None:
            self._file.seek(0)
            copyfileobj(self._file, out)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
