"""Fetches one file over the network, within bounds, and believes nothing of it.

    got = fetch(wanted, into, limits, now=…)

What arrives is unpacked into `into` while it comes; size on the wire, size unpacked, and time are bounded each.
"""

from __future__ import annotations

import ssl
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from portinaio.config.regular_file import open_regular
from portinaio.core.message import msg
from portinaio.core.reason import reason
from portinaio.errors import ListAwayError, ListGoneError, PortinaioError, UntrustedListError
from portinaio.lists.sync.deadline import Deadline
from portinaio.lists.sync.http_client import away, client_for
from portinaio.lists.sync.inflate import Bound, inflation, unpacking
from portinaio.lists.sync.integrity import as_promised
from portinaio.lists.sync.response import REDIRECTS, Head, check_response, too_large, wait_s
from portinaio.lists.url import ListUrl, read_url, redirected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    import httpx

    Progress = Callable[[int, int | None], None]
    """Bytes so far, and how many there will be where the server says."""

MOST_REDIRECTS = 5
_PIECE_BYTES = 1 << 16


class Limits(NamedTuple):
    wire_bytes: int = 256 << 20
    """Ten times the largest public list, packed."""
    bytes: int = 2 << 30
    total_s: float = 900.0
    """To send all of it."""
    renewal_s: float = 1800.0
    """To fetch it and to read it: a small computer reads ten million rows in half of that."""
    wait_s: float = 20.0
    """For any single answer of the far end."""


class Wanted(NamedTuple):
    urls: tuple[str, ...]
    """The list's own address, then its mirrors, asked in this order."""
    etag: str = ""
    last_modified: str = ""
    token: str = ""


class Fetched(NamedTuple):
    wire_bytes: int
    bytes: int
    digest: str
    """SHA-256 of what is unpacked, in hexadecimal."""
    etag: str
    last_modified: str


NOTHING_NEW = Fetched(0, 0, "", "", "")


def fetch(
    wanted: Wanted,
    into: Path,
    limits: Limits,
    *,
    now: datetime,
    progress: Progress = lambda _so_far, _all: None,
) -> Fetched:
    """`NOTHING_NEW` where the list is as it was. The error of the first address where no mirror has better."""
    fault: PortinaioError | None = None
    for url in wanted.urls:
        try:
            return _fetch_one(read_url(url), wanted, into, limits, now, progress)
        except (ListAwayError, UntrustedListError) as error:
            fault = fault or error
    assert fault is not None  # a list has an address
    raise fault


def _fetch_one(  # noqa: PLR0913, PLR0917  # the arguments of `fetch`, and which address it is
    address: ListUrl,
    wanted: Wanted,
    into: Path,
    limits: Limits,
    now: datetime,
    progress: Progress,
) -> Fetched:
    if address.scheme == "file":
        return _copied(address, into, limits, progress)
    with Deadline(limits.total_s) as deadline, _explained(address, deadline):
        return _downloaded(address, wanted, into, limits, deadline, now, progress)


def _copied(address: ListUrl, into: Path, limits: Limits, progress: Progress) -> Fetched:
    try:
        source = open_regular(address.path)
    except OSError as error:
        kind = ListGoneError if isinstance(error, FileNotFoundError) else ListAwayError
        raise kind(
            msg("%(file)s cannot be read: %(reason)s", file=address.path, reason=reason(error))
        ) from error
    with source:
        pieces = iter(lambda: source.read(_PIECE_BYTES), b"")
        return _kept(pieces, Head(None, "", "", ""), into, limits, progress)


def _downloaded(  # noqa: PLR0913, PLR0917  # as above
    address: ListUrl,
    wanted: Wanted,
    into: Path,
    limits: Limits,
    deadline: Deadline,
    now: datetime,
    progress: Progress,
) -> Fetched:
    client = client_for(address, limits.wait_s)
    with client:
        for _ in range(MOST_REDIRECTS + 1):
            headers = _headers(address, wanted)
            with client.stream(
                "GET", address.url, headers=headers, extensions=deadline.request
            ) as response:
                if response.status_code not in REDIRECTS:
                    return _taken(response, wanted, into, limits, now, progress)
                address = redirected(address, response.headers.get("location", ""))
    raise UntrustedListError(
        msg("it sends us from one address to the next; after %(n)d we gave up", n=MOST_REDIRECTS)
    )


def _headers(address: ListUrl, wanted: Wanted) -> dict[str, str]:
    headers = {}
    if wanted.etag:
        headers["If-None-Match"] = wanted.etag
    elif wanted.last_modified:
        headers["If-Modified-Since"] = wanted.last_modified
    asked = {read_url(url).host for url in wanted.urls}
    if wanted.token and address.host in asked:  # a redirect does not carry it to strangers
        headers["Authorization"] = f"Bearer {wanted.token}"
    return headers


def _taken(  # noqa: PLR0913, PLR0917  # as above
    response: httpx.Response,
    wanted: Wanted,
    into: Path,
    limits: Limits,
    now: datetime,
    progress: Progress,
) -> Fetched:
    if response.status_code == 304 and (wanted.etag or wanted.last_modified):
        return NOTHING_NEW
    try:
        head = check_response(response.status_code, response.headers, limits.wire_bytes)
    except ListAwayError as error:
        error.wait_s = wait_s(response.headers, now)
        raise
    # As it comes, not in pieces of one size: on a slow line the eye follows each.
    return _kept(response.iter_raw(), head, into, limits, progress)


def _kept(
    pieces: Iterable[bytes], head: Head, into: Path, limits: Limits, progress: Progress
) -> Fetched:
    """Write what comes, unpacked: first what the server packed, then what the list's own file is packed with."""
    bound = Bound(limits.bytes)
    digest = sha256()
    transport = inflation(head.encoding)
    with into.open("wb") as out:
        unpacked = _unpacked(
            transport.feed(piece) for piece in _counted(pieces, head, bound, limits, progress)
        )
        for whole in _inner(unpacked):
            bound.check(len(whole))
            digest.update(whole)
            out.write(whole)
        transport.finish()
    if not bound.bytes:
        raise UntrustedListError(msg("it is empty"))
    return Fetched(
        bound.packed_bytes, bound.bytes, digest.hexdigest(), head.etag, head.last_modified
    )


def _counted(
    pieces: Iterable[bytes], head: Head, bound: Bound, limits: Limits, progress: Progress
) -> Iterator[bytes]:
    for piece in as_promised(pieces, head.promises) if head.promises else pieces:
        bound.packed_bytes += len(piece)
        if bound.packed_bytes > limits.wire_bytes:
            raise too_large(limits.wire_bytes)
        progress(bound.packed_bytes, head.length)
        yield piece


def _unpacked(fed: Iterable[Iterator[bytes]]) -> Iterator[bytes]:
    for pieces in fed:
        yield from pieces


def _inner(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """A list that is a packed file, such as `list.csv.gz`, is unpacked too."""
    head = b""
    for piece in pieces:
        head += piece
        if len(head) >= 4:
            break
    file = unpacking(head)
    yield from file.feed(head)
    for piece in pieces:
        yield from file.feed(piece)
    file.finish()


@contextmanager
def _explained(address: ListUrl, deadline: Deadline) -> Iterator[None]:
    import httpx  # noqa: PLC0415  # as above

    try:
        yield
        if deadline.passed:  # a body without a length ends where we have cut it
            raise _too_slow()
    except httpx.RemoteProtocolError as error:
        if deadline.passed:
            raise _too_slow() from error
        raise UntrustedListError(
            msg("the connection ended before the list did, or spoke no HTTP")
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ssl.SSLError) as error:
        if deadline.passed:
            raise _too_slow() from error
        raise ListAwayError(away(error, address)) from error


def _too_slow() -> ListAwayError:
    return ListAwayError(msg("it takes too long to send the list"))
