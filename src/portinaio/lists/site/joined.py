"""The parts of a site that a list is made of, put together to one download.

    "PLS1" | u64 serial | then for each part: u8 what it is | u32 bytes | bytes as `planes` has them

Changes come first, those of a later serial behind those of an earlier one: the chunks behind them are read through them.
"""

from __future__ import annotations

import struct

MAGIC = b"PLS1"
HEAD = struct.Struct("<4sQ")
PART = struct.Struct("<BI")
CHANGED, GONE, CHUNK = 1, 2, 3
LARGEST_PART = 8 << 20  # bytes
MOST_OPERATIONS = 250_000  # of changes that are laid over a snapshot; they are held in memory
SPLIT = struct.Struct("<II")
"""Changes on a site are up to three bodies: of numbers, of stretches and of what went, each left out where there are none. Before
them stands how long the first two are."""
