"""The way to a running daemon: HTTP on its Unix socket.

One request, one connection, as HTTP/1.0 has it. The library's client would cost `portinaio check` more time than all the
rest of its work together, and of HTTP this needs a status line, a length and a body.
"""

from __future__ import annotations

import io
import json
import socket
from itertools import takewhile

from portinaio.api.request import PATIENCE_S, QUICK
from portinaio.core.message import msg
from portinaio.errors import (
    ConfigError,
    CountryWantedError,
    DaemonAwayError,
    HomeError,
    NotFoundError,
    PortinaioError,
    UsageError,
)

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from _typeshed import WriteableBuffer

    from portinaio.api.request import Request
    from portinaio.config.home import Home
    from portinaio.core.message import Message

LOOKS_UP_S = 0.5  # from the wait for news
TIMEOUT_S = 10.0  # to be let in; how long an answer may take, its request says
CONTRACT = 68
"""What both sides mean by requests and answers; one more with each change that the other side would miss."""
CONTRACT_HEADER = "Portinaio-Contract"
LARGEST_ANSWER_BYTES = 64 << 20
ERRORS: dict[int, type[PortinaioError]] = {
    400: UsageError,
    404: NotFoundError,
    409: HomeError,
    422: ConfigError,
    424: PortinaioError,  # what somebody else is to blame for: a list, a server, a disk
}
"""HTTP status to the error that the server had; the server looks here too."""
_LATE = msg("the daemon did not answer in time")
_UNDECIDED = msg("the daemon did not answer in time; what was asked of it may still be done")
_OLDER = msg(
    "the daemon that is running is of an older version than this program; restart it:"
    " systemctl --user restart portinaio, or end it and start portinaio daemon"
)
_NEWER = msg(
    "the daemon that is running is of a newer version than this program; update the program"
)


class Remote:
    daemon = True

    def __init__(self, path: str, language: str) -> None:
        self._path = path
        self._language = language
        self._understood = False
        """Whether the daemon and we mean the same by what we say."""

    def ask(self, request: Request, arguments: Mapping[str, Any]) -> Any:
        """A daemon of another version is asked nothing that changes anything, since its answer may not be understood."""
        if request.changes and not self._understood:
            self._told("GET", "/v1", {}, None, PATIENCE_S[QUICK])
        path, rest = _placed(request, arguments)
        query, body = ({}, rest) if request.has_body else (rest, None)
        status, told = self._told(request.method, path, query, body, PATIENCE_S[request.pace])
        if status >= 400:
            raise _error(status, told)
        return told

    def _told(
        self,
        method: str,
        path: str,
        query: Mapping[str, Any],
        body: Mapping[str, Any] | None,
        patience_s: float,
    ) -> tuple[int, Any]:
        with self._connected(patience_s) as channel:
            _send(channel, self._request(method, _target(path, query), body))
            head, content = _answer(channel, _LATE if method == "GET" else _UNDECIDED)
        status, told = _status(head), _content(content)
        _make_sure_of(head)
        self._understood = True
        return status, told

    def close(self) -> None:
        """Each request closes its own connection."""

    def events(self) -> Iterator[tuple[str, Any]]:
        with self._connected(LOOKS_UP_S) as channel:
            _send(channel, self._request("GET", "/v1/events", None))
            name = ""
            for field, value in _fields(channel):
                if field == "event":
                    name = value
                elif field == "data":
                    yield name, _content(value)
        raise DaemonAwayError(msg("the daemon has left"))

    def _connected(self, timeout_s: float | None) -> socket.socket:
        channel = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            channel.settimeout(TIMEOUT_S)
            channel.connect(self._path)
            channel.settimeout(timeout_s)
        except OSError as error:
            channel.close()
            raise DaemonAwayError(msg("the daemon is not running")) from error
        return channel

    def _request(self, method: str, target: str, body: Mapping[str, Any] | None) -> bytes:
        content = b"" if body is None else json.dumps(body, default=_base64).encode()
        head = (
            f"{method} {target} HTTP/1.0\r\nHost: portinaio\r\nAccept-Language: {self._language}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
        )
        return head.encode("ascii") + content


def answering(home: Home) -> str | None:
    """The socket at which the daemon of a home listens; `None` where none does."""
    for path in home.sockets:
        if path not in {home.socket, home.service_socket}:
            from portinaio.config.runtime_dir import is_ours  # noqa: PLC0415  # most homes need none

            if not is_ours():
                continue
        if reachable(path):
            return path
    return None


def reachable(path: str) -> bool:
    """Whether somebody listens on the socket at `path`."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as channel:
        try:
            channel.connect(path)
        except OSError:
            return False
    return True


def _make_sure_of(head: bytes) -> None:
    """`PortinaioError` where the daemon speaks by another contract; the first that had one did not say it."""
    _, _, behind = head.lower().partition(f"\r\n{CONTRACT_HEADER}:".lower().encode())
    said = behind.partition(b"\r\n")[0].strip()
    contract = int(said) if said.isdigit() else 0
    if contract != CONTRACT:
        raise PortinaioError(_OLDER if contract < CONTRACT else _NEWER)


def _answer(channel: socket.socket, late: Message) -> tuple[bytes, bytes]:
    """Head and content."""
    received = bytearray()
    try:
        while piece := channel.recv(1 << 16):
            received += piece
            if len(received) > LARGEST_ANSWER_BYTES:
                raise DaemonAwayError(msg("the daemon's answer is too long"))
    except TimeoutError as error:
        raise DaemonAwayError(late) from error
    except (
        OSError
    ) as error:  # also at the end of an answer to a request that was not read to its end
        if not received:
            raise DaemonAwayError(msg("the daemon has left")) from error
    head, _, content = bytes(received).partition(b"\r\n\r\n")
    return head, content


def _status(head: bytes) -> int:
    try:
        return int(head.split(b" ", 2)[1])
    except (IndexError, ValueError) as error:
        raise DaemonAwayError(msg("the daemon broke off its answer; try again")) from error


def _content(text: str | bytes) -> Any:
    """Each answer and each event has one; without it, or with half of it, the daemon died over it."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DaemonAwayError(msg("the daemon broke off its answer; try again")) from error


def _fields(channel: socket.socket) -> Iterator[tuple[str, str]]:
    """Name and value of each line of an event stream, behind the status line and the headers."""
    with io.BufferedReader(_Waited(channel)) as lines:
        try:
            if head := b"".join(takewhile(b"\r\n".__ne__, lines)):
                _make_sure_of(head)
            for line in lines:
                field, _, value = line.decode("utf-8", "replace").rstrip("\r\n").partition(": ")
                yield field, value
        except OSError as error:
            raise DaemonAwayError(msg("the daemon has left")) from error


class _Waited(io.RawIOBase):
    """What comes, however long nothing does. Each look up lets an interrupt in that came a moment before the wait began."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        while True:
            try:
                return self._channel.recv_into(buffer)
            except TimeoutError:
                continue


def _send(channel: socket.socket, request: bytes) -> None:
    try:
        channel.sendall(request)
    except (BrokenPipeError, ConnectionResetError):
        return  # it has heard enough, and its answer says of what
    except OSError as error:
        raise DaemonAwayError(msg("the daemon has left")) from error


def _error(status: int, told: object) -> PortinaioError:
    said = told if isinstance(told, dict) else {}
    sentence = said.get("error") or msg("the daemon answered with status %(status)d", status=status)
    if "countries" not in said:
        return ERRORS.get(status, PortinaioError)(sentence)
    error = CountryWantedError(sentence)
    error.countries = tuple(said["countries"])
    return error


def _placed(request: Request, arguments: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The path with its parameters in their places, and the other ones. A slash in one stays in its step."""
    rest = dict(arguments)
    steps = [
        _quoted(str(rest.pop(step[1:-1]))) if step.startswith("{") else step
        for step in request.path.split("/")
    ]
    return "/".join(steps), rest


def _target(path: str, query: Mapping[str, Any]) -> str:
    pairs = [f"{_quoted(key)}={_quoted(str(value))}" for key, value in query.items()]
    return path + "?" + "&".join(pairs) if pairs else path


def _quoted(text: str) -> str:
    """As RFC 3986 §2.1; `urllib.parse` would cost 5 ms."""
    return "".join(
        chr(byte) if chr(byte).isalnum() and byte < 128 else f"%{byte:02X}"
        for byte in text.encode("utf-8", "replace")
    )


def _base64(value: object) -> str:
    from base64 import b64encode  # noqa: PLC0415  # for imported files only

    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    raise TypeError(type(value))
