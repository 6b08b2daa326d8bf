"""How a module of ours is started in a process of its own."""

from __future__ import annotations

import sys


def command(module: str) -> tuple[str, ...]:
    """-P: a file of the current folder that is named like a library must not be taken for it."""
    return (sys.executable, "-P", "-m", module)
