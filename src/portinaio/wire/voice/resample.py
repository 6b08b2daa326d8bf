"""Another number of samples a second: a windowed sinc, one filter for each place between two samples.

What a telephone cannot carry is taken away first, so that nothing of it comes back as another tone.
"""

from __future__ import annotations

import math
from array import array
from operator import mul
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ZEROS = 12  # of the sinc, on each side
KEPT = 0.92  # of the narrower band; the rest is the slope of the filter
MOST_FILTERS = 1_024  # for odd rates the nearest is taken, which nobody hears


def resampled(samples: Sequence[int], rate: int, wanted: int) -> array[int]:
    """The same sound at another rate."""
    shared = math.gcd(rate, wanted)
    up, down = wanted // shared, rate // shared
    phases = min(up, MOST_FILTERS)
    band = min(1.0, wanted / rate) * KEPT
    half = math.ceil(ZEROS / band)
    filters = [_filter(phase / phases, half, band) for phase in range(phases)]
    padded = array("h", bytes(2 * half)) + array("h", samples) + array("h", bytes(2 * half + 2))
    made = array("h")
    for index in range(len(samples) * up // down):
        whole, part = divmod(index * down, up)
        taps = filters[part * phases // up]
        near = padded[whole + 1 : whole + 1 + 2 * half]
        value = round(sum(map(mul, taps, near)))
        made.append(max(-32768, min(32767, value)))
    return made


def _filter(offset: float, half: int, band: float) -> list[float]:
    """Weights of the samples around a place that lies `offset` behind one; together they are 1."""
    taps = []
    for place in range(1 - half, half + 1):
        distance = place - offset
        window = 0.5 + 0.5 * math.cos(math.pi * distance / (half + 1))
        taps.append(band * _sinc(band * distance) * window)
    total = sum(taps)
    return [tap / total for tap in taps]


def _sinc(x: float) -> float:
    return math.sin(math.pi * x) / (math.pi * x) if x else 1.0
