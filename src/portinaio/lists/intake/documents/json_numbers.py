"""Where in a value of JSON the telephone numbers stand, however deep: in lists, under members that are called so, and as names of members.

What is found keeps the members that stand around it, so that a number in a person's list of telephones has the person's name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.lists.intake.column_names import holds_no_numbers
from portinaio.lists.intake.columns import number_like, plainly_a_number
from portinaio.lists.intake.number_columns import (
    MOST_NAMED,
    OWN,
    UNTITLED,
    Column,
    Columns,
    left_column,
)
from portinaio.lists.intake.number_titles import Says, said_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.core.message import Message

DEEPEST = 20  # lists and objects within each other


class Found(NamedTuple):
    number: object
    """What stands where a number should."""
    fields: dict[str, object]


class TooDeepError(ValueError):
    """Nobody has nested a list so."""


class NumberFinder:
    """Of one file, whose objects are mostly alike."""

    def __init__(self) -> None:
        self._read: dict[str, None] = {}
        self._left: dict[str, Message] = {}
        self.further: list[str] = []
        """Of the last value: numbers under names that say something else."""

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
        for each in self._walk(value, Says.NUMBERS, {}, unnamed, 0):
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

    def _walk(
        self,
        value: object,
        says: Says,
        fields: dict[str, object],
        unnamed: list[tuple[str, Found]],
        depth: int,
    ) -> Iterator[Found]:
        if depth > DEEPEST:
            raise TooDeepError
        if isinstance(value, dict):
            yield from self._in_object(value, fields, unnamed, depth)
        elif isinstance(value, list):
            for each in value:
                yield from self._walk(each, says, fields, unnamed, depth + 1)
        elif says is Says.NUMBERS or (says is Says.NOTHING and _may_be_number(value)):
            yield Found(value, fields)

    def _in_object(
        self,
        value: dict[str, object],
        around: dict[str, object],
        unnamed: list[tuple[str, Found]],
        depth: int,
    ) -> Iterator[Found]:
        said = {name: said_by(name) for name in value}
        surely = [name for name, says in said.items() if says is Says.NUMBERS]
        named = surely or [name for name, says in said.items() if says is Says.PERHAPS]
        fields = {**around, **{n: v for n, v in value.items() if not isinstance(v, dict | list)}}
        for name, cell in value.items():
            if said[name] is Says.OWN and _may_be_number(cell):
                self._left_out(name, OWN)
            elif isinstance(cell, dict | list):
                yield from self._in_member(name, cell, fields, unnamed, depth)
            elif name in named:
                self._read_in(name)
                yield Found("" if cell is None else cell, fields)
            elif number_like(name):
                yield Found(name, {**around, "company": cell if isinstance(cell, str) else ""})
            elif holds_no_numbers(name):
                continue
            elif isinstance(cell, str) and plainly_a_number(cell.strip()):
                unnamed.append((name, Found(cell.strip(), fields)))

    def _in_member(
        self,
        name: str,
        cell: dict[str, object] | list[object],
        fields: dict[str, object],
        unnamed: list[tuple[str, Found]],
        depth: int,
    ) -> Iterator[Found]:
        if number_like(name):
            inner = cell if isinstance(cell, dict) else {}
            yield Found(name, {**fields, **inner})
        of_numbers = said_by(name) is Says.NUMBERS
        if of_numbers:
            self._read_in(name)
            if isinstance(cell, dict):  # {"phones": {"home": "+39…", "work": "+39…"}}
                yield from (Found(each, fields) for each in cell.values() if _may_be_number(each))
        yield from self._walk(
            cell, Says.NUMBERS if of_numbers else Says.NOTHING, fields, unnamed, depth + 1
        )

    def _read_in(self, *names: str) -> None:
        for name in names:
            if len(self._read) < MOST_NAMED:
                self._read[name] = None

    def _left_out(self, name: str, reason: Message) -> None:
        if len(self._left) < MOST_NAMED:
            self._left.setdefault(name, reason)


def _may_be_number(value: object) -> bool:
    return isinstance(value, str) and number_like(value)
