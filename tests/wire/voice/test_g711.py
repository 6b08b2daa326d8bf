"""G.711 by table."""

from __future__ import annotations

import hashlib
import math
import random
import struct

import pytest

from portinaio.wire.voice.g711 import Law, decode, encode, noise

EVERY_SAMPLE = struct.pack("<65536h", *range(-32768, 32768))
# Of `lin2alaw` and `lin2ulaw` of the audioop of Python 3.11, for every sample from the lowest to the highest.
BY_AUDIOOP = {
    Law.A: "38488f6fd710f4686360edc4d38639f96c491595ef93f8eb8d62d5e07ca6ce7b",
    Law.MU: "81d633c9e6972a18c74a58720b96cb8ca0bdd096d4060b646dd708c3b846019a",
}


@pytest.mark.parametrize("law", Law)
def test_every_sample_becomes_the_byte_that_audioop_gave(law: Law):
    assert hashlib.sha256(encode(EVERY_SAMPLE, law)).hexdigest() == BY_AUDIOOP[law]


@pytest.mark.parametrize("law", Law)
def test_every_byte_comes_back_as_it_was(law: Law):
    data = bytes(range(256))

    again = encode(decode(data, law), law)

    different = [byte for byte, now in zip(data, again, strict=True) if byte != now]
    assert different == ([0x7F] if law is Law.MU else [])  # the law has a zero of either sign


@pytest.mark.parametrize("law", Law)
def test_comfort_noise_is_as_loud_as_was_asked(law: Law):
    data = noise(law, 8000, 33.0, random.Random(1).gauss)

    samples = struct.unpack("<8000h", decode(data, law))
    rms = math.sqrt(sum(sample * sample for sample in samples) / 8000)
    assert -61 < 20 * math.log10(rms / 32768) < -59


def test_half_a_sample_at_the_end_is_left_out():
    assert encode(b"\x00\x00\x00", Law.A) == encode(b"\x00\x00", Law.A)
