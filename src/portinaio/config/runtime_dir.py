"""Where socket and lock lie while the home cannot be written: in a folder that only this user can enter.

A daemon whose home is on a disk that can only be read screens calls all the same, and whoever asks must find it. Both
sides find the place by themselves, by what the system calls the folder: its device and its number.
"""

from __future__ import annotations

import os
import stat

from portinaio.core.message import msg
from portinaio.errors import HomeError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from portinaio.core.message import Message

SESSIONS = "/run/user"
SHARED = "/tmp"  # noqa: S108  # the folder in it is looked at before anything in it is believed


def beginning(runtime: str) -> str:
    """What the paths of socket and lock begin with; empty where the folder is not there."""
    try:
        found = os.stat(runtime)  # noqa: PTH116  # pathlib costs `check` 5 ms
    except OSError:
        return ""
    return os.path.join(folder(), f"{found.st_dev:x}-{found.st_ino:x}")  # noqa: PTH118  # as above


def folder() -> str:
    usual = f"{SESSIONS}/{os.getuid()}"
    return (
        f"{usual}/portinaio" if os.access(usual, os.W_OK) else f"{SHARED}/portinaio-{os.getuid()}"
    )


def is_ours() -> bool:
    """Whether nobody else can have put anything there."""
    try:
        found = os.lstat(folder())
    except OSError:
        return False
    private = stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o077
    return private and found.st_uid == os.getuid()


def is_taken(runtime: str) -> bool:
    """Whether somebody else has it while a home with this folder needs it."""
    return not os.access(runtime, os.W_OK) and os.path.lexists(folder()) and not is_ours()


def make() -> None:
    """Create the folder; `HomeError` where it is somebody else's."""
    try:
        os.makedirs(folder(), mode=0o700, exist_ok=True)  # noqa: PTH103  # as above
    except OSError as error:
        from portinaio.core.reason import reason  # noqa: PLC0415  # as in the home

        raise HomeError(
            msg(
                "the folder %(path)s cannot be made: %(reason)s; make it, or set PORTINAIO_HOME to one you may write to",
                path=folder(),
                reason=reason(error),
            )
        ) from error
    if not is_ours():
        raise HomeError(not_ours())


def not_ours() -> Message:
    return msg(
        "the folder %(path)s is not yours alone; run chmod 700 on it where it is yours, else let root remove it",
        path=folder(),
    )
