"""Members of objects that hold days of which nobody knows what they say."""

from __future__ import annotations

from itertools import islice

from portinaio.lists.intake.cells.days import holds_days
from portinaio.lists.intake.column_names import meaning_of

_SHOWN = 20  # objects, and members of each, to see what they hold
_DAY_LONG = 40  # characters


class Glimpses:
    """Of the first objects of a file."""

    def __init__(self) -> None:
        self._shown: list[dict[str, str]] = []

    def add(self, value: object) -> None:
        if len(self._shown) < _SHOWN and isinstance(value, dict):
            self._shown.append(_glimpse(value))

    @property
    def unread_days(self) -> list[str]:
        names = dict.fromkeys(name for item in self._shown for name in item)
        return [name for name in names if holds_days(item.get(name, "") for item in self._shown)]


def _glimpse(value: dict[str, object]) -> dict[str, str]:
    """The members of which nobody knows what they hold, as far as a day is long: an item may be a megabyte."""
    texts = ((name, cell) for name, cell in value.items() if isinstance(cell, str))
    short = ((name[:_DAY_LONG], cell[:_DAY_LONG]) for name, cell in texts)
    unread = ((name, cell) for name, cell in short if not meaning_of(name))
    return dict(islice(unread, _SHOWN))
