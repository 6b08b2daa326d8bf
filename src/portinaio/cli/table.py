"""Columns that fit the terminal: all as wide as their content, the last takes what is left."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from typing import TYPE_CHECKING

from portinaio.cli.terminal import Verbatim, is_terminal
from portinaio.core.safe_text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

GAP = "  "
NARROWEST = 12  # cells that the last column keeps on any terminal


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Lines of a table, the head first."""
    cells = [tuple(map(printable, row)) for row in (head, *rows)]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    yield from (line(row, widths, available()) for row in cells)


def line(row: Sequence[str], widths: Sequence[int], room: int | None) -> str:
    """One row; the last cell is cut where `room` ends."""
    *first, last = row
    text = GAP.join(padded(cell, w) for cell, w in zip(first, widths, strict=False))
    if text:
        text += GAP
    if room is not None:
        last = cut(last, max(room - width(text), NARROWEST))
    return Verbatim((text + last).rstrip())


def available() -> int | None:
    """Cells in a line; `None` where the answer goes to a file or another program."""
    if is_terminal(sys.stdout) or os.environ.get("COLUMNS"):
        return shutil.get_terminal_size().columns
    return None


def width(text: str) -> int:
    """Cells that the text takes: two for a wide character, none for a combining one."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def padded(text: str, cells: int) -> str:
    return text + " " * (cells - width(text))


def cut(text: str, cells: int) -> str:
    """`text` in at most `cells`, with `…` where something is missing."""
    if width(text) <= cells:
        return text
    kept = ""
    for character in text:
        if width(kept + character) >= cells:
            break
        kept += character
    return kept + "…"
