"""The do-not-call complaints that the American Federal Trade Commission publishes each working day.

    Company_Phone_Number,Created_Date,Violation_Date,Consumer_City,Consumer_State,Consumer_Area_Code,Subject,
    Recorded_Message_Or_Robocall

One row is one complaint, so reporters and reports are how often a number stands there. What the rows say of the people
who complained is not read. A snapshot that kept only the column of numbers is read too.
"""

from __future__ import annotations

from datetime import date
from itertools import compress, count
from operator import itemgetter, not_, or_, sub
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.evidence import CATEGORIES, Batch, Evidence
from portinaio.core.message import Message, msg
from portinaio.core.numbers.national_keys import AMERICAN
from portinaio.lists.intake import columns
from portinaio.lists.intake.cell_cache import LONGEST, MOST, CellCache
from portinaio.lists.intake.cells.block import Block, blocks_of
from portinaio.lists.intake.cells.days import day_of
from portinaio.lists.intake.format import Format
from portinaio.lists.intake.holds import Holds
from portinaio.lists.intake.keys.plain_rules import AMERICAN_STEP, FIRST_AMERICAN
from portinaio.lists.intake.row import rejected
from portinaio.lists.intake.text import head_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from io import BufferedReader

    from portinaio.lists.intake.format import Context, Row, Rows
    from portinaio.lists.intake.tally.runs import SortedRuns


_NUMBER, _CREATED, _VIOLATION = "company_phone_number", "created_date", "violation_date"
_SUBJECT, _ROBOCALL = "subject", "recorded_message_or_robocall"
_EMPTY = msg("this complaint names no number")
_FOREIGN = msg("more than %(n)d numbers from outside North America", n=100_000)
_MOST_FOREIGN = 100_000
_day = itemgetter(slice(10))  # of a moment

# A complaint is packed into one whole number of less than 53 bits: ten digits of the number, day since `_EPOCH`, place of the category.
_DAY_BITS, _CATEGORY_BITS = 14, 4
_LAST_AMERICAN = FIRST_AMERICAN + (10**AMERICAN - 1) * AMERICAN_STEP
_EPOCH = date(2000, 1, 1).toordinal()
_LAST_DAY = (1 << _DAY_BITS) - 1
_CATEGORY = (1 << _CATEGORY_BITS) - 1
_DAYS = (0, *range(_EPOCH + 1, _EPOCH + _LAST_DAY + 1))
"""Ordinals by day since the epoch; 0 where a complaint has none, which sorts before all others."""
_DIGITS_SHIFT = _DAY_BITS + _CATEGORY_BITS

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
    # With them comes numpy, which other lists of some thousand rows can do without.
    from portinaio.lists.intake.tally.one_column import read_one_column  # noqa: PLC0415
    from portinaio.lists.intake.tally.runs import SortedRuns  # noqa: PLC0415

    names = columns.header_of(head_of(source))
    if len(names) == 1:
        yield from read_one_column(source, context, complaints=True)
        return
    runs = SortedRuns()
    complaints = _Complaints(_Places.of(names), context, runs)
    try:
        for stretch in blocks_of(source, ","):
            block = stretch if isinstance(stretch, Block) else Block.of_rows(*stretch)
            yield from complaints.taken(block)
            context.seen(block.count)
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
        self._categories = _Categories()

    def taken(self, block: Block) -> Iterator[Row]:
        """Ten-digit numbers all at once, as nearly all are; then one by one what is left."""
        number, created, subject, robocall = map(block.column, self._places)
        days = map(self._days.__getitem__, map(_day, created))
        said = zip(robocall, subject, strict=True)
        packed = list(map(or_, days, map(self._categories.__getitem__, said)))
        keys = self._numbering.many.keys_of(number).keys
        american = [FIRST_AMERICAN <= key <= _LAST_AMERICAN for key in keys]
        self._take(compress(keys, american), compress(packed, american))
        for at in compress(count(), map(not_, american)):
            if any(block.row(at)):
                text = number[at].strip()
                if refusal := self._other(text, packed[at]):
                    yield rejected(block.first_line + at, text, refusal)

    def _take(self, keys: Iterable[int], packed: Iterable[int]) -> None:
        both = zip(keys, packed, strict=True)
        self._runs.add(
            [(key - FIRST_AMERICAN) // AMERICAN_STEP << _DIGITS_SHIFT | more for key, more in both]
        )

    def foreign(self, context: Context) -> Iterator[Row]:
        for number in sorted(self._others):
            packed = sorted(self._others[number])
            days = [_DAYS[p >> _CATEGORY_BITS & _LAST_DAY] for p in packed]
            context.repeats += len(packed) - 1
            yield Evidence(
                number,
                number,
                len(packed),
                len(packed),
                first_day=days[0],
                last_day=days[-1],
                category=_category_in(packed),
            )

    def _other(self, text: str, packed: int) -> Message | None:
        """Anything but ten digits."""
        if not text:
            return _EMPTY
        meant = self._numbering.exact(text)
        if isinstance(meant, Message):
            return meant
        ten = (meant - FIRST_AMERICAN) // AMERICAN_STEP
        if meant == FIRST_AMERICAN + ten * AMERICAN_STEP and 0 <= ten < 10**AMERICAN:
            self._take([meant], [packed])
        elif meant in self._others or len(self._others) < _MOST_FOREIGN:
            self._others.setdefault(meant, []).append(packed)
        else:
            return _FOREIGN
        return None


def _packed_day(stamp: str) -> int:
    month_first = stamp[2:3] == "/"
    day = day_of(f"{stamp[6:10]}-{stamp[:2]}-{stamp[3:5]}" if month_first else stamp) - _EPOCH
    return day << _CATEGORY_BITS if 0 < day <= _LAST_DAY else 0


class _Categories(dict[tuple[str, str], int]):
    """Places of categories, by whether a recording spoke and by subject."""

    def __missing__(self, said: tuple[str, str]) -> int:
        robocall, subject = said
        recorded, plain = robocall.strip().upper() == "Y", subject.strip().lower()
        category = next(category for part, category in _SUBJECTS if part in plain) if plain else ""
        place = CATEGORIES.index(category or ("robocall" if recorded else ""))
        if len(self) < MOST and len(robocall) + len(subject) <= LONGEST:
            self[said] = place
        return place


def _american(runs: SortedRuns, context: Context) -> Iterator[Batch]:
    """One row a number. A dictionary keeps the order and the last of equals: where the complaints about a number end."""
    for stretch in (part.tolist() for part in runs.stretches(_DIGITS_SHIFT)):
        numbers = [packed >> _DIGITS_SHIFT for packed in stretch]
        behind = dict(zip(numbers, count(1)))  # one of them has no end
        ends = list(behind.values())
        begins = [0, *ends][: len(ends)]
        context.repeats += len(numbers) - len(ends)
        first, last = map(stretch.__getitem__, begins), [stretch[end - 1] for end in ends]
        times = list(map(sub, ends, begins))
        yield Batch(
            [FIRST_AMERICAN + n * AMERICAN_STEP for n in behind],
            reporters=times,
            reports=times,
            first_day=[_DAYS[packed >> _CATEGORY_BITS & _LAST_DAY] for packed in first],
            last_day=[_DAYS[packed >> _CATEGORY_BITS & _LAST_DAY] for packed in last],
            category=[
                CATEGORIES[packed & _CATEGORY]
                if packed & _CATEGORY
                else _category_in(stretch[begin:end])
                for packed, begin, end in zip(last, begins, ends, strict=True)
            ],
        )


def _category_in(packed: Sequence[int]) -> str:
    """The latest that one of the complaints about a number names."""
    return CATEGORIES[next((p & _CATEGORY for p in reversed(packed) if p & _CATEGORY), 0)]


FORMAT = Format(
    "ftc",
    msg("complaints of the American do-not-call register"),
    sniff,
    read,
    holds=holds,
    region="US",
    ordered=True,
)
