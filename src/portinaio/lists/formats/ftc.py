"""The do-not-call complaints that the American Federal Trade Commission publishes each working day.

    Company_Phone_Number,Created_Date,Violation_Date,Consumer_City,Consumer_State,Consumer_Area_Code,Subject,
    Recorded_Message_Or_Robocall

One row is one complaint, so reporters and reports are how often a number stands there. What the rows say of the people
who complained is not read. A snapshot that kept only the column of numbers is read too.
"""

from __future__ import annotations

from datetime import date
from itertools import groupby, islice
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.evidence import CATEGORIES, Evidence
from portinaio.core.pattern import key
from portinaio.core.words import Words, words
from portinaio.lists.intake import columns
from portinaio.lists.intake.row import day_of, rejected
from portinaio.lists.intake.runs import SortedRuns
from portinaio.lists.intake.tally import tallied
from portinaio.lists.intake.text import head_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

    from portinaio.lists.intake.format import Context, Row

ID = "ftc"
TITLE = words("complaints of the American do-not-call register")
REGION = "US"
ORDERED = True

_NUMBER, _CREATED, _VIOLATION = "company_phone_number", "created_date", "violation_date"
_SUBJECT, _ROBOCALL = "subject", "recorded_message_or_robocall"
_EMPTY = words("this complaint names no number")
_FOREIGN = words("more than %(n)d numbers from outside North America", n=100_000)
_MOST_FOREIGN = 100_000
_BATCH = 4096

# A complaint is packed into one whole number: ten digits of the number, day since `_EPOCH`, place of the category.
_DAY_BITS, _CATEGORY_BITS = 14, 4
_EPOCH = date(2000, 1, 1).toordinal()
_LAST_DAY = (1 << _DAY_BITS) - 1
_DIGITS_SHIFT = _DAY_BITS + _CATEGORY_BITS
_FIRST_KEY = key("1" + "0" * 10)
_STEP = key("1" + "0" * 9 + "1") - _FIRST_KEY
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


def read(source: BufferedReader, context: Context) -> Iterator[Row]:
    names = columns.header_of(head_of(source))
    if len(names) == 1:
        yield from tallied(source, context, complaints=True)
        return
    runs = SortedRuns()
    complaints = _Complaints(_Places.of(names), context, runs)
    try:
        rows = columns.rows_of(source, ",")
        next(rows, None)
        yield from complaints.taken(rows)
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
        self._context = context
        self._numbering = context.numbering
        self._runs = runs
        self._others: dict[int, list[int]] = {}
        """Packed complaints about numbers outside North America, by key."""
        self._days: dict[str, int] = {}
        self._categories: dict[tuple[str, str], int] = {}

    def taken(self, rows: Iterator[tuple[int, list[str]]]) -> Iterator[Row]:
        while batch := list(islice(rows, _BATCH)):
            yield from self._batch(batch)
            self._runs.settle()
            self._context.seen(len(batch))

    def _batch(self, batch: list[tuple[int, list[str]]]) -> Iterator[Row]:
        number, created, subject, robocall = self._places
        width = max(self._places) + 1
        fresh, days, categories = self._runs.fresh, self._days, self._categories
        for line, row in batch:
            if len(row) < width:
                row = [*row, *[""] * (width - len(row))]  # noqa: PLW2901  # a row that was cut short
            stamp, kind = row[created][:10], (row[subject], row[robocall])
            when = days.get(stamp)
            if when is None:
                when = self._learned_day(stamp)
            what = categories.get(kind)
            if what is None:
                what = self._learned_category(kind)
            text = row[number]
            if len(text) == _AMERICAN and text > "2" and text.isdigit() and text.isascii():
                fresh.append(int(text) << _DIGITS_SHIFT | when | what)
            elif refusal := self._other(text.strip(), when | what):
                yield rejected(line, text, refusal)

    def foreign(self, context: Context) -> Iterator[Row]:
        for number in sorted(self._others):
            packed = sorted(self._others[number])
            context.repeats += len(packed) - 1
            yield _evidence(number, packed)

    def _other(self, text: str, packed: int) -> Words | None:
        """Anything but ten digits."""
        if not text:
            return _EMPTY
        meant = self._numbering.exact(text)
        if isinstance(meant, Words):
            return meant
        ten = (meant - _FIRST_KEY) // _STEP
        if meant == _FIRST_KEY + ten * _STEP and 0 <= ten < 10**_AMERICAN:
            self._runs.fresh.append(ten << _DIGITS_SHIFT | packed)
        elif meant in self._others or len(self._others) < _MOST_FOREIGN:
            self._others.setdefault(meant, []).append(packed)
        else:
            return _FOREIGN
        return None

    def _learned_day(self, stamp: str) -> int:
        month_first = stamp[2:3] == "/"
        iso = f"{stamp[6:10]}-{stamp[:2]}-{stamp[3:5]}" if month_first else stamp
        day = day_of(iso) - _EPOCH
        when = day << _CATEGORY_BITS if 0 < day <= _LAST_DAY else 0
        if len(self._days) < _MOST_FOREIGN:
            self._days[stamp] = when
        return when

    def _learned_category(self, kind: tuple[str, str]) -> int:
        subject, robocall = kind[0].lower(), kind[1].strip().upper() == "Y"
        category = next(category for part, category in _SUBJECTS if part in subject)
        if not subject.strip():
            category = ""
        what = CATEGORIES.index(category or ("robocall" if robocall else ""))
        if len(self._categories) < 1000:
            self._categories[kind] = what
        return what


def _american(runs: SortedRuns, context: Context) -> Iterator[Row]:
    for stretch in _whole_numbers(runs.stretches()):
        for ten, same in groupby(stretch, _ten_digits):
            packed = list(same)
            context.repeats += len(packed) - 1
            yield _evidence(_FIRST_KEY + ten * _STEP, packed)


def _whole_numbers(stretches: Iterator[list[int]]) -> Iterator[list[int]]:
    """The same, with the complaints of one number never in two stretches."""
    kept: list[int] = []
    for stretch in stretches:
        if not stretch:
            continue
        stretch = kept + stretch  # noqa: PLW2901  # the beginning belongs to what was kept
        last = stretch[-1] >> _DIGITS_SHIFT
        cut = len(stretch)
        while cut and stretch[cut - 1] >> _DIGITS_SHIFT == last:
            cut -= 1
        yield stretch[:cut]
        kept = stretch[cut:]
    yield kept


def _ten_digits(packed: int) -> int:
    return packed >> _DIGITS_SHIFT


def _evidence(number: int, packed: list[int]) -> Evidence:
    """`packed` in order, all of one number."""
    days = [(p >> _CATEGORY_BITS) & _LAST_DAY for p in packed]
    last = days[-1]
    first = next(filter(None, days), 0)
    what = next((p & 15 for p in reversed(packed) if p & 15), 0)
    return Evidence(
        number,
        number,
        reporters=len(packed),
        reports=len(packed),
        first_day=first + _EPOCH if first else 0,
        last_day=last + _EPOCH if last else 0,
        category=CATEGORIES[what],
    )
