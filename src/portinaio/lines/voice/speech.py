"""Text as speech, by the program `espeak-ng` where it is installed. Never while a call waits."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import suppress

from portinaio.core.message import Message, msg

PROGRAM = "espeak-ng"
WORDS_A_MINUTE = 150
PATIENCE_S = 30.0


class SpeechError(Exception):
    """Why nothing was spoken."""

    def __init__(self, why: Message) -> None:
        super().__init__(why.text)
        self.why = why


def missing() -> Message | None:
    """What to do where texts cannot be spoken."""
    if shutil.which(PROGRAM):
        return None
    return msg(
        "texts are spoken by espeak-ng, which is not installed; install it (apt install espeak-ng),"
        " or give a WAV file of your own as announcement"
    )


async def spoken(text: str, voice: str) -> bytes:
    """A WAV file. `SpeechError` where the program is missing, fails or hangs."""
    if why_not := missing():
        raise SpeechError(why_not)
    process = await asyncio.create_subprocess_exec(
        PROGRAM,
        *("-v", voice, "-s", str(WORDS_A_MINUTE), "--stdin", "--stdout"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(PATIENCE_S):
            sound, _ = await process.communicate(text.encode())
    except TimeoutError:
        raise SpeechError(msg("espeak-ng does not end; nothing is spoken")) from None
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode or not sound:
        raise SpeechError(
            msg(
                "espeak-ng cannot speak with the voice %(voice)s; see espeak-ng --voices",
                voice=voice,
            )
        )
    return sound
