"""Which number is meant by a digest: of those that the house knows, and of those on its lists.

What the house knows is digested here when it has changed; a list in a process of its own, and until that is done its numbers
are not found by their digests. The ranges that the country reserves for sales, and beginnings that the user blocks, are found
by the digest of a number without its last two digits, as far as their numbers go on for six digits at most.
"""

from __future__ import annotations

import os
import subprocess
from itertools import chain
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from portinaio.config.interpreter import command
from portinaio.core.entry import EntryKind
from portinaio.core.numbers.reserved import Effect
from portinaio.daemon.gateway.derived import digest_table
from portinaio.daemon.gateway.derived.digest_table import DigestTable, bounds, spellings, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.daemon.context import Context
    from portinaio.lists.open_list import OpenList

WORKER = "portinaio.daemon.gateway.derived.digest_worker"
LOOK_EVERY_S = 20.0
RECENT_CALLS = 1_000
LONGEST_SUFFIX = 6  # digits: of a range ten thousand blocks of a hundred
MOST_OF_RANGES = 200_000
MOST_FOUND = (
    500  # numbers or blocks whose digests begin alike; of a million, four digits leave fifteen
)
VOTES = 100
FULL = {10: 10, 100: 100}


class Range(TypedDict):
    """A block as PhoneBlock's `check-prefix` tells of it."""

    prefix: str
    votes: int
    cnt: int


class _House(NamedTuple):
    numbers: dict[int, str]
    blocks: dict[int, str]
    """Of 100, or of 10, that a range holds whole, with the digits of the right spelling."""


class Digests:
    """Fit for several threads."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._lock = Lock()
        self._house: _House | None = None
        self._version: tuple[object, ...] = ()
        self._tables: dict[str, DigestTable] = {}
        self._look_again_s = 0.0
        self._worker: subprocess.Popen[bytes] | None = None

    def number_of(self, digest: str) -> str | None:
        """In E.164."""
        wanted = int(digest[:16], 16)
        if known := self._known().numbers.get(wanted):
            return known
        found = (table.numbers.of(wanted) for table in self._listed())
        number = next((each for each in found if each is not None), None)
        return None if number is None else f"+{number}"

    def block_of(self, ten: str, hundred: str) -> str | None:
        """A number of the block of 10 or 100 that these digests are of, where a range holds it."""
        blocks = self._known().blocks
        for digest, last in ((hundred, "73"), (ten, "7")):
            if digest and (block := blocks.get(int(digest[:16], 16))):
                return f"+{block}{last}"
        return None

    def beginning(self, prefix: str) -> list[str]:
        """Numbers whose digests begin so."""
        low, high = bounds(prefix)
        own = [number for at, number in self._known().numbers.items() if low <= at < high]
        listed = (
            f"+{number}"
            for table in self._listed()
            for number in table.numbers.beginning(prefix, MOST_FOUND)
        )
        return list(dict.fromkeys(chain(own, listed)))[:MOST_FOUND]

    def blocks(self, prefix: str, size: int) -> list[Range]:
        """Those whose digests begin so, with how many of their numbers are listed; a range holds all of them."""
        if not prefix:
            return []
        found: dict[str, int] = {}
        for table in self._listed():
            section = table.tens if size == 10 else table.hundreds
            for value in section.beginning(prefix, MOST_FOUND):
                digits, count = digest_table.block_of(value)
                found[digits] = max(found.get(digits, 0), count)
        if size == 100:
            low, high = bounds(prefix)
            for at, digits in self._known().blocks.items():
                if low <= at < high:
                    found[digits] = FULL[size]
        return [
            {"prefix": f"+{digits}", "votes": VOTES if count == FULL[size] else count, "cnt": count}
            for digits, count in list(found.items())[:MOST_FOUND]
        ]

    def refresh(self) -> None:
        """Have made anew what is older than its list, one at a time and beside all else."""
        with self._lock:
            now_s = monotonic()
            if now_s < self._look_again_s:
                return
            self._look_again_s = now_s + LOOK_EVERY_S
            if self._worker is not None and self._worker.poll() is None:
                return
            self._worker = None
            for each in self._lists():
                path = self._path(each)
                table = digest_table.read(path)
                if table:
                    self._tables[each.name] = table
                if each.opened and (
                    table is None or table.identity != digest_table.identity_of(each.opened)
                ):
                    self._make(each, path)
                    self._look_again_s = now_s + 1
                    return

    def close(self) -> None:
        if self._worker is not None and self._worker.poll() is None:
            self._worker.terminate()
            self._worker.wait()

    def _make(self, each: OpenList, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._worker = subprocess.Popen(  # noqa: S603  # our own interpreter, no shell
            (*command(WORKER), os.fspath(each.path), os.fspath(path)),
            stdin=subprocess.DEVNULL,
        )

    def _path(self, each: OpenList) -> Path:
        return Path(self._context.home.cache, "digests", f"{each.name}.sha1")

    def _lists(self) -> tuple[OpenList, ...]:
        lists = self._context.open_lists
        return tuple(each for each in lists.all() if not each.innocents) if lists else ()

    def _listed(self) -> list[DigestTable]:
        self.refresh()
        names = {each.name for each in self._lists()}
        return [table for name, table in self._tables.items() if name in names]

    def _known(self) -> _House:
        context = self._context
        version = context.revision, context.store.version(), context.now().date()
        house = self._house
        if house is None or version != self._version:
            house = self._house = _House(
                {
                    word(text): number
                    for number in self._numbers()
                    for text in spellings(number[1:])
                },
                dict(self._ranges()),
            )
            self._version = version
        return house

    def _numbers(self) -> Iterator[str]:
        store = self._context.store
        for call in store.calls.page(limit=RECENT_CALLS):
            if call.number:
                yield call.number
        yield from store.outgoing.days()
        yield from store.contacts.names()
        for entry in store.entries.all(self._context.now()):
            if entry.exact:
                yield entry.text

    def _ranges(self) -> Iterator[tuple[int, str]]:
        config, left = self._context.config, MOST_OF_RANGES
        reserved = (
            each.pattern.text
            for each in config.ranges
            if each.effect is Effect.REPORTED and each.country == config.plan.country
        )
        own = (
            entry.text
            for entry in self._context.store.entries.all(self._context.now())
            if entry.kind is EntryKind.BLOCK and entry.pattern and not entry.exact
        )
        for text in chain(reserved, own):
            digits = text[1:-1]
            if not (text[:1] == "+" and text[-1:] == "*" and digits.isdigit()):
                continue
            for block in _blocks_in(digits):
                yield from ((word(spelt), block) for spelt in spellings(block))
                left -= 1
                if not left:
                    return


def _blocks_in(beginning: str) -> Iterator[str]:
    """What is left of the numbers that begin so without their last two digits; or one, where only that is hidden."""
    for more in range(LONGEST_SUFFIX - 1):
        yield from (f"{beginning}{at:0{more}d}" if more else beginning for at in range(10**more))
