"""Where messages of callers are kept: a folder of files that only their owner reads, and how much room there is for more.

Writing is for a thread, so whether there is room is looked at before a call needs to know.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import secrets
import shutil
from pathlib import Path

from portinaio.clock import local_now
from portinaio.config.atomic_write import write_atomically
from portinaio.core.message import Message, msg
from portinaio.core.reason import reason
from portinaio.wire.voice import wav

FOLDER = "messages"
MOST = 500
MOST_BYTES = 200 << 20  # seven hours
LEAST_FREE_BYTES = 500 << 20  # of the disk; a message must not take the room of the log

log = logging.getLogger(__name__)


class Mailbox:
    def __init__(self, folder: str, line: str) -> None:
        """`folder` is where the line keeps its things; empty where it keeps nothing."""
        self._folder = Path(folder, FOLDER) if folder else None
        self._line = re.sub(r"[^A-Za-z0-9_-]", "_", line)[:40]
        self._writing: set[asyncio.Task[None]] = set()
        self.why_not: Message | None = msg("whether there is room for a message is not known yet")

    async def look(self) -> None:
        """Whether there is room for one more."""
        self.why_not = await asyncio.to_thread(self._why_not)

    def keep(self, sound: bytes) -> str:
        """The name of the file, which is written beside the calls. Empty where there is none."""
        if self._folder is None:
            return ""
        at = local_now()
        name = f"{self._line}-{at:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}.wav"
        task = asyncio.ensure_future(self._write(self._folder / name, sound))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)
        return name

    async def close(self) -> None:
        """What is being written is written first."""
        if self._writing:
            await asyncio.wait(self._writing, timeout=2.0)

    async def _write(self, path: Path, sound: bytes) -> None:
        try:
            await asyncio.to_thread(_written, path, sound)
        except OSError as error:
            log.error("a message of %d s could not be kept: %s", len(sound) // 8000, error)  # noqa: TRY400  # the reason says it all
            # Whoever calls next rings rather than to speak in vain; then it is looked again.
            self.why_not = msg(
                "the latest message could not be kept: %(reason)s", reason=reason(error)
            )
            return
        await self.look()

    def _why_not(self) -> Message | None:
        if self._folder is None:
            return msg("there is no folder for messages")
        try:
            files = list(os.scandir(self._folder)) if self._folder.is_dir() else []
            size = sum(file.stat().st_size for file in files)
            there = next(one for one in (self._folder, *self._folder.parents) if one.is_dir())
            free = shutil.disk_usage(there).free
        except OSError:
            return msg("there is no folder for messages")
        if len(files) >= MOST or size >= MOST_BYTES:
            return msg(
                "%(n)d messages are kept, more than which there is no room for; forget some with portinaio calls message ID --forget",
                n=len(files),
            )
        if free < LEAST_FREE_BYTES:
            return msg("the disk is nearly full, so no message is taken")
        return None


def _written(path: Path, sound: bytes) -> None:
    path.parent.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # parents get no mode
    path.parent.mkdir(mode=0o700, exist_ok=True)
    write_atomically(path, wav.a_law_file(sound))
