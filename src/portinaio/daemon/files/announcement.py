"""A sentence of the user's own voice, taken in: checked, and kept as a telephone hears it."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from portinaio.config.atomic_write import write_atomically
from portinaio.core.message import msg
from portinaio.core.reason import reason
from portinaio.errors import HomeError, UsageError
from portinaio.lines.voice.notice import LONGEST_S
from portinaio.wire.voice import wav
from portinaio.wire.voice.g711 import RATE

if TYPE_CHECKING:
    from portinaio.api.answers import AnnouncementAnswer
    from portinaio.config.home import Home


def file_of(line: str) -> str:
    """Its name beside config.toml."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", line)[:60] + ".announcement.wav"


def keep(home: Home, line: str, data: bytes) -> AnnouncementAnswer:
    """Beside config.toml, in place of the one of before. `UsageError` for what is no sentence."""
    try:
        samples = wav.samples_of(data, LONGEST_S)
    except wav.UnreadableSoundError as error:
        raise UsageError(msg("the file cannot be said: %(why)s", why=error.why)) from error
    name = file_of(line)
    path = os.path.join(home.config, name)  # noqa: PTH118  # as the home has it
    home.make()
    try:
        write_atomically(path, wav.pcm_file(samples))
    except OSError as error:
        raise HomeError(
            msg("%(path)s cannot be written: %(reason)s", path=path, reason=reason(error))
        ) from error
    loudest = max(map(abs, memoryview(samples).cast("h")), default=0)
    return {
        "line": line,
        "file": name,
        "seconds": round(len(samples) / 2 / RATE, 2),
        "loudness": round(loudest / 32768, 3),
    }
