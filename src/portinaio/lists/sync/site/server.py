"""The files below the address of a site: one connection, one deadline for all of them, and a bound for each."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Self

from portinaio.config.regular_file import open_regular
from portinaio.core.message import msg
from portinaio.core.reason import reason
from portinaio.errors import ListAwayError, ListGoneError, UntrustedListError
from portinaio.lists.sync.deadline import Deadline
from portinaio.lists.sync.http_client import away, client_for
from portinaio.lists.sync.response import REDIRECTS, check_response, wait_s
from portinaio.lists.url import ListUrl, read_url, redirected

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    import httpx

    from portinaio.lists.sync.download import Limits, Progress

MOST_REDIRECTS = 5
_PIECE_BYTES = 1 << 16


class SiteServer:
    """From `with` on. `ListGoneError` where a file is not there, `ListAwayError` for trouble, `UntrustedListError` for what is none."""

    def __init__(self, url: str, limits: Limits, now: datetime, progress: Progress) -> None:
        self.base = url if url.endswith("/") else f"{url}/"
        self.address = read_url(self.base)
        self.wire_bytes = 0
        self.requests = 0
        self.answered = ""
        """Where the file that was asked for last came from, when we were sent on."""
        self._limits = limits
        self._now = now
        self._progress = progress
        self._ends = ExitStack()
        self._deadline = Deadline(limits.total_s)
        self._client: httpx.Client | None = None

    def __enter__(self) -> Self:
        self._ends.enter_context(self._deadline)
        if self.address.scheme != "file":
            self._client = self._ends.enter_context(client_for(self.address, self._limits.wait_s))
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.close()

    def read(self, path: str, most_bytes: int) -> bytes:
        """All of a file; `UntrustedListError` where it is larger."""
        data = bytearray()
        for piece in self.pieces(self.base + path):
            data += piece
            if len(data) > most_bytes:
                raise UntrustedListError(
                    msg(
                        "%(file)s is larger than the %(n)d bytes that it may have",
                        file=path[-80:],
                        n=most_bytes,
                    )
                )
        return bytes(data)

    def pieces(self, url: str) -> Iterator[bytes]:
        """As they come; whoever takes them counts them."""
        self.requests += 1
        address = read_url(url)
        self.answered = address.url
        opened = self._copied(address) if address.scheme == "file" else self._downloaded(address)
        for piece in opened:
            self.wire_bytes += len(piece)
            if self.wire_bytes > self._limits.wire_bytes:
                raise UntrustedListError(
                    msg("it sends more than %(n)d MiB", n=self._limits.wire_bytes >> 20)
                )
            if self._deadline.passed:
                raise _too_slow()
            self._progress(self.wire_bytes, None)
            yield piece
        if self._deadline.passed:  # a body without a length ends where we have cut it
            raise _too_slow()

    def _copied(self, address: ListUrl) -> Iterator[bytes]:
        try:
            source = open_regular(address.path)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise ListGoneError(_no_file(address)) from error
        except OSError as error:
            said = msg(
                "%(file)s cannot be read: %(reason)s", file=address.path, reason=reason(error)
            )
            raise ListAwayError(said) from error
        with source:
            yield from iter(lambda: source.read(_PIECE_BYTES), b"")

    def _downloaded(self, address: ListUrl) -> Iterator[bytes]:
        assert self._client is not None  # inside of `with`
        with self._explained(address):
            for _ in range(MOST_REDIRECTS + 1):
                with self._client.stream(
                    "GET",
                    address.url,
                    headers={"Accept-Encoding": "identity"},
                    extensions=self._deadline.request,
                ) as response:
                    if response.status_code not in REDIRECTS:
                        self._check(response, address)
                        self.answered = address.url
                        yield from response.iter_raw()
                        return
                    address = redirected(address, response.headers.get("location", ""))
        raise UntrustedListError(
            msg(
                "it sends us from one address to the next; after %(n)d we gave up", n=MOST_REDIRECTS
            )
        )

    def _check(self, response: httpx.Response, address: ListUrl) -> None:
        kind = response.headers.get("content-type", "")
        if response.status_code == 404 or kind.startswith("text/html"):
            # Hosts that have a page for everything say it with 200.
            raise ListGoneError(_no_file(address))
        try:
            check_response(response.status_code, response.headers, self._limits.wire_bytes)
        except ListAwayError as error:
            error.wait_s = wait_s(response.headers, self._now)
            raise

    @contextmanager
    def _explained(self, address: ListUrl) -> Iterator[None]:
        import httpx  # noqa: PLC0415  # 80 ms, and a file needs none of it

        try:
            yield
        except httpx.RemoteProtocolError as error:
            if self._deadline.passed:
                raise _too_slow() from error
            raise UntrustedListError(
                msg("the connection ended before the list did, or spoke no HTTP")
            ) from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
            if self._deadline.passed:
                raise _too_slow() from error
            raise ListAwayError(away(error, address)) from error


def _no_file(address: ListUrl) -> object:
    path = address.path or address.url
    return msg("there is no %(file)s", file=path[-120:])


def _too_slow() -> ListAwayError:
    return ListAwayError(msg("it takes too long to send the list"))
