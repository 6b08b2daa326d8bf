"""The daemon, started in the background, and waited for until it answers."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.api.remote import answering
from portinaio.config.interpreter import command
from portinaio.core.message import msg
from portinaio.errors import DaemonAwayError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import BinaryIO

    from portinaio.config.home import Home

DAEMON = command("portinaio.daemon")
"""What starts it; a module that is run, not imported."""

PATIENCE_S = (
    30.0  # it takes less than one; of a Raspberry Pi that has just booted, or a busy computer, more
)
PAUSE_S = 0.02  # between two looks at the socket
LARGEST_LOG_BYTES = 1 << 20  # of the last start; the journal keeps more
LOG = "daemon.log"


def start_daemon(home: Home, environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """A daemon that outlives us. `DaemonAwayError` with its own last words where it does not come."""
    home.make()
    log = Path(home.state, LOG)
    with _opened(log) as said:
        process = subprocess.Popen(  # noqa: S603  # our own interpreter, no shell
            DAEMON,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            env=dict(environ),
            start_new_session=True,
        )
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if answering(home):
            return process
        if process.poll() is not None:
            break
        time.sleep(PAUSE_S)
    process.terminate()
    process.wait()
    raise DaemonAwayError(
        msg(
            "the daemon did not start: %(reason)s",
            reason=_last_line(log) or msg("see %(file)s", file=str(log)),
        )
    )


def _opened(log: Path) -> BinaryIO:
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    try:
        descriptor = os.open(log, flags, 0o600)
    except OSError:  # a disk that can only be read; the daemon screens there, too
        return Path(os.devnull).open("ab")
    if os.fstat(descriptor).st_size > LARGEST_LOG_BYTES:
        os.ftruncate(descriptor, 0)
    return os.fdopen(descriptor, "ab")


def _last_line(log: Path) -> str:
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 4096))
        lines = file.read().decode("utf-8", "replace").split("\n")
    return next((line.strip()[:300] for line in reversed(lines) if line.strip()), "")
