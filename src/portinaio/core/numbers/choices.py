"""Patterns with a choice of digits at some places, and what they come to without one.

    +3902?5*          any digit, and anything behind
    +3902[1-3]*       one of these
    +39333000000?     a number of just that length

Each place is the text of the digits that may stand there. A list keeps stretches alone, so of a pattern it gets those
that it comes to, as long as they are few; an entry is matched as it is.
"""

from __future__ import annotations

import re
from itertools import product
from math import prod

from portinaio.core.named_tuple import NamedTuple

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, Generic, TypeVar

    Places = tuple[str, ...]
    """For each place the digits that may stand there, in order."""
    T = TypeVar("T")
else:  # while the program runs, it is a plain class
    T, Generic = None, {None: object}

ANY = "0123456789"
MOST_STRETCHES = 1_000  # that one pattern may come to
_PIECE = re.compile(r"\[([\d,-]+)\]|(\d)|\?|[ ()./-]")
_RUN = re.compile(r"(\d)(?:-(\d))?,?")


def places_in(text: str) -> Places | None:
    """Of digits, `?` and sets such as `[1-3]`, with separators between; `None` where something else stands there."""
    found: list[str] = []
    at = 0
    while at < len(text):
        piece = _PIECE.match(text, at)
        if piece is None:
            return None
        at = piece.end()
        if piece[1]:
            chosen = _chosen(piece[1])
            if not chosen:
                return None
            found.append(chosen)
        elif piece[2] or piece[0] == "?":
            found.append(piece[2] or ANY)
    return tuple(found)


def _chosen(body: str) -> str:
    """The digits of a set; empty where it is none, such as `3-1`."""
    runs = list(_RUN.finditer(body))
    if "".join(run[0] for run in runs) != body or any(run[2] and run[2] < run[1] for run in runs):
        return ""
    return "".join(d for d in ANY if any(run[1] <= d <= (run[2] or run[1]) for run in runs))


def written(places: Iterable[str]) -> str:
    """The one way in which they are kept: `[1-3]` for three neighbours, `?` for any."""
    return "".join(map(_written, places))


def _written(choice: str) -> str:
    if len(choice) == 1:
        return choice
    return "?" if choice == ANY else f"[{''.join(map(_run_text, _runs(choice)))}]"


def _run_text(run: str) -> str:
    return f"{run[0]}-{run[-1]}" if len(run) > 2 else run


def _runs(choice: str) -> Iterator[str]:
    start = 0
    for at in range(1, len(choice) + 1):
        if at == len(choice) or int(choice[at]) != int(choice[at - 1]) + 1:
            yield choice[start:at]
            start = at


class Stretch(NamedTuple):
    """One of those that a pattern comes to: digits of its first number, and of its last."""

    first: str
    last: str
    open: bool
    """Whether anything may follow."""

    @property
    def text(self) -> str:
        """As it is stored."""
        if self.open:
            return f"+{self.first}*"
        return f"+{self.first}" if self.first == self.last else f"+{self.first}..+{self.last}"


def stretches(
    places: Places, *, open_ended: bool, most: int = MOST_STRETCHES
) -> list[Stretch] | None:
    """In order; `None` where they are more than `most`. Numbers of one length that follow each other are one."""
    head, tail = places, ()  # type: tuple[Places, Places]
    if not open_ended:
        while head and head[-1] == ANY:
            head, tail = head[:-1], (ANY, *tail)
        if head and len(list(_runs(head[-1]))) == 1:
            head, tail = head[:-1], (head[-1], *tail)
    if prod(map(len, head)) > most:
        return None
    first = "".join(choice[0] for choice in tail)
    last = "".join(choice[-1] for choice in tail)
    begun = map("".join, product(*head))
    return [Stretch(one + first, one + last, open_ended) for one in begun]


class ChoiceTree(Generic[T]):
    """Many patterns at a time, looked up digit by digit: what they share is looked at once."""

    def __init__(self, things: Iterable[T], places_of: Callable[[T], Places]) -> None:
        self._root: dict[str, Any] = {}
        for thing in things:
            node = self._root
            for choice in places_of(thing):
                node = node.setdefault(choice, {})
            node.setdefault("", []).append(thing)

    def beginning(self, digits: str) -> list[T]:
        """Those whose places the first of these digits fit, whether or not more may follow, in no order."""
        if not self._root:
            return []
        found: list[T] = []
        nodes = [self._root]
        for digit in digits:
            nodes = [
                then
                for node in nodes
                for choice, then in node.items()
                if choice and digit in choice
            ]
            for node in nodes:
                found += node.get("", ())
        return found
