"""The days of a list, in the ways that people and programs write them.

    2026-11-24   2026/11/24   20261124   24.11.2026   24.11.26   24/11/2026   11/24/2026   24-11-2026   2026-11-24T10:00:00Z
    24 Nov 2026

Of `04/11/2026` nobody can tell by itself whether its day or its month stands first. The other days of the file tell it, or the
country of the list; where neither does, the day is taken to stand first and `doubt` says so.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from operator import itemgetter
from typing import TYPE_CHECKING

from portinaio.core.message import Message, msg
from portinaio.core.safe_text import one_line
from portinaio.lists.intake.cell_cache import CellCache
from portinaio.lists.intake.cells.months import day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LONGEST = 40  # characters of a moment; what is longer is a text
_DAY = re.compile(r"\s*(\d{1,4})([-./])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_TOGETHER = re.compile(r"\s*((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_EPOCH = re.compile(r"\s*(\d{10}|\d{13})(?:\.\d*)?\s*")  # seconds or milliseconds since 1970
_WITH_TIME = re.compile(r"(?:\d{4}([-./])\d\d\1\d\d|\d\d([-./])\d\d\2\d{4})\D")
_HEAD = 11  # characters, of a day that a time follows
_SAYS = re.compile(r"[1-9]")  # `-`, `n/a` and `0000-00-00` mean that there is none
_MONTH_FIRST = frozenset({"US", "PH", "PR", "GU", "VI", "AS", "MP"})
_EITHER = frozenset({"CA", "ZZ"})
"""Countries where both are written; ZZ is none at all."""


class Days:
    """Reads the days of one file. `sample` are cells that may be days, `country` the one that the list is of."""

    def __init__(self, country: str = "ZZ", sample: Iterable[str] = ()) -> None:
        shown = {order for cell in sample if (order := _order_shown(cell)) is not None}
        self._month_first = shown == {True} or (country in _MONTH_FIRST and shown != {False})
        self._certain = len(shown) == 1 or (not shown and country not in _EITHER)
        self.doubt: Message | None = None
        """That a day was read which another would read otherwise; `None` where none was."""
        self.unread: Message | None = None
        """That something stands where a day should, and none was read of it."""

    @property
    def remarks(self) -> tuple[Message | None, ...]:
        return self.doubt, self.unread

    def ordinal(self, text: str) -> int:
        """`date.toordinal`; 0 where it is no day."""
        day = self.day_in(text)
        if not day and self.unread is None and _SAYS.search(text):
            self.unread = msg(
                "days such as %(text)s cannot be read, and count for none", text=one_line(text, 40)
            )
        return day

    def day_in(self, text: str) -> int:
        """As `ordinal`, without a remark where it is none."""
        if len(text) > _LONGEST:
            return 0
        try:
            if found := _DAY.match(text):
                return self._of(found)
            if found := _TOGETHER.match(text):
                return date(int(found[1]), int(found[2]), int(found[3])).toordinal()
            if found := _EPOCH.fullmatch(text):
                seconds = int(found[1]) / (1000 if len(found[1]) == 13 else 1)
                return datetime.fromtimestamp(seconds, UTC).toordinal()
            return day_in_words(text)
        except (ValueError, OverflowError, OSError):
            return 0

    def _of(self, found: re.Match[str]) -> int:
        one, between, two, three = found.groups()
        if len(one) == 4:
            return date(int(one), int(two), int(three)).toordinal()
        if len(one) > 2:
            return 0
        year = int(three) + (2000 if len(three) == 2 else 0)
        first, second = int(one), int(two)
        month_first = (
            self._month_first and between != "."
        )  # with full stops the day leads everywhere
        if first != second and between != ".":
            self._look(found[0].strip(), first, second)
        if max(first, second) > 12:
            month_first = second > 12
        month, day = (first, second) if month_first else (second, first)
        return date(year, month, day).toordinal()

    def _look(self, text: str, first: int, second: int) -> None:
        """Whether this day brings the others into doubt."""
        if max(first, second) <= 12:
            if not self._certain:
                self._doubt(text)
        elif self._certain and (second > 12) is not self._month_first:
            self._doubt(text)

    def _doubt(self, text: str) -> None:
        if self.doubt is None and self._month_first:
            self.doubt = msg(
                "days such as %(text)s can be read in two ways; the month was taken to stand first",
                text=text,
            )
        elif self.doubt is None:
            self.doubt = msg(
                "days such as %(text)s can be read in two ways; the day was taken to stand first",
                text=text,
            )


class DayCache(CellCache[int]):
    """Of a column of days. Where a time stands behind each, the day says all, and there are few of those."""

    def __init__(self, days: Days) -> None:
        super().__init__(days.ordinal)
        self._heads = CellCache(
            lambda head: (days.day_in(head) or None) if _WITH_TIME.fullmatch(head) else None
        )

    def column(self, cells: Sequence[str]) -> list[int]:
        lengths = set(map(len, cells))
        if lengths and min(lengths) >= _HEAD and max(lengths) <= _LONGEST:
            found = self._heads.column(list(map(_head, cells)))
            if None not in found:
                return found  # type: ignore[return-value]  # as just seen
        return super().column(cells)


_head = itemgetter(slice(_HEAD))


def _order_shown(cell: str) -> bool | None:
    """Whether the month stands first in a day that can be read in one way only; `None` for all others."""
    found = _DAY.match(cell) if len(cell) <= _LONGEST else None
    if found is None or found[2] == "." or len(found[1]) > 2:
        return None
    first, second = int(found[1]), int(found[3])
    if max(first, second) <= 12 or min(first, second) > 12:
        return None
    return second > 12


def day_of(text: str) -> int:
    """As `Days.ordinal`, where nothing is known of the file."""
    return _ANYWHERE.ordinal(text)


def unread_days(title: str) -> Message:
    return msg(
        "the column %(name)s holds days, and nobody knows what they say; they are not read",
        name=one_line(title, 40),
    )


def holds_days(cells: Iterable[str]) -> bool:
    """Whether most of what stands in a column are days."""
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and 2 * sum(map(_is_day, filled)) > len(filled)


def _is_day(cell: str) -> bool:
    counts = cell.strip().replace(".", "").isdigit() and not _DAY.match(cell)
    return not counts and bool(day_of(cell))


_ANYWHERE = Days()
