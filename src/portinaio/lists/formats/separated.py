"""Separated values in general: with a header in any of a dozen languages or none, by comma, semicolon, bar or tab.

What `portinaio export csv` writes is the same with every column.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, NamedTuple

from portinaio.core.evidence import CATEGORIES
from portinaio.core.words import words
from portinaio.lists.intake import columns
from portinaio.lists.intake.columns import number_like
from portinaio.lists.intake.row import count_of, day_of, iso, listed, pattern_of, plain, rejected
from portinaio.lists.intake.text import decoded, head_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from io import BufferedReader

    from portinaio.core.evidence import Evidence, Rejected
    from portinaio.lists.intake.format import Context, Row

ID = "csv"
TITLE = words("separated values, with or without a header")

_WRITTEN = (
    "number",
    "reporters",
    "reports",
    "disputes",
    "first",
    "last",
    "category",
    "company",
)
NO_NUMBER = words("no telephone number stands in this row")


class Shape(NamedTuple):
    separator: str
    header: bool
    places: dict[str, int]
    """Column by meaning."""
    all_numbers: bool = False
    """Every column holds numbers: a list written sideways."""


def sniff(head: bytes, name: str) -> int:
    shape = shape_of(head)
    if shape is None:
        return 0
    sure = 55 if shape.header else 40
    return sure + 5 * name.lower().endswith((".csv", ".tsv"))


def shape_of(head: bytes) -> Shape | None:
    """What the columns of a file mean; `None` where none holds numbers."""
    rows = columns.first_rows(head)
    if not rows:
        return None
    lines = decoded(head).splitlines()[: len(rows)]
    separator = columns.separator_of(lines)
    places: dict[str, int] = {}
    for place, name in enumerate(rows[0][: columns.MOST_COLUMNS]):
        if meaning := columns.MEANING.get(columns.named(name)):
            places.setdefault(meaning, place)
    if "number" in places:
        return Shape(separator, header=True, places=places)
    return _without_header(rows, separator)


def _without_header(rows: Sequence[Sequence[str]], separator: str) -> Shape | None:
    if len(rows[0]) > 1 and all(number_like(cell) for row in rows for cell in row if cell.strip()):
        return Shape(separator, header=False, places={}, all_numbers=True)
    width = min(max(map(len, rows)), columns.MOST_COLUMNS)
    likely = [sum(number_like(row[p]) for row in rows if p < len(row)) for p in range(width)]
    place = max(range(width), key=likely.__getitem__, default=0)
    if not width or likely[place] < len(rows) / 2:
        return None
    places = {"number": place}
    others = [p for p in range(width) if p != place and p < len(rows[-1])]
    if texts := [p for p in others if any(c.isalpha() for c in rows[-1][p])]:
        places["company"] = texts[0]
    return Shape(separator, header=False, places=places)


def read(source: BufferedReader, context: Context) -> Iterator[Row]:
    shape = shape_of(head_of(source)) or Shape(",", header=False, places={"number": 0})
    rows = columns.rows_of(source, shape.separator)
    if shape.header:
        next(rows, None)
    if shape.all_numbers:
        for line, row in rows:
            for text in filter(None, map(str.strip, row)):
                yield listed(line, text, context.numbering.stored(text))
        return
    for line, row in rows:
        if any(row):
            yield _row(line, row, shape, context)


def _row(line: int, row: Sequence[str], shape: Shape, context: Context) -> Row:
    place = shape.places["number"]
    text = row[place].strip() if place < len(row) else ""
    if not text:
        return rejected(line, shape.separator.join(row), NO_NUMBER)

    def cell(meaning: str) -> str:
        at = shape.places.get(meaning, len(row))
        return row[at] if at < len(row) else ""

    reports = count_of(cell("reports"))
    reporters = count_of(cell("reporters"))
    category = cell("category").strip().lower()
    return listed(
        line,
        text,
        context.numbering.stored(text),
        reporters=reports if reporters is None else reporters,
        reports=1 if reports is None else reports,
        disputes=count_of(cell("disputes")) or 0,
        first_day=day_of(cell("first")),
        last_day=day_of(cell("last")),
        category=category if category in CATEGORIES else "",
        company=plain(cell("company")),
    )


def write(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    with columns.table(out, _WRITTEN) as writer:
        for row in rows:
            counts = ("", "") if row.reporters is None else (row.reporters, row.reports)
            days = iso(row.first_day), iso(row.last_day)
            writer.writerow(
                (pattern_of(row), *counts, row.disputes, *days, row.category, plain(row.company))
            )
    yield from ()
