"""Sound in a file: RIFF WAVE of any usual form is read as the samples that a telephone hears, and two forms are written.

What is read is made mono, at 8,000 samples a second, 16 bits. Formats: PCM of 8 to 32 bits, floats, A-law and mu-law.
"""

from __future__ import annotations

import struct
from array import array
from typing import NamedTuple

from portinaio.core.message import Message, msg
from portinaio.wire.voice import g711
from portinaio.wire.voice.g711 import RATE, Law
from portinaio.wire.voice.resample import resampled

MOST_CHANNELS = 8
RATES = range(4_000, 192_001)
_PCM, _FLOAT, _A_LAW, _MU_LAW, _EXTENSIBLE = 1, 3, 6, 7, 0xFFFE


class UnreadableSoundError(ValueError):
    """Why a file is no sound that we can read."""

    def __init__(self, why: Message) -> None:
        super().__init__(why.text)
        self.why = why


class _Form(NamedTuple):
    tag: int
    channels: int
    rate: int
    bits: int


def samples_of(data: bytes, longest_s: float) -> bytes:
    """Signed 16-bit samples, little-endian. `UnreadableSoundError` for what is no sound, none at all, or longer than that."""
    form, sound = _chunks(data)
    frame = form.channels * form.bits // 8
    count = len(sound) // frame if frame else 0
    if not count:
        raise UnreadableSoundError(msg("there is no sound in it"))
    if count > longest_s * form.rate:
        raise UnreadableSoundError(
            msg(
                "it lasts %(seconds)d s; more than %(longest)d s nobody listens to",
                seconds=round(count / form.rate),
                longest=int(longest_s),
            )
        )
    mono = _mono(_numbers(form, sound[: count * frame]), form.channels)
    return _packed(mono if form.rate == RATE else resampled(mono, form.rate, RATE))


def pcm_file(samples: bytes) -> bytes:
    """Samples as a file that every player opens."""
    return _file(_PCM, 16, samples)


def a_law_file(sound: bytes) -> bytes:
    """A-law as it came, half as large; players know it too."""
    return _file(_A_LAW, 8, sound)


def a_law_head(sound_bytes: int) -> bytes:
    """What stands before so many bytes of A-law, for who writes them piece by piece."""
    return _head(_A_LAW, 8, sound_bytes)


def _file(tag: int, bits: int, sound: bytes) -> bytes:
    return _head(tag, bits, len(sound)) + sound + b"\0" * (len(sound) % 2)


def _head(tag: int, bits: int, size: int) -> bytes:
    width = bits // 8
    form = struct.pack("<HHIIHH", tag, 1, RATE, RATE * width, width, bits)
    fact = b""
    if tag != _PCM:  # every format but PCM says how many samples there are
        form += b"\0\0"
        fact = struct.pack("<4sII", b"fact", 4, size // width)
    body = struct.pack("<4sI", b"fmt ", len(form)) + form + fact
    whole = 4 + len(body) + 8 + size + size % 2
    return (
        struct.pack("<4sI4s", b"RIFF", whole, b"WAVE") + body + struct.pack("<4sI", b"data", size)
    )


def _chunks(data: bytes) -> tuple[_Form, bytes]:
    """The form and the sound. A length beyond the end, as of what was written into a pipe, means all there is."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise UnreadableSoundError(msg("it is no WAV file"))
    form, place = None, 12
    while place + 8 <= len(data):
        name, size = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "little")
        body = data[place + 8 : place + 8 + size]
        if name == b"fmt " and len(body) >= 16:
            form = _form(body)
        elif name == b"data":
            if form is None:
                break
            return form, body
        place += 8 + size + size % 2
    raise UnreadableSoundError(msg("it is a WAV file without sound"))


def _form(body: bytes) -> _Form:
    tag, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", body)
    if tag == _EXTENSIBLE and len(body) >= 26:
        (tag,) = struct.unpack_from("<H", body, 24)
    known = {_PCM: (8, 16, 24, 32), _FLOAT: (32,), _A_LAW: (8,), _MU_LAW: (8,)}
    if bits not in known.get(tag, ()) or not 0 < channels <= MOST_CHANNELS or rate not in RATES:
        raise UnreadableSoundError(
            msg(
                "it is a WAV file of a form that is not read here; save it as PCM, 16 bits, such as"
                " with: ffmpeg -i FILE -ar 8000 -ac 1 notice.wav"
            )
        )
    return _Form(tag, channels, rate, bits)


def _numbers(form: _Form, sound: bytes) -> array[int]:
    """Each sample in 16 bits."""
    match form.tag, form.bits:
        case (6, _):
            return _of_16_bits(g711.decode(sound, Law.A))
        case (7, _):
            return _of_16_bits(g711.decode(sound, Law.MU))
        case (3, _):
            floats = (value for (value,) in struct.iter_unpack("<f", sound))
            return array("h", [_within(value * 32768) for value in floats])
        case (_, 8):
            return array("h", [(byte - 128) << 8 for byte in sound])
        case (_, 16):
            return _of_16_bits(sound)
        case _:  # the upper two bytes of each
            width = form.bits // 8
            upper = bytearray(len(sound) // width * 2)
            upper[0::2], upper[1::2] = sound[width - 2 :: width], sound[width - 1 :: width]
            return _of_16_bits(bytes(upper))


def _of_16_bits(sound: bytes) -> array[int]:
    return array("h", struct.unpack(f"<{len(sound) // 2}h", sound))


def _mono(samples: array[int], channels: int) -> array[int]:
    if channels == 1:
        return samples
    parts = [samples[channel::channels] for channel in range(channels)]
    return array("h", [sum(each) // channels for each in zip(*parts, strict=True)])


def _packed(samples: array[int]) -> bytes:
    return struct.pack(f"<{len(samples)}h", *samples)


def _within(value: float) -> int:
    # A float that is none compares with nothing.
    return round(max(-32768.0, min(32767.0, value))) if value == value else 0  # noqa: PLR0124
