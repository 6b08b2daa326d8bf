"""Cells that hold several whole numbers, as tables of measures and address lists have them: `030 1234567, 030 1234568`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portinaio.lists.intake.numbering import Numbering

LONGEST = 2_000  # characters; a cell of a hundred numbers is read, a list in one cell is not
_AND = "and|or|e|ed|o|oppure|und|oder|et|ou|y|en|of|ve|veya"
_BETWEEN = re.compile(rf"\s*[|;,\n]\s*|\s+(?:/|&|{_AND})\s+", re.IGNORECASE)


def several(text: str, numbering: Numbering) -> list[int]:
    """Keys of the numbers; empty unless there are two or more, and each is one by itself.

    `02 0000 1234 / 35` is none of them: nobody can tell what the 35 belongs to.
    """
    if len(text) > LONGEST or not _BETWEEN.search(text):
        return []
    parts = [part for part in _BETWEEN.split(text.strip()) if part]
    meant = [numbering.exact(part) for part in parts]
    keys = [key for key in meant if isinstance(key, int)]
    return keys if len(keys) == len(parts) > 1 else []
