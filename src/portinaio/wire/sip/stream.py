"""Messages out of a byte stream: framing by Content-Length, RFC 3261 18.3, and the keep-alives of RFC 5626 4.4.1."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portinaio.errors import ProtocolError
from portinaio.wire.sip.message import MAX_BODY, MAX_HEAD

if TYPE_CHECKING:
    from collections.abc import Iterator

PING = b"\r\n\r\n"
PONG = b"\r\n"

_LENGTH = re.compile(rb"\r\n(?:content-length|l)[ \t]*:[ \t]*([^\r\n]*)", re.IGNORECASE)


class FramingError(ProtocolError):
    """Where the next message begins can no longer be known; the connection is of no more use."""

    def __init__(self, reason: str, message: bytes = b"") -> None:
        super().__init__(reason)
        self.message = message
        """What can still be answered."""


class Framer:
    def __init__(self) -> None:
        self._buffer = bytearray()
        self._searched = 0
        self.pong_due = False
        """Whether a PING of ours is under way: then a single CRLF is its answer, and not half of a PING of theirs."""

    @property
    def waiting(self) -> bool:
        """Whether a message has begun and not ended."""
        return not PING.startswith(self._buffer[: len(PING)])

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Each whole message, `PING` for each keep-alive that wants an answer, and `PONG` for the one that we waited for.

        Any other CRLF is swallowed.
        """
        self._buffer += data
        while (frame := self._next()) is not None:
            yield frame

    def _next(self) -> bytes | None:
        buffer = self._buffer
        if buffer.startswith(PING):
            del buffer[: len(PING)]
            return PING
        if self.pong_due and buffer.startswith(PONG):
            del buffer[: len(PONG)]
            self.pong_due = False
            return PONG
        if buffer.startswith(PONG) and len(buffer) > 2 and buffer[2:3] != b"\r":
            del buffer[: len(PONG)]
        if not buffer or buffer[:1] == b"\r":
            return None
        return self._message()

    def _message(self) -> bytes | None:
        buffer = self._buffer
        end = buffer.find(b"\r\n\r\n", self._searched)
        if end > MAX_HEAD or (end < 0 and len(buffer) > MAX_HEAD):
            raise FramingError("the head of a SIP message is too long")
        if end < 0:
            self._searched = max(len(buffer) - 3, 0)
            return None
        size = end + 4 + self._body_length(bytes(buffer[: end + 2]))
        self._searched = end
        if len(buffer) < size:
            return None
        frame = bytes(buffer[:size])
        del buffer[:size]
        self._searched = 0
        return frame

    def _body_length(self, head: bytes) -> int:
        stated = {length.strip() for length in _LENGTH.findall(head)}
        if not stated:
            return 0  # some phones forget it on requests without a body
        length = stated.pop()
        if stated or not length.isdigit() or len(length) > 9 or int(length) > MAX_BODY:
            raise FramingError("the length of a SIP message is not clear", head + b"\r\n")
        return int(length)
