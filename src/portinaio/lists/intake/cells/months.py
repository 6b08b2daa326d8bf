"""Days whose month is written as a word, in the eight languages of the titles: `24 nov 2026`, `Nov 24, 2026`, `24 de noviembre de 2026`."""

from __future__ import annotations

import re
from datetime import date

from portinaio.lists.intake.column_names import plain

_BEGINNINGS = (
    "jan gen ene oca",
    "feb fev sub",
    "mar mrt maa",
    "apr avr abr nis",
    "may mai mag mei",
    "jun juin giu haz",
    "jul juil lug tem",
    "aug aou ago agu",
    "sep set eyl",
    "oct okt ott out eki",
    "nov kas",
    "dec dez dic ara",
)
_MONTH = {word: month for month, words in enumerate(_BEGINNINGS, 1) for word in words.split()}
_WORD, _YEAR = r"([^\W\d_]{3,12})\.?", r"(\d{4}|\d\d)(?![\d:])"
_WEEKDAY = r"\s*(?:[^\W\d_]{2,12}\.?,?\s+)?"
_DAY_FIRST = re.compile(
    rf"{_WEEKDAY}(\d\d?)(?:\.|º|st|nd|rd|th|er)?[ -]\s*(?:de )?{_WORD},?[ -]\s*(?:del? )?{_YEAR}"
)
_MONTH_FIRST = re.compile(rf"{_WEEKDAY}{_WORD}\s+(\d\d?)(?:st|nd|rd|th)?,?\s+{_YEAR}")


def day_in_words(text: str) -> int:
    """`date.toordinal`; 0 where it is no such day. `ValueError` for a day that its month has not."""
    if found := _DAY_FIRST.match(text):
        day, word, year = found.groups()
    elif found := _MONTH_FIRST.match(text):
        word, day, year = found.groups()
    else:
        return 0
    name = plain(word)
    month = _MONTH.get(name[:3]) or _MONTH.get(name[:4])
    century = 2000 if len(year) == 2 else 0
    return date(century + int(year), month, int(day)).toordinal() if month else 0
