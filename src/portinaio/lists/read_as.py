"""How a list was read, for those who want to see it before they believe it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import Message, counted

if TYPE_CHECKING:
    from collections.abc import Mapping

SHOWN = 3  # numbers


class ReadAs(NamedTuple):
    format: str
    title: Message
    """What people call it."""
    region: str | None = None
    """In which its national numbers were read; `None` where it has none."""
    region_from: str = "file"
    """Who says so: `format`, or `said` for somebody; `file` where every number says its own."""
    first: tuple[str, ...] = ()
    """As they are kept."""
    mended: tuple[tuple[Message, int], ...] = ()
    """What was put right in numbers that were kept, and in how many."""
    columns: tuple[Message, ...] = ()
    """Those that are not read."""
    columns_read: tuple[str, ...] = ()
    """Those that are, by title, or by place from 1."""
    columns_left: tuple[str, ...] = ()
    """Those in which numbers stand of which nobody knows whose they are."""
    complaints: bool = False
    """Whether each row was taken for one."""
    also: tuple[str, ...] = ()
    """Other countries in which nearly all of its national numbers would exist, though few others of their length do there."""
    kinds: Mapping[str, int] = {}
    """As `core.numbers.kinds` has it."""


def doubled(n: int) -> Message:
    """What is said of numbers in which the country code stood twice."""
    return counted(
        "in %(n)d number the country code stood twice; it is kept with it once",
        "in %(n)d numbers the country code stood twice; they are kept with it once",
        n,
    )
