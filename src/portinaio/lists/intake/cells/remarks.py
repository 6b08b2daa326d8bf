"""Lines of a list that are no rows: remarks and titles. Where a telephone number stands in one all the same, that is told.

Somebody may have put a number out of use with a `#`, or meant it to be read; neither is for us to guess.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.lists.intake.columns import SEPARATORS, lines_above, number_like
from portinaio.lists.intake.no_telephone import is_moment
from portinaio.lists.intake.row import rejected
from portinaio.lists.intake.text import decoded, head_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

    from portinaio.core.evidence import Rejected

NOT_READ = msg("this line is no row and not read, though a number stands in it")
LONGEST = 1_000  # characters
_FEWEST_DIGITS, _FEWEST_ABROAD = 9, 8  # a day has eight
_MONTH, _DATE = r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
_MOMENT = re.compile(
    rf"(?<!\d)(?:(?:19|20)\d\d([-/.]){_MONTH}\1{_DATE}|{_DATE}([-/.]){_MONTH}\2(?:19|20)\d\d"
    rf"|{_MONTH}([-/.]){_DATE}\3(?:19|20)\d\d)(?!\d)(?:[T ]{{1,3}}\d{{1,2}}[:.]\d\d(?:[:.]\d\d)?)?"
)
_NUMBER = re.compile(r"(?<![\w+=/@-])[+(]{0,2}\d[\d ()./-]{5,24}\d(?!\w)")


def holds_a_number(text: str) -> bool:
    """Whether a telephone number stands somewhere in a text, seen from afar: no day, no count, no address."""
    if sum(map(str.isdigit, text[:LONGEST])) < _FEWEST_ABROAD:
        return False
    bare = _MOMENT.sub("\n", text[:LONGEST])
    return any(map(_is_number, (found[0].rstrip(" ()./-") for found in _NUMBER.finditer(bare))))


def _is_number(text: str) -> bool:
    fewest = _FEWEST_ABROAD if text[:1] == "+" else _FEWEST_DIGITS
    return (
        sum(map(str.isdigit, text)) >= fewest
        and number_like(text)
        and not is_moment(text)
        and text[:3] != "000"
    )


def told_above(source: BufferedReader, *, header: bool = True) -> Iterator[Rejected]:
    """Of what stands above the rows of a table; its last line are the titles where there is a `header`."""
    above = lines_above(source)
    for line, text in enumerate(islice(decoded(head_of(source)).splitlines(), above + header), 1):
        yield from told_remark(line, text.strip(SEPARATORS))


def told_remark(line: int, text: str) -> Iterator[Rejected]:
    """Of a remark between rows."""
    if holds_a_number(text):
        yield rejected(line, text.strip(), NOT_READ)
