"""What a file that goes out cannot say: days, names, notes and counts for which its format has no place.

No format declares it. A field has a place where a row without it is written in other bytes than one with it; that is tried
once for each combination of fields, so it also holds of formats of other packages.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from portinaio.core.message import counted, msg, untranslated
from portinaio.core.numbers.pattern import key
from portinaio.lists.intake.row import each_of, rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from portinaio.api.answers import LossAnswer
    from portinaio.core.evidence import Evidence, Rejected
    from portinaio.core.message import Message
    from portinaio.core.numbers.pattern import Pattern
    from portinaio.lists.intake.format import Write

SAYS: dict[str, Callable[[int], Message]] = {
    "reports": lambda n: counted(
        "how often %(n)d number was reported", "how often %(n)d numbers were reported", n
    ),
    "calls": lambda n: counted(
        "how often %(n)d number has called", "how often %(n)d numbers have called", n
    ),
    "disputes": lambda n: counted(
        "that %(n)d number is disputed", "that %(n)d numbers are disputed", n
    ),
    "first_day": lambda n: counted(
        "the first day of %(n)d number", "the first day of %(n)d numbers", n
    ),
    "last_day": lambda n: counted(
        "the last day of %(n)d number", "the last day of %(n)d numbers", n
    ),
    "category": lambda n: counted(
        "what kind of call %(n)d number is known for",
        "what kind of call %(n)d numbers are known for",
        n,
    ),
    "company": lambda n: counted("the name of %(n)d number", "the names of %(n)d numbers", n),
    "note": lambda n: counted("the note of %(n)d number", "the notes of %(n)d numbers", n),
    "pattern": lambda n: counted(
        "that %(n)d pattern is one; what it comes to is written",
        "that %(n)d patterns are one each; what they come to is written",
        n,
    ),
    "groups": lambda n: counted("the groups of %(n)d number", "the groups of %(n)d numbers", n),
}
"""In the order in which they are told."""
_TOO_MANY = msg("this format has no such pattern, and it comes to too many beginnings")
_NUMBER = key("390200000000")  # any will do; each format can hold a single one


class Outgoing:
    """Rows on their way into a file: how many, and what is lost of them. A writer takes the next when it is done with one."""

    def __init__(
        self,
        rows: Iterable[Evidence],
        write: Write,
        what: str,
        says: Callable[[Pattern], bool] = lambda _: True,
    ) -> None:
        """`says` tells which patterns with a choice of digits can be written; others go out as what they come to."""
        self.count = 0
        self.unsayable: list[Rejected] = []
        """Patterns that come to too much."""
        self._says, self._apart = says, 0
        self._rows, self._write, self._what = rows, write, what
        self._lost = dict.fromkeys(SAYS, 0)
        self._known: dict[tuple[object, ...], frozenset[str]] = {}
        self._last: frozenset[str] = frozenset()

    def __iter__(self) -> Iterator[Evidence]:
        for row in self._sayable():
            self.count += 1
            self._last = self._lost_of(row)
            for field in self._last:
                self._lost[field] += 1
            yield row

    def _sayable(self) -> Iterator[Evidence]:
        for ordinal, row in enumerate(self._rows, 1):
            if row.choice is None or self._says(row.choice):
                yield row
            elif parts := each_of(row):
                self._apart += 1
                yield from parts
            else:
                self.unsayable.append(rejected(ordinal, row.choice.text, _TOO_MANY))

    def take_back(self) -> None:
        """The last row was refused whole."""
        self.count -= 1
        for field in self._last:
            self._lost[field] -= 1

    @property
    def losses(self) -> list[LossAnswer]:
        lost = {**self._lost, "pattern": self._apart}
        return [
            {"what": field, "rows": n, "says": untranslated(SAYS[field](n))}
            for field, n in lost.items()
            if n
        ]

    def _lost_of(self, row: Evidence) -> frozenset[str]:
        kind = _kind(row, self._what)
        if kind not in self._known:
            probe = _probe(row, self._what)
            whole = self._bytes(probe)
            self._known[kind] = frozenset(
                field
                for field, without in _without(probe, self._what)
                if self._bytes(without) == whole
            )
        return self._known[kind]

    def _bytes(self, row: Evidence) -> bytes:
        out = BytesIO()
        for _refused in self._write(iter((row,)), out):
            pass
        return out.getvalue()


def _kind(row: Evidence, what: str) -> tuple[object, ...]:
    """Which fields it has; of groups and kinds of call each is looked at by itself."""
    return (
        row.reporters is None,
        row.reports > 1,
        row.disputes > 0,
        row.first_day > 0,
        row.last_day > 0,
        row.category,
        bool(row.company),
        row.note if what == "contacts" else bool(row.note),
    )


def _probe(row: Evidence, what: str) -> Evidence:
    """A row of the same kind, whose values differ from those of a row that says nothing."""
    return row._replace(
        low=_NUMBER,
        high=_NUMBER,
        reporters=None if row.reporters is None else 8,
        reports=9 if row.reports > 1 else 1,
        disputes=7 if row.disputes else 0,
        first_day=row.first_day and 730_000,
        last_day=row.last_day and 738_000,
        company="company" if row.company else "",
        note=row.note if what == "contacts" else "note" * bool(row.note),
        seen=False,
    )


def _without(row: Evidence, what: str) -> Iterator[tuple[str, Evidence]]:
    """Each field that the row has, and the row without it."""
    if row.reporters is not None or row.reports > 1:
        yield "calls" if what == "calls" else "reports", row._replace(reporters=None, reports=1)
    if row.disputes:
        yield "disputes", row._replace(disputes=0)
    if row.first_day:
        yield "first_day", row._replace(first_day=0)
    if row.last_day:
        yield "last_day", row._replace(last_day=0)
    if row.category:
        yield "category", row._replace(category="")
    if row.company:
        yield "company", row._replace(company="")
    if what != "contacts" and row.note:
        yield "note", row._replace(note="")
    groups = row.note.split("\n") if what == "contacts" and row.note else []
    for group in groups:
        yield "groups", row._replace(note="\n".join(one for one in groups if one != group))
