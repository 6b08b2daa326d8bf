"""Tones: before a message, and in place of words where nothing can be spoken."""

from __future__ import annotations

import math
import struct
from functools import cache

from portinaio.lines.voice.notice import Notice, of_samples
from portinaio.wire.voice.g711 import RATE

_PEAK = 8_000
READY, WELL, BADLY = "ready", "well", "badly"
_TUNES = {
    READY: ((1_000, 0.15), (0, 0.1), (1_000, 0.15)),
    WELL: ((660, 0.15), (880, 0.3)),
    BADLY: ((220, 0.8),),
}
"""Hertz and seconds; three that nobody takes for another, and none of them a key."""


def tone(hertz: int, duration_s: float) -> bytes:
    """Signed 16-bit samples; of 0 hertz nothing is heard."""
    count = round(duration_s * RATE)
    samples = [round(_PEAK * math.sin(2 * math.pi * hertz * n / RATE)) for n in range(count)]
    return struct.pack(f"<{count}h", *samples)


@cache
def tune(name: str) -> Notice:
    return of_samples(name, b"".join(tone(*note) for note in _TUNES[name]))
