"""Small words with which formats make rows, and take them apart again."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from portinaio.core.evidence import Evidence, Rejected
from portinaio.core.message import Message, msg
from portinaio.core.numbers.choices import ANY, stretches
from portinaio.core.numbers.pattern import stored
from portinaio.core.safe_text import one_line

if TYPE_CHECKING:
    from portinaio.core.numbers.pattern import Pattern
    from portinaio.lists.intake.format import Row

LONGEST_TEXT = 80  # characters, of a refused row as it is shown
LONGEST_COMPANY = 200  # characters
MOST = 1_000_000_000  # nobody has so many reporters; and it fits where counts are kept
_COUNT = re.compile(
    r"([-\N{MINUS SIGN}])?(\d{1,3}(?:[.,'\N{NO-BREAK SPACE} ]\d{3})+|\d+)(?:[.,]0{1,2})?", re.ASCII
)
"""With the separators of thousands, or the point that programs put behind a count of which some cells are empty."""


def rejected(line: int, text: object, reason: Message) -> Rejected:
    return Rejected(line, row_text(text, LONGEST_TEXT), reason)


def listed(line: int, text: object, meant: int | tuple[int, int] | Message, **known: object) -> Row:
    """The row of a number that was read, or was not."""
    if isinstance(meant, Message):
        return rejected(line, text, meant)
    low, high = meant if isinstance(meant, tuple) else (meant, meant)
    return Evidence(low, high, **known)  # type: ignore[arg-type]  # named as the fields are


def row_text(text: object, longest: int = LONGEST_COMPANY) -> str:
    """As a row keeps it: one line; surrogates and control characters have no business in a list."""
    return one_line(str(text), longest, mark="")


def count_of(value: object) -> int | None:
    """A count as files write it, `3`, `3.0` or `1.200`, and below none `-3`; `None` where there is none."""
    if isinstance(value, str):
        value = value.strip()
        if value.isdigit() and value.isascii():
            return min(int(value[:18]), MOST)
        found = _COUNT.fullmatch(value)
        if found is None:
            return None
        return 0 if found[1] else min(int(re.sub(r"\D", "", found[2])[:18]), MOST)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return min(max(int(value), 0), MOST)


def day_of_millis(value: object) -> int:
    """Ordinal of a moment in milliseconds since 1970; 0 where it is none."""
    if isinstance(value, str) and value.isdigit() and value.isascii() and len(value) < 16:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 4e12:
        return 0
    return datetime.fromtimestamp(value / 1000, UTC).toordinal()


def millis_of(day: int) -> int:
    """Noon of a day, in milliseconds since 1970."""
    return ((day - date(1970, 1, 1).toordinal()) * 24 + 12) * 3_600_000 if day else 0


def iso(day: int) -> str:
    return date.fromordinal(day).isoformat() if day else ""


def pattern_of(row: Evidence) -> str:
    """`+390200001234`, `+390844*` or `+390200001200..+390200001299`."""
    if row.low == row.high:
        return "+" + digits_of(row.low)
    if choice := row.choice:
        return choice.text
    if beginning := beginning_of(row):
        return f"+{beginning}*"
    return f"+{digits_of(row.low)}..+{digits_of(row.high)}"


def beginning_of(row: Evidence) -> str:
    """Digits of a beginning; empty for a number and for a stretch of one length."""
    if row.low & 0b1111:
        return ""
    first, last = f"{row.low >> 4:015d}", f"{row.high >> 4:015d}"
    return first[: next((i for i in range(15) if first[i] != last[i]), 15)]


def hidden_places(row: Evidence) -> tuple[str, int] | None:
    """`("33162", 6)` of a stretch that is written 33162######; `None` where it has no such form."""
    if not row.low & 0b1111 or row.low == row.high:
        return None
    first, last = digits_of(row.low), digits_of(row.high)
    same = next((i for i in range(len(first)) if first[i] != last[i]), len(first))
    if first[same:].strip("0") or last[same:].strip("9") or len(first) != len(last):
        return None
    return first[:same], len(first) - same


def holds_any(pattern: Pattern) -> bool:
    """Whether `wildcard_of` can say a pattern with a choice of digits."""
    return all(len(choice) in {1, len(ANY)} for choice in pattern.places)


def wildcard_of(row: Evidence) -> str:
    """`+39…`, `+39…*` or `+39…##`; empty where none of them means the row."""
    if row.low == row.high:
        return "+" + digits_of(row.low)
    if choice := row.choice:
        return choice.text.replace("?", "#") if holds_any(choice) else ""
    if beginning := beginning_of(row):
        return f"+{beginning}*"
    digits, places = hidden_places(row) or ("", 0)
    return f"+{digits}{'#' * places}" if places else ""


def each_of(row: Evidence) -> tuple[Evidence, ...]:
    """A row for each stretch that a pattern with a choice of digits comes to, empty where they are too many; else the row."""
    if row.choice is None:
        return (row,)
    parts = stretches(row.choice.places, open_ended=row.choice.open) or ()
    meant = (stored(part.text) for part in parts)
    return tuple(row._replace(low=each.low, high=each.high) for each in meant)


def digits_of(number_key: int) -> str:
    return f"{number_key >> 4:015d}"[: number_key & 0b1111]


NO_PATTERNS = msg("this format holds single numbers only")
