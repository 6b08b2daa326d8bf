"""Where in a value of JSON the telephone numbers stand, however deep: in lists, under members that are called so, and as names of members.

What is found keeps the members that stand around it, so that a number in a person's list of telephones has the person's name.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from portinaio.lists.intake.cells.remarks import LONGEST, holds_a_number
from portinaio.lists.intake.column_names import holds_no_numbers, plain
from portinaio.lists.intake.columns import number_like, plainly_a_number
from portinaio.lists.intake.number_columns import (
    ALIKE,
    FEWEST_ALIKE,
    MOST_NAMED,
    NO_NUMBERS,
    OWN,
    UNTITLED,
    Column,
    Columns,
    left_column,
)
from portinaio.lists.intake.number_titles import Says, said_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from portinaio.core.message import Message

DEEPEST = 20  # lists and objects within each other
_MOST_LISTED = 20
_MOST_LEAVES = 200  # of an object, looked at to see what stands in every one

Path = tuple[str, ...]
"""Names of members within each other, empty for a list."""


class Found(NamedTuple):
    number: object
    """What stands where a number should."""
    fields: dict[str, object]


class TooDeepError(ValueError):
    """Nobody has nested a list so."""


class NumberFinder:
    """Of one file, whose objects are mostly alike."""

    def __init__(self, wanted: Sequence[str] = ()) -> None:
        """`wanted` are the members of the numbers, where somebody has said which."""
        self._wanted = frozenset(map(plain, wanted))
        self._alike: frozenset[Path] = frozenset()
        self._read: dict[str, None] = {}
        self._left: dict[str, Message] = {}
        self.further: list[str] = []
        """Of the last value: numbers under names that say something else."""
        self.texts: dict[str, str] = {}
        """By member, the first text within which a number stands."""

    @property
    def columns(self) -> Columns:
        """Members in the place of columns."""
        read = tuple(Column(n, name) for n, name in enumerate(self._read, 1))
        left = (left_column(n, name, why) for n, (name, why) in enumerate(self._left.items()))
        return Columns(read, tuple(left))

    def found(self, value: object) -> list[Found]:
        """The same number twice is one. `TooDeepError` where it is not worth going on."""
        self.further = []
        unnamed: list[tuple[str, Found]] = []
        found: dict[str, Found] = {}
        for each in self._walk(value, Says.NUMBERS, {}, unnamed, ()):
            found.setdefault(str(each.number).strip(), each)
        if not found or (len(found) == 1 and "" in found and unnamed):
            # Nothing is called a telephone here, so what plainly is a number is what was meant.
            meant = [(name, each) for name, each in unnamed if said_by(name) is Says.NOTHING]
            found = {str(each.number): each for _, each in meant} or found
            self._read_in(*(name for name, _ in meant))
        else:
            told = {str(each.number): name for name, each in unnamed}
            self.further = [text for text in told if text not in found]
            for text in self.further:
                self._left_out(told[text], UNTITLED)
        if len(found) > 1:
            found.pop("", None)
        return list(found.values())

    def beside(self, value: dict[str, object]) -> list[str]:
        """Numbers of what speaks of a whole list, and from which nothing is taken."""
        read = dict(self._read)
        try:
            found = [str(each.number).strip() for each in self.found(value)]
        except TooDeepError:
            found = []
        self._read = read
        return list(filter(plainly_a_number, found))

    def _walk(
        self,
        value: object,
        says: Says,
        fields: dict[str, object],
        unnamed: list[tuple[str, Found]],
        path: Path,
    ) -> Iterator[Found]:
        if len(path) > DEEPEST:
            raise TooDeepError
        value = _unfolded(value)
        if isinstance(value, dict):
            yield from self._in_object(value, fields, unnamed, path)
        elif isinstance(value, list):
            for each in value:
                yield from self._walk(each, says, fields, unnamed, (*path, ""))
        elif says is Says.NUMBERS or (says is Says.NOTHING and _may_be_number(value)):
            yield Found(value, fields)

    def _in_object(
        self,
        value: dict[str, object],
        around: dict[str, object],
        unnamed: list[tuple[str, Found]],
        path: Path,
    ) -> Iterator[Found]:
        value = {name: _unfolded(cell) for name, cell in value.items()}
        said = {name: self._said_by(name) for name in value}
        surely = [name for name, says in said.items() if says is Says.NUMBERS]
        named = surely or [name for name, says in said.items() if says is Says.PERHAPS]
        fields = {**around, **{n: v for n, v in value.items() if not isinstance(v, dict | list)}}
        for name, cell in value.items():
            here = (*path, name)
            if said[name] is Says.OWN and _holds_own(name, cell):
                self._left_out(name, OWN)
            elif here in self._alike:
                self._left_out(".".join(filter(None, here)), ALIKE)
            elif isinstance(cell, dict | list):
                yield from self._in_member(cell, fields, unnamed, here)
            elif name in named:
                self._read_in(name)
                yield Found("" if cell is None else cell, fields)
            elif self._wanted:
                continue
            elif number_like(name):
                yield Found(name, {**around, "company": cell if isinstance(cell, str) else ""})
            elif isinstance(cell, str):
                self._in_text(name, cell, fields, unnamed)

    def _in_text(
        self, name: str, cell: str, fields: dict[str, object], unnamed: list[tuple[str, Found]]
    ) -> None:
        """Of a member that is not called a telephone."""
        is_number = plainly_a_number(cell.strip())
        if is_number and holds_no_numbers(name):
            self._left_out(name, NO_NUMBERS)
        elif is_number:
            unnamed.append((name, Found(cell.strip(), fields)))
        elif len(self.texts) < MOST_NAMED and name not in self.texts and _is_text_with_number(cell):
            self.texts[name] = cell

    def _in_member(
        self,
        cell: dict[str, object] | list[object],
        fields: dict[str, object],
        unnamed: list[tuple[str, Found]],
        path: Path,
    ) -> Iterator[Found]:
        name = path[-1]
        if number_like(name):
            inner = cell if isinstance(cell, dict) else {}
            yield Found(name, {**fields, **inner})
        of_numbers = self._said_by(name) is Says.NUMBERS
        if of_numbers:
            self._read_in(name)
            if isinstance(cell, dict):  # {"phones": {"home": "+39…", "work": "+39…"}}
                yield from (Found(each, fields) for each in cell.values() if _may_be_number(each))
        yield from self._walk(
            cell, Says.NUMBERS if of_numbers else Says.NOTHING, fields, unnamed, path
        )

    def _said_by(self, name: str) -> Says:
        if self._wanted:
            return Says.NUMBERS if plain(name) in self._wanted else Says.ELSE
        return said_by(name)

    def look(self, values: Sequence[object]) -> None:
        """The first of a file: a number that stands in each of them, beside others that do not, is nobody's who has called."""
        objects = [value for value in values if isinstance(value, dict)]
        if len(objects) < FEWEST_ALIKE or len(objects) < len(values):
            return
        if self._wanted:
            return
        leaves = [dict(_leaves(value)) for value in objects]
        shared = set.intersection(*map(set, leaves))
        cells = {path: {str(each[path]).strip() for each in leaves} for path in shared}
        numbers = {path: set(filter(plainly_a_number, texts)) for path, texts in cells.items()}
        if any(len(texts) > 1 for texts in numbers.values()):
            alike = {path for path in shared if len(cells[path]) == 1 and numbers[path]}
            self._alike = frozenset(filter(_says_nothing, alike))

    def _read_in(self, *names: str) -> None:
        for name in names:
            if len(self._read) < MOST_NAMED:
                self._read[name] = None

    def _left_out(self, name: str, reason: Message) -> None:
        if len(self._left) < MOST_NAMED:
            self._left.setdefault(name, reason)


def _unfolded(value: object) -> object:
    """JSON that stands in a text, as programs write it down that pass each other's messages on."""
    if not isinstance(value, str) or value[:1] not in {"[", "{"}:
        return value
    try:
        inner = json.loads(value)
    except (ValueError, RecursionError):
        return value
    return inner if isinstance(inner, dict | list) else value


def _holds_own(name: str, cell: object) -> bool:
    """Whether a number stands in it; an object that is called `a` is one of several rather than what somebody calls to."""
    if isinstance(cell, dict | list):
        return len(name) > 1 and any(_may_be_number(each) for _, each in _leaves(cell))
    return _may_be_number(cell)


def _says_nothing(path: Path) -> bool:
    """Whether neither its name nor, of one that is called a number within something, the name around it says whose it is."""
    said = said_by(path[-1])
    return said is Says.NOTHING or (
        said in {Says.NUMBERS, Says.PERHAPS} and len(path) > 1 and said_by(path[-2]) is Says.NOTHING
    )


def _leaves(value: object) -> Iterator[tuple[Path, object]]:
    """What is neither list nor object, by the names around it; of a large object only some."""
    waiting: list[tuple[Path, object]] = [((), value)]
    inner: Iterable[tuple[str, object]]
    for path, each in waiting:  # which grows meanwhile
        if len(waiting) > _MOST_LEAVES:
            inner = ()
        elif isinstance(each, dict):
            inner = islice(each.items(), _MOST_LEAVES)
        else:
            inner = (("", one) for one in each[:_MOST_LISTED]) if isinstance(each, list) else ()
        waiting += [((*path, name), one) for name, one in inner]
        if not isinstance(each, dict | list):
            yield path, each


def _is_text_with_number(cell: str) -> bool:
    return any(map(str.isalpha, cell[:LONGEST])) and holds_a_number(cell)


def _may_be_number(value: object) -> bool:
    return isinstance(value, str) and number_like(value)
