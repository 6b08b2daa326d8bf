"""What a telephone of the house may ask for by a digit, and what it is told."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from portinaio.core.message import Message


class Wish(StrEnum):
    LAST = "last"
    """Who called last; asked before anything is pressed."""
    BLOCK = "block"
    ALLOW = "allow"
    REPORT = "report"
    PAUSE = "pause"
    EXPECT = "expect"
    RESUME = "resume"
    ANNOUNCE = "announce"
    """Keep what was spoken as the line's announcement."""
    USE_ANNOUNCEMENT = "use announcement"
    """Begin to say it; once the telephone has hung up, since the line begins anew with it."""


KEYS = {
    "1": Wish.BLOCK,
    "2": Wish.ALLOW,
    "3": Wish.REPORT,
    "4": Wish.PAUSE,
    "5": Wish.EXPECT,
    "0": Wish.RESUME,
    "9": Wish.ANNOUNCE,
}


class Command(NamedTuple):
    wish: Wish
    code: str
    """Of the telephone, such as `**622`."""
    call: int | None = None
    """The call that was named as the last; another may have come since."""
    sound: bytes = b""
    """Of an announcement, a WAV file."""


class Done(NamedTuple):
    said: Message
    well: bool = True
    """Whether it was done."""
    call: int | None = None
    """The call that the sentence names."""
