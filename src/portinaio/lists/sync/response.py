"""What the head of a server's answer says about the list behind it, before any of its body is believed."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import Message, msg
from portinaio.errors import ListAwayError, ListGoneError, UntrustedListError
from portinaio.lists.sync.integrity import Promise, promised

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

REDIRECTS = frozenset({301, 302, 303, 307, 308})
LONGEST_WAIT_S = 7 * 86400  # a server that asks for more has a wrong clock
_NO_LIST = ("image/", "audio/", "video/", "font/", "multipart/")
_PAGES = ("text/html", "application/xhtml+xml", "application/pdf")
_STATUS: dict[int, Message] = {
    401: msg("it wants an access token; see token under [[list]] in config.toml"),
    403: msg("it refuses us"),
    404: msg("there is no such list any more"),
    410: msg("there is no such list any more"),
}


_GONE = frozenset({404, 410})


class Head(NamedTuple):
    """Of an answer that holds a list."""

    length: int | None
    """Bytes on the wire, where the server says."""
    encoding: str
    etag: str
    last_modified: str
    promises: tuple[Promise, ...] = ()
    """What its bytes on the wire must add up to."""


def check_response(status: int, headers: Mapping[str, str], most_bytes: int) -> Head:
    """The head of an answer of status 200. `ListAwayError` for a server in trouble, `UntrustedListError` for no list."""
    if status >= 400:
        kind_of_error = ListGoneError if status in _GONE else ListAwayError
        raise kind_of_error(
            _STATUS.get(status) or msg("it answers with the error %(status)d", status=status)
        )
    if status != 200:
        raise UntrustedListError(msg("it answers with the status %(status)d", status=status))
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in _PAGES or kind.startswith(_NO_LIST):
        raise UntrustedListError(msg("it sends %(kind)s, and that is not a list", kind=kind[:40]))
    length = headers.get("content-length", "").strip()
    size = int(length) if length.isascii() and length.isdigit() and len(length) < 16 else None
    if size == 0:
        raise UntrustedListError(msg("it is empty"))
    if size is not None and size > most_bytes:
        raise too_large(most_bytes)
    return Head(
        size,
        headers.get("content-encoding", ""),
        headers.get("etag", "")[:400],
        headers.get("last-modified", "")[:100],
        promised(headers),
    )


def wait_s(headers: Mapping[str, str], now: datetime) -> int | None:
    """Seconds that `Retry-After` asks for; RFC 9110 §10.2.3 has them as a number or as a date."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return min(int(text[:9]), LONGEST_WAIT_S)
    try:
        at = parsedate_to_datetime(text)
        return min(max(int((at - now).total_seconds()), 0), LONGEST_WAIT_S)
    except (TypeError, ValueError, OverflowError):  # TypeError: a date without a zone
        return None


def too_large(most_bytes: int) -> UntrustedListError:
    return UntrustedListError(
        msg("it is larger than the %(n)d MiB that may come over the wire", n=most_bytes >> 20)
    )
