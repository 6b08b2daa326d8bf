"""How a list was read, for those who want to see it before they believe it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.core.message import Message

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
    complaints: bool = False
    """Whether each row was taken for one."""
    kinds: Mapping[str, int] = {}
    """As `core.numbers.kinds` has it."""
