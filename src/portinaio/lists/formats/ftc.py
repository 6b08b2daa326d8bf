"""The do-not-call complaints that the American Federal Trade Commission publishes each working day.

    Company_Phone_Number,Created_Date,Violation_Date,Consumer_City,Consumer_State,Consumer_Area_Code,Subject,
    Recorded_Message_Or_Robocall

One row is one complaint, so reporters and reports are how often a number stands there. What the rows say of the people
who complained is not read. A snapshot that kept only the column of numbers is read too.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.evidence import CATEGORIES, Evidence
from portinaio.core.message import Message, msg
from portinaio.lists.intake import columns
from portinaio.lists.intake.cell_cache import CellCache
from portinaio.lists.intake.cells.days import day_of
from portinaio.lists.intake.format import Format
from portinaio.lists.intake.holds import Holds
from portinaio.lists.intake.numbering import AMERICAN_STEP, FIRST_AMERICAN
from portinaio.lists.intake.one_column import read_one_column
from portinaio.lists.intake.row import rejected
from portinaio.lists.intake.runs import SortedRuns
from portinaio.lists.intake.text import head_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

    from portinaio.lists.intake.format import Context, Row, Rows


_NUMBER, _CREATED, _VIOLATION = "company_phone_number", "created_date", "violation_date"
_SUBJECT, _ROBOCALL = "subject", "recorded_message_or_robocall"
_EMPTY = msg("this complaint names no number")
_FOREIGN = msg("more than %(n)d numbers from outside North America", n=100_000)
_MOST_FOREIGN = 100_000
_NOTHING_MORE = repeat(""), repeat(""), repeat(False)
_BATCH = 500  # below the interpreter's threshold for collecting garbage

# A complaint is packed into one whole number: ten digits of the number, day since `_EPOCH`, place of the category.
_DAY_BITS, _CATEGORY_BITS = 14, 4
_EPOCH = date(2000, 1, 1).toordinal()
_LAST_DAY = (1 << _DAY_BITS) - 1
_CATEGORY = (1 << _CATEGORY_BITS) - 1
_DAYS = (0, *range(_EPOCH + 1, _EPOCH + _LAST_DAY + 1))
"""Ordinals by day since the epoch; 0 where a complaint has none, which sorts before all others."""
_DIGITS_SHIFT = _DAY_BITS + _CATEGORY_BITS
_AMERICAN = 10  # digits behind the 1

_SUBJECTS = (
    ("pretending", "scam"),
    ("technical support", "scam"),
    ("lotteries", "scam"),
    ("dropped", "silent"),
    ("debt", "debt"),
    ("energy", "energy"),
    ("loans", "finance"),
    ("charit", "charity"),
    ("political", "political"),
    ("survey", "survey"),
    ("no subject", ""),
    ("other", ""),
    ("", "marketing"),
)


def sniff(head: bytes, _name: str) -> int:
    return 100 if _NUMBER in columns.header_of(head) else 0


def holds(_data: bytes) -> Holds:
    return Holds.COMPLAINTS


def read(source: BufferedReader, context: Context) -> Iterator[Rows]:
    names = columns.header_of(head_of(source))
    if len(names) == 1:
        yield from read_one_column(source, context, complaints=True)
        return
    runs = SortedRuns()
    complaints = _Complaints(_Places.of(names), context, runs)
    try:
        for last_line, batch in columns.batches_of(source, ",", _BATCH):
            yield from complaints.taken(last_line, batch)
            runs.settle()
            context.seen(len(batch))
        yield from _american(runs, context)
    finally:
        runs.close()
    yield from complaints.foreign(context)


class _Places(NamedTuple):
    """Columns; one that is missing is taken to be behind the last, where every row is empty."""

    number: int
    created: int
    subject: int
    robocall: int

    @classmethod
    def of(cls, names: list[str]) -> _Places:
        at = {name: place for place, name in enumerate(names)}
        number = at.get(_NUMBER, at.get("pattern", at.get("number", 0)))
        none = len(names)
        created = at.get(_CREATED, at.get(_VIOLATION, none))
        return cls(number, created, at.get(_SUBJECT, none), at.get(_ROBOCALL, none))


class _Complaints:
    def __init__(self, places: _Places, context: Context, runs: SortedRuns) -> None:
        self._places = places
        self._numbering = context.numbering
        self._runs = runs
        self._others: dict[int, list[int]] = {}
        """Packed complaints about numbers outside North America, by key."""
        self._days = CellCache(_packed_day)
        self._categories = CellCache(_categories)
        """Places of categories, by whether a recording spoke and then by subject."""

    def taken(self, last_line: int, batch: list[list[str]]) -> Iterator[Row]:
        """Ten-digit numbers all at once, as nearly all are; then one by one what is left."""
        number = self._places.number
        width = max(self._places) + 1
        if min(map(len, batch)) < width:
            batch = [
                row if len(row) >= width else [*row, *[""] * (width - len(row))] for row in batch
            ]
        plain = [row for row in batch if len(row[number]) == _AMERICAN and row[number] > "2"]
        digits = "".join([row[number] for row in plain])
        if digits.isdigit() and digits.isascii():
            self._runs.fresh.extend(self._packed(plain))
        else:
            plain = []
        if len(plain) < len(batch):
            yield from self._odd(last_line, batch, taken={id(row) for row in plain})

    def _packed(self, rows: list[list[str]]) -> list[int]:
        number, created, subject, robocall = self._places
        days, categories = self._days, self._categories
        return [
            int(row[number]) << _DIGITS_SHIFT
            | days[row[created][:10]]
            | categories[row[robocall]][row[subject]]
            for row in rows
        ]

    def _odd(self, last_line: int, batch: list[list[str]], taken: set[int]) -> Iterator[Row]:
        _, created, subject, robocall = self._places
        for line, row in enumerate(batch, last_line - len(batch) + 1):
            if id(row) in taken or not any(row):
                continue
            text = row[self._places.number].strip()
            packed = self._days[row[created][:10]] | self._categories[row[robocall]][row[subject]]
            if refusal := self._other(text, packed):
                yield rejected(line, text, refusal)

    def foreign(self, context: Context) -> Iterator[Row]:
        for number in sorted(self._others):
            packed = sorted(self._others[number])
            days = [_DAYS[p >> _CATEGORY_BITS & _LAST_DAY] for p in packed]
            category = next((p & _CATEGORY for p in reversed(packed) if p & _CATEGORY), 0)
            context.repeats += len(packed) - 1
            yield Evidence(
                number,
                number,
                len(packed),
                len(packed),
                first_day=days[0],
                last_day=days[-1],
                category=CATEGORIES[category],
            )

    def _other(self, text: str, packed: int) -> Message | None:
        """Anything but ten digits."""
        if not text:
            return _EMPTY
        meant = self._numbering.exact(text)
        if isinstance(meant, Message):
            return meant
        ten = (meant - FIRST_AMERICAN) // AMERICAN_STEP
        if meant == FIRST_AMERICAN + ten * AMERICAN_STEP and 0 <= ten < 10**_AMERICAN:
            self._runs.fresh.append(ten << _DIGITS_SHIFT | packed)
        elif meant in self._others or len(self._others) < _MOST_FOREIGN:
            self._others.setdefault(meant, []).append(packed)
        else:
            return _FOREIGN
        return None


def _packed_day(stamp: str) -> int:
    month_first = stamp[2:3] == "/"
    day = day_of(f"{stamp[6:10]}-{stamp[:2]}-{stamp[3:5]}" if month_first else stamp) - _EPOCH
    return day << _CATEGORY_BITS if 0 < day <= _LAST_DAY else 0


def _categories(robocall: str) -> CellCache[int]:
    recorded = robocall.strip().upper() == "Y"

    def place_of(subject: str) -> int:
        plain = subject.strip().lower()
        category = next(category for part, category in _SUBJECTS if part in plain) if plain else ""
        return CATEGORIES.index(category or ("robocall" if recorded else ""))

    return CellCache(place_of)


def _american(runs: SortedRuns, context: Context) -> Iterator[list[Evidence]]:
    """One row a number. Dictionaries keep the order and the last of equals, so that nothing here is a loop of ours."""
    for stretch in runs.stretches(_DIGITS_SHIFT):
        numbers = [packed >> _DIGITS_SHIFT for packed in stretch]
        times = Counter(numbers)
        last = dict(zip(numbers, stretch, strict=True))
        first = dict(zip(reversed(numbers), reversed(stretch), strict=True))
        said = {p >> _DIGITS_SHIFT: CATEGORIES[p & _CATEGORY] for p in stretch if p & _CATEGORY}
        context.repeats += len(numbers) - len(times)
        keys = [FIRST_AMERICAN + n * AMERICAN_STEP for n in times]
        last_days = [_DAYS[packed >> _CATEGORY_BITS & _LAST_DAY] for packed in last.values()]
        first_days = [_DAYS[p >> _CATEGORY_BITS & _LAST_DAY] for p in reversed(first.values())]
        categories = [said.get(n, "") for n in times]
        known = keys, keys, times.values(), times.values(), repeat(0), first_days, last_days
        yield list(map(Evidence._make, zip(*known, categories, *_NOTHING_MORE, strict=False)))


FORMAT = Format(
    "ftc",
    msg("complaints of the American do-not-call register"),
    sniff,
    read,
    holds=holds,
    region="US",
    ordered=True,
)
