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
from time import monotonic

from portinaio.core import score
from portinaio.core.named_tuple import NamedTuple
from portinaio.lists.blocks import Near, by_trust, is_full, nearest, thickest
from portinaio.lists.candidates import Candidate, asked, candidates
from portinaio.lists.index import swap_counter
from portinaio.lists.index.density.notes import block_bounds
from portinaio.lists.innocents import held_by
from portinaio.lists.open_list import OpenList, compared, hit_of, opened, origins_of, reopened

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from portinaio.core.facts import Density, Hit, Neighbours
    from portinaio.lists.index.reader import ListIndex


class Lookup(NamedTuple):
    """What the lists say of a caller."""

    hits: tuple[Hit, ...] = ()
    neighbours: Neighbours | None = None
    density: Density | None = None
    innocent: str = ""
    """Name of the list by which the caller is a public body."""


NOTHING = Lookup()
LOOK_EVERY_S = 0.05  # at the folder, which costs as much as asking three lists


class OpenLists:
    def __init__(self, folder: Path | str) -> None:
        self._folder = os.fspath(folder)
        self._lists: tuple[OpenList, ...] = ()
        self._candidates: tuple[Candidate, ...] = ()
        self._innocents: tuple[tuple[str, ListIndex], ...] = ()
        self._held: dict[str, tuple[int, ...]] = {}
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
            open_list = opened(OpenList(name, trust, path, None, None, origin, complaints, vetted))
            others = [other for other in self._lists if other.name != name]
            self._arrange((*others, open_list))
        return open_list

    def remove(self, name: str) -> None:
        with self._arranging:
            self._arrange(tuple(open_list for open_list in self._lists if open_list.name != name))

    def _arrange(self, open_lists: tuple[OpenList, ...]) -> None:
        self._lists = open_lists = compared(open_lists)
        self._held = {}
        origins = origins_of(open_lists)
        self._candidates = candidates(
            each._replace(origin=origins.get(each.name, each.origin)) for each in open_lists
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

    def innocents_on(self, open_list: OpenList) -> tuple[int, ...]:
        """Keys of public bodies that a list of callers holds as all are now. It takes a microsecond each, so it is done once."""
        index, known = open_list.opened, self._held
        if index is None or open_list.innocents:
            return ()
        if open_list.name not in known:
            known[open_list.name] = held_by(index, [each for _, each in self._innocents])
        return known[open_list.name]

    def look_up(self, key: int, today: date) -> Lookup:
        """Everything at once: one look at the folder, one bisection a list for a number that none of them knows."""
        self._refresh()
        innocent = _innocent(self._innocents, key) if self._innocents else ""
        day = today.toordinal()
        speaking = asked(self._candidates, key, day)
        if not speaking:
            return Lookup(innocent=innocent) if innocent else NOTHING
        hits = []
        near: list[Near] = []
        low, high = block_bounds(key, 1_000)
        found, place, read = None, -1, None
        for (_, open_list, doubt, index, first), known, quiet in speaking:
            if first is not read:
                found, place = first.look(key, low, high, known)
                read = first
            # What means half of a country has something to say of each of its blocks.
            if place >= 0 and not doubt:
                trust = score.block_trust(open_list.trust)
                near.append(Near(index, first, place, open_list.meant, trust, quiet))
            if found:
                hits.append(hit_of(open_list, doubt, found, index))
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
                self._arrange(tuple(map(reopened, self._lists)))


def _innocent(innocents: tuple[tuple[str, ListIndex], ...], key: int) -> str:
    """The first list that holds the number itself; of the numbers around a town hall it knows nothing."""
    return next((name for name, index in innocents if index.find(key)), "")
