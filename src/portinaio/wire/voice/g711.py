"""G.711 by table, both laws, ITU-T G.711: a sample of 16 bits is a byte, and the other way round.

The library that had this left Python with 3.13. The tables are byte for byte what it gave.
"""

from __future__ import annotations

import struct
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

RATE = 8_000
"""Samples a second."""
_BIAS = 33  # of the mu-law, in 14 bits, and the loudest that it has
_CLIP = 8_158


class Law(Enum):
    """The static payload types of RFC 3551."""

    MU = 0
    A = 8

    @property
    def encoding(self) -> str:
        return "PCMA" if self is Law.A else "PCMU"


def encode(samples: bytes, law: Law) -> bytes:
    """Of signed 16-bit samples, little-endian; half a sample at the end is left out."""
    table = _encoder(law)
    return bytes(
        [table[high] for (high,) in struct.iter_unpack("<H", samples[: len(samples) & ~1])]
    )


def decode(data: bytes, law: Law) -> bytes:
    table = _DECODE[law]
    return struct.pack(f"<{len(data)}h", *[table[byte] for byte in data])


def noise(law: Law, samples: int, rms: float, gauss: Callable[[float, float], float]) -> bytes:
    """White noise, so that a line on which nobody speaks is not taken for a dead one; `rms` is in steps of 16 bits, `gauss` is chance."""
    table = _encoder(law)
    return bytes([table[round(gauss(0.0, rms)) & 0xFFFF] for _ in range(samples)])


def _a_law(sample: int) -> int:
    level = (sample if sample >= 0 else ~sample) >> 3  # 13 bits
    segment = max(level.bit_length() - 5, 0)
    step = level >> max(segment, 1) & 0x0F
    return (segment << 4 | step) ^ (0xD5 if sample >= 0 else 0x55)


def _mu_law(sample: int) -> int:
    level = min(abs(sample >> 2), _CLIP) + _BIAS  # 14 bits
    segment = max(level.bit_length() - 6, 0)
    step = level >> (segment + 1) & 0x0F
    return (segment << 4 | step) ^ (0xFF if sample >= 0 else 0x7F)


def _from_a_law(byte: int) -> int:
    byte ^= 0x55
    exponent, mantissa = byte >> 4 & 7, byte & 0x0F
    level = (mantissa << 4) + 8
    if exponent:
        level = (level + 0x100) << (exponent - 1)
    return level if byte & 0x80 else -level


def _from_mu_law(byte: int) -> int:
    byte = ~byte & 0xFF
    level = (((byte & 0x0F) << 1) + _BIAS << (byte >> 4 & 7)) - _BIAS << 2
    return -level if byte & 0x80 else level


@cache
def _encoder(law: Law) -> bytes:
    """The byte of each sample by its 16 bits; 8 or 4 samples in a row have one."""
    code, alike = (_a_law, 8) if law is Law.A else (_mu_law, 4)
    samples = (*range(0, 0x8000, alike), *range(-0x8000, 0, alike))
    return b"".join(bytes([code(sample)]) * alike for sample in samples)


_DECODE = {
    Law.A: tuple(map(_from_a_law, range(256))),
    Law.MU: tuple(map(_from_mu_law, range(256))),
}
