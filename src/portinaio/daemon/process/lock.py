"""One daemon a home: the lock is the kernel's, so a daemon that was killed leaves none behind."""

from __future__ import annotations

import fcntl
import logging
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.errors import HomeError

if TYPE_CHECKING:
    from collections.abc import Iterator

log = logging.getLogger(__name__)


@contextmanager
def sole(path: str, home: str) -> Iterator[None]:
    """`HomeError` while another daemon lives in `home`."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        # A disk that takes nothing is no reason to let calls through unscreened.
        log.warning("the lock %s cannot be made: %s", path, error.strerror)
        yield
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise HomeError(
            msg("a daemon is running already for the home %(path)s", path=home)
        ) from None
    try:
        yield
    finally:
        os.close(descriptor)
