"""A list as a look-up sees it: the index file, and over it the changes that came since it was built.

    index = ListIndex.open(path)
    hit = index.find(key)

`path` names the base; its changes lie beside it in `path` + `.changes`. Both stay mapped as they were when opened, so a
look-up never sees half of one generation and half of the next; `changed()` tells when there is a newer one to open.
"""

from __future__ import annotations

import os
from operator import attrgetter

from portinaio.core.named_tuple import NamedTuple
from portinaio.lists.index import layout
from portinaio.lists.index.density.countries import Countries
from portinaio.lists.index.density.near import near
from portinaio.lists.index.density.query import Surroundings, surroundings
from portinaio.lists.index.layout import CURATED, DELETED, DISPUTED, EPOCH, LOW_BITS, SEEN
from portinaio.lists.index.mapped import WORDS, IndexFile

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Self

    from portinaio.core.evidence import Evidence
    from portinaio.core.reach import Reach
    from portinaio.lists.index.density.near import Meant

_tuple = tuple.__new__
_ATTEMPTS = 8  # generations that may pass while one is being opened


class IndexHit(NamedTuple):
    """What the list says of a number; `ListIndex.detail` has the rest."""

    reporters: int | None
    disputes: int
    last_day: int
    """Proleptic ordinal; 0 where the list gives no day."""
    category: str
    file: IndexFile
    place: int
    wide: bool
    """Named by a beginning or a stretch, not by itself."""
    seen: bool
    """Whether the day is none that the list gives, but that since which syncs have seen it so."""


class ListIndex:
    __slots__ = ("_count", "_seen", "base", "changes", "countries", "path", "stretches_in")

    def __init__(self, path: Path | str, base: IndexFile, beside: IndexFile | None) -> None:
        self.path = path
        self.base = base
        self._count = -1
        self.countries = Countries(base)
        self._seen = base.identity, beside and beside.identity
        fits = beside is not None and beside.header.base == base.header.digest
        self.changes = beside if fits else None
        """`None`, too, for those left over from an earlier base."""
        self.stretches_in = base
        if self.changes and self.changes.header.flags & layout.HAS_STRETCHES:
            self.stretches_in = self.changes

    @classmethod
    def open(cls, path: Path | str) -> Self:
        """`UntrustedListError` for a damaged file, `OSError` where there is none."""
        name = _name(path)
        index = cls(path, IndexFile(path, name), _beside(path, name))
        for _ in range(_ATTEMPTS):
            if not index.changed():
                break
            index = cls(path, IndexFile(path, name), _beside(path, name))
        return index

    def changed(self) -> bool:
        """True when another generation stands at the path, or none."""
        return self._seen != (_identity(self.path), _identity(_changes_file(self.path)))

    @property
    def day(self) -> int:
        """Of which its undated entries are: the list's own, else that of building it."""
        return (self.changes or self.base).day

    @property
    def checked_day(self) -> int:
        """On which what is listed was last found to be listed still."""
        return max(self.base.checked_day, self.day)

    @property
    def measured(self) -> bool:
        """Whether somebody has looked how much of a country the list means; `reach` says it."""
        return bool((self.changes or self.base).header.flags & layout.IS_MEASURED)

    @property
    def reach(self) -> Reach | None:
        """Of which numbers it means too many."""
        return (self.changes or self.base).header.reach

    @property
    def of_complaints(self) -> bool:
        """Whether its rows were taken for complaints because they look so."""
        return bool(self.base.header.flags & layout.OF_COMPLAINTS)

    @property
    def content(self) -> bytes:
        """Another list of the same is a copy of it; empty where nobody knows."""
        if not any(self.base.header.content):
            return b""
        return self.base.header.content + (self.changes.header.content if self.changes else b"")

    @property
    def of_innocents(self) -> bool:
        """Whether its numbers are of public bodies. The file says it, so that nobody blocks them who has lost its catalogue."""
        return bool(self.base.header.flags & layout.OF_INNOCENTS)

    def find(self, key: int) -> IndexHit | None:
        """The number itself, else the narrowest beginning or stretch that holds it."""
        changes = self.changes
        if changes is not None:
            place = changes.place(key)
            if changes.stands_at(place, key):
                return self._single(changes, place, changes.records[place]) or self._wide(key)
        base = self.base
        place = base.place(key)
        if place < base.n:
            record = base.records[place]
            if record >> LOW_BITS == key:
                return self._single(base, place, record)
        return self._wide(key) if self.stretches_in.lengths else None

    def look(self, key: int, low: int, high: int, place: int = -1) -> tuple[IndexHit | None, int]:
        """As `find`, and its place in the base, or -1 where nothing else is listed from key `low` to before `high`.

        Whoever knows the `place` already gives it.
        """
        base = self.base
        if place < 0:
            place = base.place(key)
        records = base.records
        busy = place > 0 and records[place - 1] >> LOW_BITS >= low
        hit = None
        if place < base.n:
            record = records[place]
            if record >> LOW_BITS == key:
                hit = self._single(base, place, record)
                record = records[place + 1] if place + 1 < base.n else high << LOW_BITS
            busy = busy or record >> LOW_BITS < high
        if self.changes is not None:
            hit = self.find(key)
            busy = busy or self.changes.any_between(low, high)
        elif hit is None and base.lengths:
            hit = self._wide(key)
        return hit, place if busy else -1

    def around(self, key: int, today: int, place: int = -1) -> Surroundings | None:
        """What is listed in the blocks around a number; `today` is a proleptic ordinal, `place` as from `look`."""
        return surroundings(self.countries, self.changes, key, today, place)

    @staticmethod
    def _single(file: IndexFile, place: int, bits: int) -> IndexHit | None:
        code = bits >> 6 & 0b1111
        if code == DELETED:
            return None
        hot = file.hot[place]
        reporters, day = hot & 0xFFFF, hot >> 16
        row = (
            None if reporters == CURATED else reporters,
            file.disputes(place) if bits & DISPUTED else 0,
            day and day + EPOCH,
            WORDS[code],
            file,
            place,
            False,
            bool(bits & SEEN),
        )
        return _tuple(
            IndexHit, row
        )  # `IndexHit(…)` is a function written in Python, and slower by a fifth

    def _wide(self, key: int) -> IndexHit | None:
        file = self.stretches_in
        place = file.narrowest(key)
        if place < 0:
            return None
        bits, hot = file.wide_hot[2 * place], file.wide_hot[2 * place + 1]
        reporters, day = hot & 0xFFFF, hot >> 16
        return IndexHit(
            None if reporters == CURATED else reporters,
            file.wide_disputes(place) if bits & DISPUTED else 0,
            day and day + EPOCH,
            WORDS[bits >> 6 & 0b1111],
            file,
            place,
            wide=True,
            seen=bool(bits & SEEN),
        )

    def detail(self, hit: IndexHit) -> Evidence:
        """The whole row behind a hit."""
        return hit.file.wide_evidence(hit.place) if hit.wide else hit.file.evidence(hit.place)

    def near(self, key: int, today: int, meant: Meant | None = None) -> dict[int, float]:
        """Key to `score.worth` of the others in its block of 100 that say something of it."""
        return near(self.base, self.changes, key, today, meant or _as_told)

    def rows(self) -> Iterator[Evidence]:
        """Everything on the list: single numbers by key, then beginnings, then stretches."""
        yield from self._numbers()
        yield from self.stretches_in.stretches()

    def _numbers(self) -> Iterator[Evidence]:
        if self.changes is None:
            yield from self.base.numbers()
            return
        changed = self.changes.numbers()
        from heapq import merge  # noqa: PLC0415  # whoever looks a number up needs none of it

        both = merge(changed, self.base.numbers(), key=attrgetter("low"))  # changes first
        last = 0
        for row in both:
            if row.low == last:
                continue
            last = row.low
            place = self.changes.place(last)
            if not self.changes.stands_at(place, last) or self._single(
                self.changes, place, self.changes.records[place]
            ):
                yield row

    def sample(self, most: int) -> Iterator[Evidence]:
        """Some of its rows, evenly; all where they are no more."""
        step = -(-len(self) // most) or 1
        yield from map(self.base.evidence, range(0, self.base.n, step))
        yield from map(
            self.stretches_in.wide_evidence, range(0, self.stretches_in.header.wide, step)
        )

    def __len__(self) -> int:
        """Single numbers, beginnings and stretches; counted once, since neither file ever changes."""
        if self._count < 0:
            self._count = self._counted()
        return self._count

    def _counted(self) -> int:
        count = self.base.n + self.stretches_in.header.wide
        if self.changes is None:
            return count
        place_of, there, end = self.base.place, self.base.records, self.base.n
        for record in self.changes.records:
            place = place_of(record >> LOW_BITS)
            was = place < end and there[place] >> LOW_BITS == record >> LOW_BITS
            count += (record >> 6 & 0b1111 != DELETED) - was
        return count


def _as_told(reporters: int | None) -> int | None:
    return reporters


def changes_path(path: Path) -> Path:
    return path.with_name(path.name + ".changes")


def _changes_file(path: Path | str) -> str:
    """As `changes_path`, without pathlib, which costs a cold `check` 5 ms."""
    return os.fspath(path) + ".changes"


def _name(path: Path | str) -> str:
    return os.path.splitext(os.path.basename(path))[0]  # noqa: PTH119, PTH122  # as above


def _beside(path: Path | str, name: str) -> IndexFile | None:
    try:
        return IndexFile(_changes_file(path), name)
    except FileNotFoundError:
        return None


def _identity(path: Path | str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116  # as above
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
