"""The memory that the C library keeps for later: as little as may be, since the daemon runs for months beside other things.

Only glibc has these knobs; where another library is in its place, nothing is turned.
"""

from __future__ import annotations

import asyncio
import ctypes
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

EVERY_S = 10.0  # a flood leaves a megabyte of holes in as long
KNOBS = (
    # asyncio asks for 256 KiB for each datagram and cuts off what it did not need: that much stays, so that none is asked
    # of the system.
    (
        -1,
        512 * 1024,
    ),  # M_TRIM_THRESHOLD: what is free at the end of the heap, and larger, goes back at once
    (-3, 512 * 1024),  # M_MMAP_THRESHOLD: what is larger leaves no hole when it goes
    (-8, 1),  # M_ARENA_MAX: threads share one heap, as they share the interpreter's lock
)
"""Parameters of mallopt(3), with their values in bytes or pieces."""


def keep_little() -> None:
    """Before the first thread is begun."""
    turn = getattr(ctypes.CDLL(None), "mallopt", None)
    if turn is not None:
        for knob, value in KNOBS:
            turn(knob, value)


async def give_back_memory(*, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
    """To the system, what is free between what is used: after the start and after a flood of calls some megabytes. Until cancelled.

    In a thread, since it takes some milliseconds.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    while trim is not None:
        await asyncio.to_thread(trim, 0)
        await sleep(EVERY_S)
