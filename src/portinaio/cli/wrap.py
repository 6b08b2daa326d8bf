"""Sentences at the width of the terminal, which would break them in the middle of a word."""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING

from portinaio.cli.table import width
from portinaio.cli.terminal import is_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_MARK = re.compile(r" *(?:\| |[!✓✗-] | ?\d{1,2} )?")
"""What stands before the text: blanks, a bar, a mark or the number of a step."""
_TERM = re.compile(r"\S{1,30} {2,}")
"""In a column of its own, before what it means."""
_WORD = re.compile(
    r"[(\"'`]?(?:sudo )?portinaio(?: [a-z][a-z-]*+(?![^ ;:.,)])){1,2}"
    r"(?:(?<![;:.,)]) (?:--[a-z-]+(?: [^ \t-][^ \t]*)?|[^a-z \t-][^ \t]*|[a-z]+[:/=][^ \t]*))*[^ \t]*"
    r"|[^ \t]+"
)
"""One, or a command of ours: its first half would be another. What stands at a no-break space stays together, too."""
WIDEST_TERM = 0.5  # of the room; what follows a wider one goes on below it


def room_of(stream: TextIO | None) -> int | None:
    """Cells in a line; `None` where it goes to a file or another program."""
    if stream is None or not (is_terminal(stream) or os.environ.get("COLUMNS")):
        return None
    if os.environ.get("COLUMNS"):
        return shutil.get_terminal_size().columns
    try:
        return os.get_terminal_size(stream.fileno()).columns or None
    except (OSError, ValueError):
        return None


def wrapped(text: str, room: int | None) -> Iterator[str]:
    """`text` in lines of at most `room` cells; a word that is longer stands alone. What goes on is indented as its beginning is."""
    for line in text.split("\n"):
        if room is None or _cells(line) <= room:
            yield line
        else:
            yield from _broken(line, room)


def _broken(line: str, room: int) -> Iterator[str]:
    hanging = _hanging(line, room)
    begun, end = "", 0
    for word in _WORD.finditer(line):
        blanks = line[end : word.start()]
        end = word.end()
        if begun.strip(" |!✓✗-") and _cells(begun + blanks + word.group()) > room:
            yield begun
            begun, blanks = hanging, ""
        begun += blanks + word.group()
    yield begun


def _hanging(line: str, room: int) -> str:
    """What stands before the second line: blanks up to where the text of the first began, and a bar where one stood."""
    mark = _MARK.match(line)
    assert mark  # it may be empty
    if mark.group().endswith("| "):
        return mark.group()
    term = _TERM.match(line, mark.end())
    if term and _cells(line[: term.end()]) <= room * WIDEST_TERM:
        return " " * _cells(line[: term.end()])
    return " " * len(mark.group())


def _cells(text: str) -> int:
    return width(_COLOUR.sub("", text) if "\x1b" in text else text)
