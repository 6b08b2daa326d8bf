"""Columns of names and remarks."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import is_normalized

from portinaio.lists.intake.cell_cache import CellCache
from portinaio.lists.intake.row import LONGEST_COMPANY

if TYPE_CHECKING:
    from collections.abc import Sequence


class WordCache(CellCache[str]):
    """Of names and remarks, of which every cell of a large table may have its own, and nearly all stay as they are."""

    def column(self, cells: Sequence[str]) -> list[str]:
        return list(cells) if _are_plain(cells) else super().column(cells)


def _are_plain(cells: Sequence[str]) -> bool:
    """Whether none has anything that `row_text` or `unguarded` would take away."""
    lines = "\n".join(cells)
    return not (
        lines.count("\n") >= max(len(cells), 1)
        or "'" in lines
        or "  " in lines
        or "\n " in lines
        or " \n" in lines
        or lines[:1] == " "
        or lines[-1:] == " "
        or not "".join(cells).isprintable()
        or not _are_short(lines)
        or not (lines.isascii() or is_normalized("NFC", lines))
    )


def _are_short(lines: str) -> bool:
    """Whether none is too long; no line of twice a stretch can do without an end in each."""
    half = LONGEST_COMPANY // 2
    if all(lines.find("\n", at, at + half) >= 0 for at in range(0, len(lines) - half, half)):
        return True
    return max(map(len, lines.split("\n"))) <= LONGEST_COMPANY
