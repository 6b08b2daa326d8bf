"""The subscribed lists, open side by side: what all of them know of one caller.

    shelf = Shelf(folder)
    shelf.add("spam-it", 0.8, folder / "spam-it.nsx")
    shelf.heard(key, today)

All files lie in one folder, whose time of change is all that is looked at before a look-up; then the lists are opened
again whose files are others. A look-up works on the lists as they were when it began.
"""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.facts import Density, Hit, Neighbours
from portinaio.errors import UntrustedListError
from portinaio.lists.density.reading import block_bounds
from portinaio.lists.index.reader import ListIndex

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from portinaio.lists.index.reader import IndexHit


class Heard(NamedTuple):
    """What the lists say of a caller."""

    hits: tuple[Hit, ...] = ()
    neighbours: Neighbours | None = None
    density: Density | None = None


NOTHING = Heard()
LITTLE_TRUST = (
    0.4  # up to here no list may make a caller reported, so none of its neighbourhoods either
)
SPEAKS_FROM = 0.05  # what one number reported today says of its block of 1,000: not worth a word


class Volume(NamedTuple):
    """One list on the shelf."""

    name: str
    trust: float
    path: Path | str
    opened: ListIndex | None
    """`None` while its file is missing or damaged."""
    error: UntrustedListError | None = None
    """Why it is refused."""


class Shelf:
    def __init__(self, folder: Path | str) -> None:
        self._folder = folder
        self._volumes: tuple[Volume, ...] = ()
        self._changed_ns = -1

    def add(self, name: str, trust: float, path: Path | str) -> Volume:
        """Puts a list on the shelf, or changes its trust; the user's order is kept."""
        volume = _opened(name, trust, path)
        others = [other for other in self._volumes if other.name != name]
        self._volumes = (*others, volume)
        return volume

    def remove(self, name: str) -> None:
        self._volumes = tuple(volume for volume in self._volumes if volume.name != name)

    @property
    def volumes(self) -> tuple[Volume, ...]:
        self._refresh()
        return self._volumes

    def hits(self, key: int, today: date) -> tuple[Hit, ...]:
        return self.heard(key, today).hits

    def neighbours(self, key: int) -> Neighbours | None:
        return _nearest([volume.opened for volume in self.volumes if _speaks(volume)], key)

    def density(self, key: int, today: date) -> Density | None:
        indexes = [volume.opened for volume in self.volumes if _speaks(volume)]
        return _thickest(indexes, key, today.toordinal())

    def heard(self, key: int, today: date) -> Heard:
        """Everything at once: one look at the folder, one bisection a list for a number none of them knows."""
        self._refresh()
        hits = []
        near: list[ListIndex | None] = []
        low, high = block_bounds(key, 10_000)
        for volume in self._volumes:
            index = volume.opened
            if index is None:
                continue
            found, busy = index.look(key, low, high)
            if busy and volume.trust > LITTLE_TRUST:
                near.append(index)
            if found:
                hits.append(_hit(volume, found, found.last_day or index.day))
        if not near:
            return Heard(tuple(hits)) if hits else NOTHING
        return Heard(tuple(hits), _nearest(near, key), _thickest(near, key, today.toordinal()))

    def _refresh(self) -> None:
        try:
            changed_ns = os.stat(self._folder).st_mtime_ns  # noqa: PTH116  # before every call; Path takes twice the time
        except FileNotFoundError:
            changed_ns = 0
        if changed_ns != self._changed_ns:
            self._changed_ns = changed_ns
            self._volumes = tuple(
                volume
                if volume.opened and not volume.opened.changed()
                else _opened(volume.name, volume.trust, volume.path)
                for volume in self._volumes
            )


def _opened(name: str, trust: float, path: Path | str) -> Volume:
    try:
        return Volume(name, trust, path, ListIndex.open(path))
    except FileNotFoundError:
        return Volume(name, trust, path, None)
    except UntrustedListError as error:
        return Volume(name, trust, path, None, error)


def _hit(volume: Volume, found: IndexHit, day: int) -> Hit:
    return Hit(
        volume.name,
        volume.trust,
        date.fromordinal(day),
        found.reporters,
        found.disputes,
        found.category,
    )


def _speaks(volume: Volume) -> bool:
    return volume.opened is not None and volume.trust > LITTLE_TRUST


def _nearest(indexes: Sequence[ListIndex | None], key: int) -> Neighbours | None:
    """Counted over all lists, a number on several of them once; of the two blocks the one that says more."""
    tens: set[int] = set()
    hundreds: set[int] = set()
    for index in filter(None, indexes):
        ten, hundred = index.near(key)
        tens |= ten
        hundreds |= hundred
    if not hundreds:
        return None
    in_ten, in_hundred = min(len(tens), 10), min(len(hundreds), 100)
    return Neighbours(in_ten, 10) if in_ten * 10 >= in_hundred else Neighbours(in_hundred, 100)


def _thickest(indexes: Sequence[ListIndex | None], key: int, today: int) -> Density | None:
    """Of the list on which the blocks around the number stand out most."""
    thick = (index.density(key, today) for index in filter(None, indexes))
    most = max((found for found in thick if found), key=lambda found: found.share, default=None)
    if most is None or most.share < SPEAKS_FROM:
        return None
    return Density(most.numbers, max(most.days, 1), most.share)
