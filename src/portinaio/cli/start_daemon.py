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
    from portinaio.core.message import Message

DAEMON = command("portinaio.daemon")
"""What starts it; a module that is run, not imported."""

PATIENCE_S = (
    30.0  # it takes less than one; of a Raspberry Pi that has just booted, or a busy computer, more
)
PAUSE_S = 0.02  # between two looks at the socket
LARGEST_LOG_BYTES = 1 << 20  # of the last start; the journal keeps more
MOST_WORDS_BYTES = 4096  # of what it said, for who wants to know why it does not start
LONGEST_REASON = 300
LOG = "daemon.log"


def start_daemon(home: Home, environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """A daemon that outlives us. `DaemonAwayError` with its own last words where it does not come."""
    home.make()
    log = Path(home.state, LOG)
    with _opened(log) as said:
        before = said.tell()
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
    ended = process.poll()
    process.terminate()
    process.wait()
    words = _words(log, before)
    raise DidNotStartError(
        msg("the daemon did not start: %(reason)s", reason=_reason(words, ended)), words
    )


class DidNotStartError(DaemonAwayError):
    """Stays in the command line: what the daemon said is at hand, though its log may be about to go."""

    def __init__(self, sentence: Message, words: list[str]) -> None:
        super().__init__(sentence)
        self.words = words


def _reason(words: list[str], ended: int | None) -> str | Message:
    """Its last words where it had any; no log is named that has nothing to tell."""
    if words:
        return words[-1][:LONGEST_REASON]
    if ended is None:
        return msg("it did not answer within %(n)d s", n=PATIENCE_S)
    return msg("it ended with %(code)d, and said nothing", code=ended)


def _opened(log: Path) -> BinaryIO:
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    try:
        descriptor = os.open(log, flags, 0o600)
    except OSError:  # a disk that can only be read; the daemon screens there, too
        return Path(os.devnull).open("ab")
    if os.fstat(descriptor).st_size > LARGEST_LOG_BYTES:
        os.ftruncate(descriptor, 0)
    return os.fdopen(descriptor, "ab")


def _words(log: Path, before: int) -> list[str]:
    """The last lines of this start, not of one before; none where nothing can be written down."""
    try:
        with log.open("rb") as file:
            file.seek(max(before, log.stat().st_size - MOST_WORDS_BYTES))
            text = file.read().decode("utf-8", "replace")
    except OSError:
        return []
    return [line.strip() for line in text.split("\n") if line.strip()]
