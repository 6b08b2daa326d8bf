"""What a list says of a number or a stretch of numbers: the row that formats read and the index keeps."""

from __future__ import annotations

from itertools import islice, repeat

from portinaio.core.named_tuple import NamedTuple

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portinaio.core.message import Message
    from portinaio.core.numbers.pattern import Pattern


class LastKey(int):
    """The last key of a pattern with a choice of digits, and the pattern.

    So it goes through every format as a stretch does, and who would take all between for meant can see that they are not.
    """

    pattern: Pattern

    @classmethod
    def of(cls, pattern: Pattern) -> LastKey:
        made = cls(pattern.high)
        made.pattern = pattern
        return made


class Evidence(NamedTuple):
    """One row of a list. Days are proleptic ordinals (`date.toordinal`), 0 where the list has none."""

    low: int
    """Key (`pattern.key`) of the number, or of the first one meant."""
    high: int
    """Key of the last one meant; equal to `low` for a single number. A `LastKey` where only some between are meant."""
    reporters: int | None = None
    """People who reported it; `None` on a curated list, which holds numbers without counts."""
    reports: int = 1
    disputes: int = 0
    """People who say that it is no telemarketer."""
    first_day: int = 0
    last_day: int = 0
    category: str = ""
    """One word of `CATEGORIES`, or empty."""
    company: str = ""
    """Name or label in the list's own words; untrusted text."""
    note: str = ""
    """What somebody has written down beside it; untrusted text, which no index keeps."""
    seen: bool = False
    """Whether the last day is none that the list gives, but that since which its syncs have seen the row as it is."""

    @property
    def choice(self) -> Pattern | None:
        """The pattern with a choice of digits that it is of."""
        return self.high.pattern if isinstance(self.high, LastKey) else None

    @property
    def words(self) -> str:
        """For what has one place for both."""
        return self.company or self.note


class Batch:
    """Rows of single numbers, column by column: a large table is read and packed so, without an object for each row."""

    __slots__ = ("columns", "keys")

    def __init__(self, keys: list[int], **columns: Iterable[object] | None) -> None:
        """`columns` by the names of `Evidence`'s fields, each as long as `keys`; what is left out or `None` is as there."""
        self.keys = keys
        self.columns = _COLUMNS | {name: column for name, column in columns.items() if column}

    def __len__(self) -> int:
        return len(self.keys)

    def __iter__(self) -> Iterator[Evidence]:
        made = zip(self.keys, self.keys, *self.columns.values(), strict=False)
        return map(_evidence, repeat(Evidence), made)

    def having(self, **columns: Iterable[object]) -> Batch:
        return Batch(self.keys, **{**self.columns, **columns})

    def part(self, begin: int, end: int) -> Batch:
        return Batch(
            self.keys[begin:end],
            **{
                name: column[begin:end] if isinstance(column, list) else column
                for name, column in self.columns.items()
            },
        )

    def first(self, n: int) -> list[Evidence]:
        return list(islice(self, max(n, 0)))


_COLUMNS: dict[str, Iterable[object]] = {
    field: repeat(Evidence._field_defaults[field]) for field in Evidence._fields[2:]
}
_evidence = tuple.__new__  # `_make` looks at each whether it is long enough


class Rejected(NamedTuple):
    """A row that could not be used."""

    line: int
    """From 1; the ordinal of the record in formats without lines."""
    text: str
    """Its beginning, at most 80 characters."""
    reason: Message


CATEGORIES = (
    "",
    "marketing",
    "survey",
    "scam",
    "robocall",
    "ping",
    "silent",
    "debt",
    "charity",
    "political",
    "energy",
    "telecom",
    "finance",
    "other",
)
"""At most 15: an index keeps the place in this row in four bits, and 15 means deleted."""
