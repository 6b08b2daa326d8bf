"""A sentence that is said to callers, ready to be sent: nothing of a call waits for a disk or a program."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portinaio.config.regular_file import open_regular
from portinaio.core.message import Message, msg
from portinaio.core.reason import reason
from portinaio.lines.voice.speech import SpeechError, spoken
from portinaio.wire.voice import g711, wav
from portinaio.wire.voice.g711 import RATE, Law

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_S = 60.0  # the caller pays, and has hung up long before
LARGEST_BYTES = 24 << 20  # a minute of stereo at 48,000 Hz and 32 bits


class Notice(NamedTuple):
    said: str
    """The text, or the name of the file."""
    digest: str
    sound: Mapping[Law, bytes]

    @property
    def whole_s(self) -> float:
        return len(self.sound[Law.A]) / RATE


async def of_file(name: str, folder: str) -> Notice | Message:
    """The sound of a WAV file, or why there is none."""
    return await asyncio.to_thread(_of_file, name, folder)


async def of_text(text: str, voice: str) -> Notice | Message:
    """As `espeak-ng` says it, or why it does not."""
    try:
        sound = await spoken(text, voice)
        return await asyncio.to_thread(_made, text, wav.samples_of(sound, LONGEST_S))
    except SpeechError as error:
        return error.why
    except wav.UnreadableSoundError as error:
        return msg("the text cannot be spoken: %(why)s", why=error.why)


def of_samples(said: str, samples: bytes) -> Notice:
    """Of signed 16-bit samples; takes a moment for a long one."""
    return _made(said, samples)


def _of_file(name: str, folder: str) -> Notice | Message:
    path = str(Path(folder, name).expanduser())
    try:
        with open_regular(path) as source:
            data = source.read(LARGEST_BYTES + 1)
        if len(data) > LARGEST_BYTES:
            return msg("%(file)s is too large for a sentence", file=path)
        return _made(Path(name).name, wav.samples_of(data, LONGEST_S))
    except wav.UnreadableSoundError as error:
        return msg("%(file)s cannot be said: %(why)s", file=path, why=error.why)
    except OSError as error:
        return msg("%(file)s cannot be read: %(reason)s", file=path, reason=reason(error))


def _made(said: str, samples: bytes) -> Notice:
    sound = {law: g711.encode(samples, law) for law in Law}
    return Notice(said, hashlib.sha256(samples).hexdigest(), sound)
