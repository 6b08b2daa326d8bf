"""The subscribed lists, open side by side: what all of them know of one caller.

    open_lists = OpenLists(folder)
    open_lists.add("spam-it", 0.8, folder / "spam-it.nsx")
    open_lists.look_up(key, today)

All files lie in one folder. When its time of change is another, the lists are opened again whose files are others; what
this process changed itself is noticed at once, what another did within a twentieth of a second. A look-up works on the
lists as they were when it began.
"""

from __future__ import annotations

import os
from _thread import allocate_lock  # `threading` would cost a cold check a millisecond
from bisect import bisect_left
from datetime import date
from time import monotonic

from portinaio.core import score
from portinaio.core.facts import Hit
from portinaio.core.named_tuple import NamedTuple
from portinaio.core.reach import UNMEASURED
from portinaio.errors import UntrustedListError
from portinaio.lists.blocks import Near, by_trust, is_full, nearest, thickest
from portinaio.lists.index import swap_counter
from portinaio.lists.index.density.notes import block_bounds
from portinaio.lists.index.layout import LOW_BITS
from portinaio.lists.index.reader import ListIndex

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from pathlib import Path

    from portinaio.core.facts import Density, Neighbours
    from portinaio.core.message import Message
    from portinaio.lists.index.mapped import IndexFile
    from portinaio.lists.index.reader import IndexHit

    _Parts = tuple[int, int, int, int, memoryview[int], memoryview[int]]


class Lookup(NamedTuple):
    """What the lists say of a caller."""

    hits: tuple[Hit, ...] = ()
    neighbours: Neighbours | None = None
    density: Density | None = None
    innocent: str = ""
    """Name of the list by which the caller is a public body."""


NOTHING = Lookup()
VETTED = 2  # reporters, where a publisher asks for two reports or a confirmed one
LOOK_EVERY_S = 0.05  # at the folder, which costs as much as asking three lists


class OpenList(NamedTuple):
    """One of them."""

    name: str
    trust: float
    path: Path | str
    opened: ListIndex | None
    """`None` while its file is missing or damaged."""
    error: UntrustedListError | None = None
    """Why it is refused."""
    origin: str = ""
    """Whose data it is made of."""
    complaints: bool = False
    """Whether its rows are complaints; one that has no count is one."""
    vetted: bool = False
    """Whether its publisher took a number in after two reports, or one that was confirmed."""
    copy_of: str = ""
    """The list before it that holds the same."""

    @property
    def innocents(self) -> bool:
        """Whether its numbers are those of public bodies: it speaks against no caller, and for no block."""
        return self.opened is not None and self.opened.of_innocents

    @property
    def doubt(self) -> Message | None:
        """Why it makes nobody reported, however much it is trusted."""
        if self.opened is None or self.innocents:
            return None
        if not self.opened.measured:
            return UNMEASURED
        reach = self.opened.reach
        return reach and reach.message

    @property
    def counts_rows_once(self) -> bool:
        """Its rows look like complaints, though nobody has said so."""
        return self.opened is not None and self.opened.of_complaints and not self.complaints

    def meant(self, reporters: int | None) -> int | None:
        """How many people a row speaks for that says so many."""
        if reporters is None and self.complaints:
            reporters = 1
        return max(reporters, VETTED) if reporters and self.vetted else reporters


class _Prepared(NamedTuple):
    """A list taken apart beforehand."""

    open_list: OpenList
    """With no more trust than it deserves."""
    doubt: Message | None
    opened: ListIndex
    files: tuple[_Parts, ...]
    """What `IndexFile.place` needs of the changes and of the base."""
    wide: IndexFile | None
    """Where there are beginnings or stretches."""


class OpenLists:
    def __init__(self, folder: Path | str) -> None:
        self._folder = os.fspath(folder)
        self._lists: tuple[OpenList, ...] = ()
        self._prepared: tuple[_Prepared, ...] = ()
        self._innocents: tuple[tuple[str, ListIndex], ...] = ()
        self._changed_ns = -1
        self._arranging = allocate_lock()
        self._generation = -1
        self._look_again_s = 0.0

    def add(  # noqa: PLR0913  # what may be thought of a list
        self,
        name: str,
        trust: float,
        path: Path | str,
        *,
        origin: str = "",
        complaints: bool = False,
        vetted: bool = False,
    ) -> OpenList:
        """Opens a list, or changes what is thought of it; the user's order is kept."""
        with self._arranging:
            open_list = _open(OpenList(name, trust, path, None, None, origin, complaints, vetted))
            others = [other for other in self._lists if other.name != name]
            self._arrange((*others, open_list))
        return open_list

    def remove(self, name: str) -> None:
        with self._arranging:
            self._arrange(tuple(open_list for open_list in self._lists if open_list.name != name))

    def _arrange(self, open_lists: tuple[OpenList, ...]) -> None:
        self._lists = open_lists = _compared(open_lists)
        origins = _origins(open_lists)
        self._prepared = tuple(
            _prepare(
                open_list._replace(origin=origins.get(open_list.name, open_list.origin)),
                open_list.opened,
            )
            for open_list in open_lists
            if open_list.opened and not open_list.innocents
        )
        self._innocents = tuple(
            (open_list.name, open_list.opened)
            for open_list in open_lists
            if open_list.opened and open_list.innocents
        )

    def all(self) -> tuple[OpenList, ...]:
        self._look_again_s = (
            0.0  # who asks for them has time, and may have had a sync done just now
        )
        self._refresh()
        return self._lists

    def look_up(self, key: int, today: date) -> Lookup:
        """Everything at once: one look at the folder, one bisection a list for a number that none of them knows."""
        self._refresh()
        innocent = _innocent(self._innocents, key) if self._innocents else ""
        knowing = _knowing(self._prepared, key)
        if not knowing:
            return Lookup(innocent=innocent) if innocent else NOTHING
        hits = []
        near: list[Near] = []
        low, high = block_bounds(key, 1_000)
        day = today.toordinal()
        for open_list, doubt, index in knowing:
            found, place = index.look(key, low, high)
            # What means half of a country has something to say of each of its blocks.
            if place >= 0 and not doubt:
                trust = score.block_trust(open_list.trust)
                near.append(Near(index, place, open_list.meant, trust))
            if found:
                hits.append(_hit(open_list, doubt, found, index))
        if len(near) > 1:
            near = by_trust(near)
        density = thickest(near, key, day)
        # Of a number that is listed itself, beside a range that says all it can, those next to it add nothing (`core.score`).
        neighbours = None if hits and is_full(density) else nearest(near, key, day)
        heard = Lookup(tuple(hits), neighbours, density, innocent)
        return heard if any(heard) else NOTHING

    def _refresh(self) -> None:
        now_s = monotonic()  # no part in any answer: it spares five look-ups of six the system call
        latest = swap_counter.current()
        if latest == self._generation and now_s < self._look_again_s:
            return
        with self._arranging:  # else a slower thread could put an older generation back
            self._generation = latest
            self._look_again_s = now_s + LOOK_EVERY_S
            try:
                changed_ns = os.stat(self._folder).st_mtime_ns  # noqa: PTH116  # no pathlib in a cold check
            except FileNotFoundError:
                changed_ns = 0
            if changed_ns != self._changed_ns:
                self._changed_ns = changed_ns
                self._arrange(tuple(map(_reopened, self._lists)))


def _compared(open_lists: tuple[OpenList, ...]) -> tuple[OpenList, ...]:
    """Each with the name of the first list that holds the same numbers with the same counts, whoever publishes it.

    Nothing else is proven: a copy of yesterday, a part of another list, or the same numbers counted otherwise must say
    its origin, else both count.
    """
    first: dict[bytes, str] = {}
    compared = []
    for open_list in open_lists:
        content = open_list.opened.content if open_list.opened else b""
        name = first.setdefault(content, open_list.name) if content else open_list.name
        compared.append(open_list._replace(copy_of="" if name == open_list.name else name))
    return tuple(compared)


def _origins(open_lists: tuple[OpenList, ...]) -> dict[str, str]:
    """By name, whose data each is made of: copies are of one origin, the one that any of them names."""
    origins: dict[str, str] = {}
    copied = {each.copy_of for each in open_lists if each.copy_of}
    for name in copied:
        alike = [each for each in open_lists if name in {each.name, each.copy_of}]
        origin = min((each.origin for each in alike if each.origin), default=f"={name}")
        origins.update((each.name, origin) for each in alike)
    return origins


def _prepare(open_list: OpenList, index: ListIndex) -> _Prepared:
    files = tuple(
        (file.first, file.shift, file.cells, file.n, file.radix, file.records)
        for file in (index.changes, index.base)
        if file is not None and file.n
    )
    wide = index.stretches_in
    doubt = open_list.doubt
    if doubt:
        open_list = open_list._replace(trust=min(open_list.trust, score.LITTLE_TRUST))
    return _Prepared(open_list, doubt, index, files, wide if wide.lengths else None)


def _knowing(
    prepared: tuple[_Prepared, ...], key: int
) -> list[tuple[OpenList, Message | None, ListIndex]]:
    """The lists that may have something to say: they hold the number, another in its block of 100, or of 1,000 and one more.

    This is `IndexFile.place` once more, in one loop: most callers are known to no list, and each call has to learn that.
    """
    wanted = key << LOW_BITS
    low, high = block_bounds(key, 1_000)
    near, far = block_bounds(key, 100)
    low, high, near, far = low << LOW_BITS, high << LOW_BITS, near << LOW_BITS, far << LOW_BITS
    least, most = block_bounds(key, 10_000)
    least, most = least << LOW_BITS, most << LOW_BITS
    knowing = []
    for open_list, doubt, index, files, wide in prepared:
        for first, shift, cells, n, radix, records in files:
            cell = (key - first) >> shift
            if 0 <= cell < cells:
                place = bisect_left(records, wanted, radix[cell], radix[cell + 1])
            else:
                place = 0 if cell < 0 else n
            # Before the first record stands the last one: a list too many is asked, and has nothing to say.
            after, before = records[place] if place < n else high, records[place - 1]
            if after >= high and before < low:
                continue
            close = after < far or before >= near or len(files) > 1
            if close or _pair(records, place, least, most):
                knowing.append((open_list, doubt, index))
                break
        else:
            if wide is not None and wide.narrowest(key) >= 0:
                knowing.append((open_list, doubt, index))
    return knowing


def _innocent(innocents: tuple[tuple[str, ListIndex], ...], key: int) -> str:
    """The first list that holds the number itself; of the numbers around a town hall it knows nothing."""
    return next((name for name, index in innocents if index.find(key)), "")


def _pair(records: memoryview[int], place: int, low: int, high: int) -> bool:
    """Two records from `low` to before `high`, next to `place`."""
    after = place < len(records) and records[place] < high
    before = place > 0 and records[place - 1] >= low
    if after and before:
        return True
    if after:
        return place + 1 < len(records) and records[place + 1] < high
    return before and place > 1 and records[place - 2] >= low


def _reopened(open_list: OpenList) -> OpenList:
    if open_list.opened and not open_list.opened.changed():
        return open_list
    return _open(open_list)


def _open(open_list: OpenList) -> OpenList:
    try:
        return open_list._replace(opened=ListIndex.open(open_list.path), error=None)
    except FileNotFoundError:
        return open_list._replace(opened=None, error=None)
    except UntrustedListError as error:
        return open_list._replace(opened=None, error=error)


def _hit(open_list: OpenList, doubt: Message | None, found: IndexHit, index: ListIndex) -> Hit:
    day = last = found.last_day or index.day
    reporters = open_list.meant(found.reporters)
    if reporters is None and (found.seen or not found.last_day):
        last = max(day, index.checked_day)  # whoever keeps the list has had the time to take it off
    return Hit(
        open_list.name,
        open_list.trust,
        date.fromordinal(last),
        reporters,
        found.disputes,
        found.category,
        open_list.origin,
        doubt,
        date.fromordinal(day) if found.seen else None,
    )
