"""Whether the terminal has colours at all, and whether anybody wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def colourless(environ: Mapping[str, str]) -> bool:
    """True with `NO_COLOR`, and on a terminal of which the system says that it has none, such as a vt100."""
    if environ.get("NO_COLOR"):
        return True
    if environ.get("COLORTERM"):
        return False
    try:
        import curses  # noqa: PLC0415  # absent on some systems
    except ImportError:
        return False
    try:
        curses.setupterm(environ.get("TERM", ""), 1)
    except (OSError, curses.error):
        return False  # nobody knows this terminal; most have colours
    return curses.tigetnum("colors") < 2
