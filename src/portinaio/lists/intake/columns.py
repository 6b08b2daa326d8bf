"""Rows of separated values, and which of their columns means what."""

from __future__ import annotations

import csv
import io
import re
from contextlib import contextmanager
from itertools import chain, islice
from typing import IO, TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.core.numbers.spelling import folded, without_word
from portinaio.core.tables.formula import guarded, unguarded
from portinaio.errors import UntrustedListError
from portinaio.lists.intake.column_names import meaning_of
from portinaio.lists.intake.no_telephone import something_else
from portinaio.lists.intake.text import decoded, head_of, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from io import BufferedReader

SEPARATORS = ",;|\t"
MOST_COLUMNS = 200
LOOKED_AT = 20  # rows that show what a table is
MOST_LINES = 100  # of one row; a remark of some lines is one, half a list is not
END = "\N{OBJECT REPLACEMENT CHARACTER}end"
"""Behind the last line. A text that did not close has taken it in, which is how one shows in the last rows of a file."""
FURTHER = msg("a further number in this row; a list has one in each")
_PLAIN_DIGITS = 9  # a day has eight
_NUMBER_LIKE = re.compile(r"[+(]?[\d(][\d\s()./-]{4,30}\*?(?:\.\.\+?\d+)?")
_SOME_DIGITS = re.compile(r"[\d(][\d\s()./-]{4}")

_COUNTED = re.compile(rf"#\s*(\d{{1,7}})\s*[{SEPARATORS}]")
"""The first cell of a row whose ordinal is written with a `#`."""

_MONTH, _DATE = r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
_SHORT_YEAR = re.compile(rf"{_DATE}([-/.]){_MONTH}\1\d\d|{_MONTH}([-/.]){_DATE}\2\d\d")

OF_COMPLAINTS = frozenset({"company_phone_number", "caller_id_number"})
"""Columns of numbers in what the FTC and the FCC publish; each row is one complaint."""


def first_rows(head: bytes, most: int = LOOKED_AT) -> list[list[str]]:
    """The beginning of a file as rows, for a look at its shape; its last, cut line is left out."""
    text = decoded(head)
    lines = text.splitlines()
    if len(lines) > 1 and len(head) >= 64 * 1024:
        lines.pop()
    named_by = _named_by(lines)
    lines = [line for line in lines[_above(lines) :] if line.strip()]
    separator = named_by or separator_of(lines[:LOOKED_AT])  # a title alone may have any in it
    try:
        return [row for row in csv.reader(lines[:most], delimiter=separator) if any(row)]
    except csv.Error:
        return []


def header_of(head: bytes) -> list[str]:
    """Names of the columns in lower case, without spaces; of the first row, whatever it is."""
    rows = first_rows(head, 1)
    return [named(name) for name in rows[0][:MOST_COLUMNS]] if rows else []


def named(column: str) -> str:
    return column.strip().strip('"').lower().replace(" ", "_").replace("-", "_")


def separator_of(lines: Sequence[str]) -> str:
    """The one that the first line names, or that divides most of the lines; the comma where none does.

    Of two that do, such as in `0200001234;Rossi, Anna`, the one is meant that leaves numbers by themselves.
    """
    rows = lines[_above(lines) :]
    return _named_by(lines) or max(
        SEPARATORS,
        key=lambda s: (sum(s in line for line in rows), _numbers_between(s, rows), s == ","),
    )


def _numbers_between(separator: str, lines: Sequence[str]) -> int:
    cells = (cell for line in lines if separator in line for cell in line.split(separator))
    return sum(number_like(cell.strip(' "')) for cell in cells)


def _named_by(lines: Sequence[str]) -> str:
    """The separator of `sep=;`, which some programs write above the titles; empty where none is named."""
    first = next((line for line in lines if not _is_remark(line)), "").strip().lower()
    separator = first.removeprefix("sep=")[:1] or "\t"
    named = first.startswith("sep=") and not first[4:].strip(separator) and separator in SEPARATORS
    return separator if named else ""


def _above(lines: Sequence[str]) -> int:
    """How many lines stand above the rows: remarks, and what names the separator."""
    named = _named_by(lines)
    for place, line in enumerate(lines):
        if not _is_remark(line) and not (named and line.strip().lower().startswith("sep=")):
            return place
    return 0  # there are no rows


def _is_remark(line: str) -> bool:
    """An empty line above a table, or one behind a `#`. The titles themselves may stand behind one, or it is the first of them;
    and rows may be counted with it.
    """
    text = line.strip()
    if text[:1] != "#":
        return not text
    separator = max(SEPARATORS, key=text.count)
    if text[1:2] not in {"", " ", "#", "!"} or _is_counted(text, separator):
        return False
    return separator not in text or not any(map(meaning_of, text.split(separator)))


def _is_counted(text: str, separator: str) -> bool:
    """Whether this is the first of such rows, or has a number behind its ordinal; `# 3, of 2026` is a remark."""
    found = _COUNTED.match(text)
    if found is None:
        return False
    return int(found[1]) <= 1 or any(map(number_like, text.split(separator)[1:]))


def lines_above(source: BufferedReader) -> int:
    """How many lines stand above the rows."""
    return _above(decoded(head_of(source)).splitlines())


def rows_of(source: BufferedReader, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of the line on which each ends. `UntrustedListError` as of `blocks_of`."""
    above = lines_above(source)
    lines = islice(lines_of(source), above, None)
    reader = csv.reader(chain(lines, [END]), delimiter=separator)
    before = above
    try:
        for row in reader:
            if above + reader.line_num - before > 1 and _has_taken_rows(row, separator):
                raise unclosed(before + 1)
            if row == [END]:
                return
            before = above + reader.line_num
            yield before, row
    except csv.Error as error:
        raise unclosed(before + 1) from error


def refuse_unclosed(batch: list[list[str]], separator: str, line: int) -> None:
    for row in batch:
        if _has_taken_rows(row, separator):
            raise unclosed(line)
        line += lines_in(row)


def _has_taken_rows(row: list[str], separator: str) -> bool:
    """Whether a row of several lines is no remark: the quotation mark of a later row may have closed what this one opened."""
    if row != [END] and row[-1:] and row[-1].endswith(END):
        return True
    if (lines := lines_in(row)) == 1:
        return False
    if lines > MOST_LINES:
        return True
    below = (line for cell in row for line in cell.split("\n")[1:])
    return any(separator in line and any(map(_is_long, line.split(separator))) for line in below)


def _is_long(text: str) -> bool:
    """A number with its area code, and no day or count."""
    return sum(map(str.isdigit, text)) >= _PLAIN_DIGITS and number_like(text)


def lines_in(row: list[str]) -> int:
    return 1 + sum(cell.count("\n") for cell in row)


def unclosed(line: int) -> UntrustedListError:
    return UntrustedListError(
        msg(
            "line %(line)d: a quotation mark opens a text that does not end, so the rows behind it cannot be read",
            line=line,
        )
    )


def plain_text(text: str) -> str:
    """What may be a number without the marks of the direction of writing, which telephones copy along, and in our digits."""
    if text.isascii() or not any(map(str.isdecimal, text)):
        return text
    return folded(text) or text


def number_like(text: str) -> bool:
    """Whether this may be a telephone number, seen from afar; a day or a coordinate is none."""
    text = plain_text(text).strip()
    if text[:1].isalpha():
        text = without_word(text)
    return bool(_NUMBER_LIKE.fullmatch(text)) and not (
        something_else(text) or _SHORT_YEAR.fullmatch(text)
    )


def may_hold_numbers(cells: Sequence[str]) -> bool:
    """Whether one may be `number_like`, seen from further away."""
    return bool(cells) and _SOME_DIGITS.search("\0".join(set(cells))) is not None


def plainly_a_number(text: str) -> bool:
    """Whether it is one, and no day or count, whatever it stands under."""
    return text[:1] in {"+", "0"} and text[:3] != "000" and _is_long(text)


def records_of(source: BufferedReader) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows under a header, by the names of their columns; empty rows are left out."""
    lines = decoded(head_of(source)).splitlines()[:20]
    rows = rows_of(source, separator_of(lines))
    names = [named(name) for name in next(rows, (0, []))[1][:MOST_COLUMNS]]
    for line, row in rows:
        if any(map(str.strip, row)):
            cells = (unguarded(cell.strip()) for cell in row)
            yield line, dict(zip(names, cells, strict=False))


@contextmanager
def table(out: IO[bytes], names: Sequence[str]) -> Iterator[Table]:
    """A table to write rows into, as RFC 4180 has it; its header stands there already."""
    text = io.TextIOWrapper(out, "utf-8", newline="", write_through=True)
    table = Table(text)
    table.writerow(names)
    try:
        yield table
    finally:
        text.detach()  # `out` is not ours to close


class Table:
    """No cell of it is a formula."""

    def __init__(self, out: io.TextIOWrapper) -> None:
        self._writer = csv.writer(out)

    def writerow(self, row: Iterable[object]) -> None:
        self._writer.writerow(guarded(cell) if isinstance(cell, str) else cell for cell in row)
