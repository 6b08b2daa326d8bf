"""A stretch of a table taken apart all at once, cell by cell, where that is plain: a thousand rows of one width, each on a line.

Whoever reads rows one by one spends most of the time on the rows. Without quotation marks a stretch of a table is one long row once
its ends of lines are cells, and each column is a slice of it; with them `csv.reader` says the rows. What is otherwise, such as a text of
several lines, is left to the rows as `csv.reader` has them one after the other.
"""

from __future__ import annotations

import csv
from itertools import chain, compress, islice, repeat
from typing import TYPE_CHECKING

from portinaio.lists.intake.columns import (
    END,
    MOST_COLUMNS,
    lines_above,
    lines_in,
    refuse_unclosed,
    unclosed,
)
from portinaio.lists.intake.text import WholeLines, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

_LONGEST_CELL = 1 << 17  # characters; `csv.reader` refuses a longer one
_TAKEN, _DOUBLED = "\0", "\1"  # stand for a cell, and for two marks; hardly a text has them


class Block:
    """Rows of one width, each on a line of its own."""

    __slots__ = ("_cells", "_step", "count", "first_line", "width")

    def __init__(self, first_line: int, cells: list[str], width: int, *, ends: bool) -> None:
        """`ends` says whether behind each row of `cells` there is one more."""
        self.first_line = first_line
        self.width = width
        self._cells = cells
        self._step = width + ends
        self.count = len(cells) // self._step

    @classmethod
    def of_rows(cls, last_line: int, rows: list[list[str]], width: int = 0) -> Block:
        """Rows of any width, made as wide as the widest and at least `width`."""
        width = max(width, *map(len, rows))
        cells = (cell for row in rows for cell in (*row, *[""] * (width - len(row))))
        return cls(last_line - len(rows) + 1, list(cells), width, ends=False)

    def put(self, mark: str, texts: list[str]) -> bool:
        """Into the cells that are `mark`, one after the other; `False` where these are not as many."""
        step, columns = (
            self._step,
            [self._cells[place :: self._step] for place in range(self.width)],
        )
        marked = [column.count(mark) for column in columns]
        if sum(marked) != len(texts):
            return False
        places = [place for place, n in enumerate(marked) if n]
        if len(places) * self.count == len(texts):
            for nth, place in enumerate(places):
                self._cells[place::step] = texts[nth :: len(places)]
        else:
            waiting = iter(texts)
            self._cells = [next(waiting) if cell == mark else cell for cell in self._cells]
        return True

    def column(self, place: int) -> list[str]:
        """Empty cells where the rows do not go so far."""
        return self._cells[place :: self._step] if place < self.width else [""] * self.count

    def replace(self, place: int, texts: list[str]) -> None:
        """Those of a column."""
        self._cells[place :: self._step] = texts

    def row(self, at: int) -> list[str]:
        return self._cells[at * self._step : at * self._step + self.width]

    def rows(self) -> list[list[str]]:
        return list(map(self.row, range(self.count)))

    @property
    def last_line(self) -> int:
        return self.first_line + self.count - 1


Rows = tuple[int, list[list[str]]]
"""With the line that they end on."""


def blocks_of(
    source: BufferedReader, separator: str, *, header: bool = True
) -> Iterator[Block | Rows]:
    """All of a table; a header is left out.

    `UntrustedListError` at a quotation mark that does not close: all rows behind it are its text, and would be lost in
    silence.
    """
    line, size = lines_above(source), int(header)
    lines = lines_of(source)
    for _ in range(line):
        next(lines, None)
    text = WholeLines(lines)
    while stretch := text.stretch():
        block = None if size else _block(line + 1, stretch, separator)
        if block is not None:
            line = block.last_line
            yield block
            continue
        text.give_back(stretch)
        taken, rows = _careful(text, separator, line, size or max(stretch.count("\n"), 1))
        line += taken
        if rows and not size:
            yield line, rows
        size = 0


def _block(first_line: int, text: str, separator: str) -> Block | None:
    """`None` where rows differ in width, or one is on several lines."""
    if len(text) > _LONGEST_CELL:
        return None
    text = text.removesuffix("\n")
    if '"' not in text:
        plain = _apart(first_line, text, separator, "")
        return plain or _apart(first_line, _widened(text, separator), separator, "")
    if text[0] == text[-1] == '"' and (block := _apart(first_line, text[1:-1], separator, '"')):
        return block
    return _partly_quoted(first_line, text, separator) or _quoted(first_line, text, separator)


def _apart(first_line: int, text: str, separator: str, mark: str) -> Block | None:
    """Of rows in which every cell stands between two of `mark`, and that holds none of them; the first and the last are off."""
    between, end = f"{mark}{separator}{mark}", f"{mark}\n{mark}"
    width = text.partition("\n")[0].count(between) + 1
    if not mark and text.count(separator) != (width - 1) * (text.count("\n") + 1):
        return None
    if width == 1:
        cells, ends = text.split(end), []
    else:
        cells = (text + end).replace(end, f"{between}\n{between}").split(between)
        cells.pop()
        ends = cells[width :: width + 1]
    block = Block(first_line, cells, width, ends=width > 1)
    if text.count("\n") + 1 != block.count or ends.count("\n") != len(ends):
        return None
    if len(cells) != block.count * (width + bool(ends)):
        return None
    marks = 2 * (block.count * width - 1)  # without the first and the last
    return block if not mark or text.count(mark) == marks else None


def _widened(text: str, separator: str) -> str:
    """With empty cells behind rows that have fewer than the widest, as one that is empty or a remark has."""
    rows = text.split("\n")
    separators = list(map(str.count, rows, repeat(separator)))
    most = max(separators)
    if separators.count(most) == len(rows) or most >= MOST_COLUMNS:
        return text
    for place in compress(range(len(rows)), map(most.__gt__, separators)):
        rows[place] += separator * (most - separators[place])
    return "\n".join(rows)


def _partly_quoted(first_line: int, text: str, separator: str) -> Block | None:
    """Of rows in which some cells stand in quotation marks: these are taken out, and put back where they were."""
    if _TAKEN in text or _DOUBLED in text:
        return None
    if '""' in text:
        text = text.replace(f'{separator}"""', f'{separator}"{_DOUBLED}').replace('""', _DOUBLED)
    parts = text.split('"')
    bare, inside = _TAKEN.join(parts[::2]), _TAKEN.join(parts[1::2])
    if len(parts) % 2 == 0 or "\n" in inside:
        return None
    block = _apart(first_line, bare, separator, "")
    if block is None or not block.put(_DOUBLED, [""] * bare.count(_DOUBLED)):
        return None
    taken = inside.replace(_DOUBLED, '"').split(_TAKEN) if len(parts) > 1 else []
    return block if block.put(_TAKEN, taken) else None


def _quoted(first_line: int, text: str, separator: str) -> Block | None:
    lines = text.split("\n")
    try:
        rows = list(csv.reader([*lines, END], delimiter=separator))
    except csv.Error:
        return None
    if len(rows) != len(lines) + 1 or rows.pop() != [END]:
        return None
    width = len(rows[0])
    if set(map(len, rows)) != {width} or not width:
        return None
    return Block(first_line, list(chain.from_iterable(rows)), width, ends=False)


def _careful(text: WholeLines, separator: str, line: int, size: int) -> tuple[int, list[list[str]]]:
    """How many lines were taken, and the rows in them."""
    reader = csv.reader(chain(text, [END]), delimiter=separator)
    rows: list[list[str]] = []
    try:
        rows.extend(islice(reader, size))
    except csv.Error as error:  # its text is too long; `extend` has kept what came before it
        raise unclosed(line + 1 + sum(map(lines_in, rows))) from error
    if reader.line_num > len(rows):
        refuse_unclosed(rows, separator, line + 1)
    ended = rows[-1:] == [[END]]
    if ended:
        rows.pop()
    return reader.line_num - ended, rows
