"""Letters that a mail server was given and of which it has not said whether it took them.

Written down before the first byte of the letter leaves, and taken back when the server has answered: whatever comes in
between, be it the end of the process, nobody is told that the letter was not sent.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.core.reason import reason
from portinaio.daemon.clock import moment_of
from portinaio.errors import HomeError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from portinaio.core.message import Message
    from portinaio.daemon.context import Context
    from portinaio.store.database import Store


def unconfirmed_since(store: Store, complaint_id: int) -> datetime | None:
    """When the letter was given to a server that has not answered."""
    return moment_of(store.state.get(_key(complaint_id)))


def note_unconfirmed(store: Store, complaint_id: int, since: datetime | None) -> None:
    """`None` once it is known whether it was sent."""
    if since or store.state.get(_key(complaint_id)):
        store.state.set(_key(complaint_id), since.isoformat() if since else None)


def maybe_sent(complaint_id: int, since: datetime) -> Message:
    return msg(
        "complaint %(id)d may have been sent on %(day)s: the mail server was given it and has not answered; where it"
        " arrived, run portinaio complaints sent %(id)d, else portinaio complaints send %(id)d --again",
        id=complaint_id,
        day=since.date().isoformat(),
    )


@contextmanager
def sole_sender(context: Context, complaint_id: int) -> Iterator[None]:
    """Nobody else sends this complaint meanwhile, in whichever process; `UsageError` where somebody does already."""
    context.home.make()
    path = Path(context.home.data, f"sending-{complaint_id}.lock")
    lock = _opened(path)
    try:
        if not _is_ours(lock, path):
            raise UsageError(
                msg("complaint %(id)d is just being sent; wait until that is done", id=complaint_id)
            )
        try:
            yield
        finally:
            path.unlink(missing_ok=True)
    finally:
        os.close(lock)


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise HomeError(
            msg("%(file)s cannot be written: %(reason)s", file=str(path), reason=reason(error))
        ) from error


def _is_ours(lock: int, path: Path) -> bool:
    """Whether nobody has it; one that was removed meanwhile is nobody's and keeps nobody away."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(lock), path.stat())
    except (BlockingIOError, FileNotFoundError):
        return False


def _key(complaint_id: int) -> str:
    return f"unconfirmed.{complaint_id}"
