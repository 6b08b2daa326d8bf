"""Files of sound: every usual form is read, and what is none is told."""

from __future__ import annotations

import math
import struct

import pytest

from portinaio.wire.voice import g711, wav
from portinaio.wire.voice.g711 import RATE, Law

LONGEST_S = 60.0


def a_tone(rate: int = RATE, hertz: float = 440, seconds: float = 0.5) -> list[int]:
    return [
        round(10_000 * math.sin(2 * math.pi * hertz * n / rate)) for n in range(int(rate * seconds))
    ]


def a_file(tag: int, channels: int, rate: int, bits: int, sound: bytes, *more: bytes) -> bytes:
    form = struct.pack(
        "<HHIIHH", tag, channels, rate, rate * channels * bits // 8, channels * bits // 8, bits
    )
    chunks = (b"LIST" + struct.pack("<I", 3) + b"abc\0", *more)
    body = b"WAVE" + b"".join(chunks) + b"fmt " + struct.pack("<I", len(form)) + form
    body += b"data" + struct.pack("<I", len(sound)) + sound
    return b"RIFF" + struct.pack("<I", len(body)) + body


def level(samples: bytes) -> float:
    """Of the middle, of full scale."""
    values = struct.unpack(f"<{len(samples) // 2}h", samples)[500:-500]
    return math.sqrt(sum(v * v for v in values) / len(values)) * math.sqrt(2)


TONE = a_tone()
FORMS = {
    "8 bits": a_file(1, 1, RATE, 8, bytes((v >> 8) + 128 for v in TONE)),
    "16 bits": a_file(1, 1, RATE, 16, struct.pack(f"<{len(TONE)}h", *TONE)),
    "24 bits": a_file(
        1, 1, RATE, 24, b"".join((v << 8).to_bytes(3, "little", signed=True) for v in TONE)
    ),
    "32 bits": a_file(1, 1, RATE, 32, struct.pack(f"<{len(TONE)}i", *(v << 16 for v in TONE))),
    "floats": a_file(3, 1, RATE, 32, struct.pack(f"<{len(TONE)}f", *(v / 32768 for v in TONE))),
    "A-law": a_file(6, 1, RATE, 8, g711.encode(struct.pack(f"<{len(TONE)}h", *TONE), Law.A)),
    "mu-law": a_file(7, 1, RATE, 8, g711.encode(struct.pack(f"<{len(TONE)}h", *TONE), Law.MU)),
    "stereo": a_file(1, 2, RATE, 16, b"".join(struct.pack("<hh", value, value) for value in TONE)),
    "44,100 Hz": a_file(1, 1, 44_100, 16, struct.pack("<22050h", *a_tone(44_100))),
    "11,025 Hz": a_file(1, 1, 11_025, 16, struct.pack("<5512h", *a_tone(11_025))),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_tone_is_as_loud_and_as_long_in_every_form(form: str):
    samples = wav.samples_of(FORMS[form], LONGEST_S)

    assert len(samples) == pytest.approx(RATE, abs=4)  # two bytes each, half a second
    assert level(samples) == pytest.approx(10_000, rel=0.02)


@pytest.mark.parametrize("hertz", [5_000, 7_000, 12_000])
def test_what_a_telephone_cannot_carry_does_not_come_back_as_another_tone(hertz: float):
    sound = struct.pack("<22050h", *a_tone(44_100, hertz))

    assert level(wav.samples_of(a_file(1, 1, 44_100, 16, sound), LONGEST_S)) < 10


@pytest.mark.parametrize("hertz", [300, 1_000, 3_000])
def test_what_a_telephone_carries_is_kept(hertz: float):
    sound = struct.pack("<22050h", *a_tone(44_100, hertz))

    heard = level(wav.samples_of(a_file(1, 1, 44_100, 16, sound), LONGEST_S))

    assert heard == pytest.approx(10_000, rel=0.02)


def test_a_length_beyond_the_end_means_all_there_is():
    whole = bytearray(FORMS["16 bits"])
    place = whole.index(b"data") + 4
    whole[place : place + 4] = b"\xff\xff\xff\x7f"

    assert wav.samples_of(bytes(whole), LONGEST_S) == wav.samples_of(FORMS["16 bits"], LONGEST_S)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no WAV"),
        (b"ID3 something else", "no WAV"),
        (b"RIFF\0\0\0\0WAVE", "without sound"),
        (b"RIFF\0\0\0\0WAVEdata\4\0\0\0abcd", "without sound"),
        (FORMS["16 bits"][:50], "without sound"),
        (a_file(1, 1, RATE, 16, b""), "no sound"),
        (a_file(85, 1, RATE, 16, b"abcd"), "not read here"),
        (a_file(1, 0, RATE, 16, b"abcd"), "not read here"),
        (a_file(1, 1, 0, 16, b"abcd"), "not read here"),
        (a_file(1, 9, RATE, 16, b"abcd"), "not read here"),
        (a_file(1, 1, RATE, 12, b"abcd"), "not read here"),
        (a_file(1, 1, RATE, 16, bytes(2 * RATE * 61)), "61 s"),
    ],
)
def test_what_is_no_sentence_is_told(data: bytes, why: str):
    with pytest.raises(wav.UnreadableSoundError) as refused:
        wav.samples_of(data, LONGEST_S)

    assert why in refused.value.why.text % refused.value.why.values


def test_a_minute_is_still_listened_to():
    assert len(wav.samples_of(a_file(1, 1, RATE, 16, bytes(2 * RATE * 60)), LONGEST_S)) == 960_000


def test_floats_that_are_none_are_silence():
    sound = struct.pack("<4f", math.nan, math.inf, -math.inf, 0.5)

    assert struct.unpack("<4h", wav.samples_of(a_file(3, 1, RATE, 32, sound), LONGEST_S)) == (
        0,
        32767,
        -32768,
        16384,
    )


@pytest.mark.parametrize("seconds", [0.01, 0.0101])
def test_what_is_written_is_read_again(seconds: float):
    samples = struct.pack(f"<{int(RATE * seconds)}h", *a_tone(seconds=seconds))

    assert wav.samples_of(wav.pcm_file(samples), LONGEST_S) == samples
    heard = wav.samples_of(wav.a_law_file(g711.encode(samples, Law.A)), LONGEST_S)
    assert heard == g711.decode(g711.encode(samples, Law.A), Law.A)
