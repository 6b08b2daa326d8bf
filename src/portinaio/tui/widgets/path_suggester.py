"""Goes on with the path that is typed, by what lies in the folder."""

from __future__ import annotations

import asyncio
import os
from itertools import islice
from pathlib import Path

from textual.suggester import Suggester

MOST_LOOKED_AT = 2_000  # files of one folder; a key must not wait for more


class PathSuggester(Suggester):
    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        # A folder may lie on another computer.
        return await asyncio.to_thread(further, value) if value else None


def further(typed: str) -> str | None:
    """The first file or folder whose path begins so; hidden ones where a dot is typed."""
    folder, begun = os.path.split(typed)
    try:
        place = Path(folder or ".").expanduser()
        with os.scandir(place) as entries:
            found = sorted(
                (entry.name, entry.is_dir())
                for entry in islice(entries, MOST_LOOKED_AT)
                if entry.name.startswith(begun) and (begun or entry.name[0] != ".")
            )
    except (OSError, ValueError, RuntimeError):
        return None
    shown = [one for one in found if one[0].isprintable()]
    if not shown:
        return None
    name, is_folder = shown[0]
    return typed[: len(typed) - len(begun)] + name + (os.sep if is_folder else "")
