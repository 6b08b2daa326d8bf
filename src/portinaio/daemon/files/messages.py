"""What callers said after the tone: files that live as long as the calls of the log that name them."""

from __future__ import annotations

import logging
import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from portinaio.config.regular_file import open_regular
from portinaio.core.message import msg
from portinaio.core.reason import reason
from portinaio.errors import NotFoundError
from portinaio.wire.voice import wav

if TYPE_CHECKING:
    from datetime import datetime

    from portinaio.config.home import Home
    from portinaio.core.logged import LoggedCall
    from portinaio.store.database import Store

log = logging.getLogger(__name__)

LONGEST_S = 700.0
LARGEST_BYTES = 16 << 20
GRACE_S = 86_400.0  # the call that a fresh file belongs to may not be written down yet
_NAME = re.compile(r"[A-Za-z0-9_-]{1,100}\.wav", re.ASCII)


def read(home: Home, call: LoggedCall) -> bytes:
    """`NotFoundError` where there is none, or none any more."""
    name = call.heard.message if call.heard else ""
    if not name:
        raise NotFoundError(msg("call %(id)d left no message", id=call.id))
    try:
        with open_regular(_path(home, name)) as file:
            return file.read(LARGEST_BYTES)
    except OSError as error:
        raise NotFoundError(
            msg(
                "the message of call %(id)d is not there: %(reason)s",
                id=call.id,
                reason=reason(error),
            )
        ) from error


def as_pcm(data: bytes) -> bytes:
    """For players that know nothing else; what is damaged stays as it is."""
    try:
        return wav.pcm_file(wav.samples_of(data, LONGEST_S))
    except wav.UnreadableSoundError:
        return data


def delete(home: Home, call: LoggedCall) -> int:
    """How many were there: one, or none."""
    name = call.heard.message if call.heard else ""
    if not name:
        return 0
    try:
        os.unlink(_path(home, name))  # noqa: PTH108  # as the home has its paths
    except FileNotFoundError:
        return 0
    return 1


def sweep(home: Home, store: Store, now: datetime) -> int:
    """Delete those that no call of the log names any more; how many they were."""
    gone = 0
    with suppress(OSError):
        named = store.calls.messages()
        for file in os.scandir(home.messages):
            old = now.timestamp() - file.stat().st_mtime > GRACE_S
            if file.name not in named and old and _NAME.fullmatch(file.name):
                os.unlink(file.path)  # noqa: PTH108  # as above
                gone += 1
    return gone


def _path(home: Home, name: str) -> str:
    if not _NAME.fullmatch(name):  # what a disk has made of it, or somebody else
        raise NotFoundError(msg("there is no message of that name"))
    return os.path.join(home.messages, name)  # noqa: PTH118  # as above
