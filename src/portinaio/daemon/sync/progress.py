"""How far one list or address book has come, told while it is fetched."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.lists.sync.download import Progress

    Tell = Callable[[dict[str, Any]], None]

PROGRESS_S = 0.1  # no eye follows more


def progress_of(name: str, tell: Tell) -> Progress:
    last = 0.0

    def progress(so_far: int, whole: int | None) -> None:
        nonlocal last
        if time.monotonic() - last >= PROGRESS_S:
            last = time.monotonic()
            tell({"at": name, "bytes": so_far, "whole": whole})

    return progress
