"""What stands at the other end of a stream, and how a line is to reach it."""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from typing import TextIO


class Verbatim(str):
    """A line that stands as it is written however narrow the terminal: of a table, a script, a code to be scanned."""

    __slots__ = ()


def is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False
