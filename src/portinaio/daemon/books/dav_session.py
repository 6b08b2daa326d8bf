"""One question to a CardDAV server and what it answers, within bounds; only its own house hears the password."""

from __future__ import annotations

import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import msg
from portinaio.daemon.books.address import same_house
from portinaio.errors import ListAwayError, PortinaioError, UntrustedListError
from portinaio.lists.sync.deadline import Deadline
from portinaio.lists.sync.http_client import away, client_for
from portinaio.lists.sync.inflate import Bound, inflation
from portinaio.lists.sync.response import REDIRECTS, wait_s
from portinaio.lists.url import ListUrl, redirected
from portinaio.wire.carddav import resources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    import httpx

    from portinaio.core.message import Message
    from portinaio.wire.carddav import Resource

MOST_REDIRECTS = 5
_PATIENCE = 2  # times that a slow question is asked again
CONNECT_S = 20.0  # a server that is there says so at once


class Bounds(NamedTuple):
    wire_bytes: int = 512 << 20
    """Of all answers together: 50,000 cards are 20 MiB, and some have photos."""
    answer_bytes: int = 128 << 20
    """Of one answer, unpacked."""
    cards: int = 100_000
    total_s: float = 3300.0
    """Below the hour for which whoever asked us waits."""
    wait_s: float = 900.0
    """For any single answer: a server that reads 50,000 cards from its disk for the first time takes minutes."""


class Account(NamedTuple):
    address: ListUrl
    username: str
    password: str


class SlowAnswerError(ListAwayError):
    """It did not answer in time; what it has worked out meanwhile it may have kept, for whoever asks again."""


class DavSession:
    def __init__(
        self,
        client: httpx.Client,
        account: Account,
        bounds: Bounds,
        deadline: Deadline,
        now: datetime,
    ) -> None:
        import httpx  # noqa: PLC0415  # 80 ms and 20 MiB

        self.account = account
        self.bounds = bounds
        self.bytes = 0
        """What has come over the wire."""
        self._client = client
        self._deadline = deadline
        self._now = now
        self._slow = httpx.ReadTimeout
        self._timeout = httpx.Timeout(bounds.wait_s, connect=CONNECT_S)

    def asked(  # noqa: PLR0913  # a question of the protocol, and what may be the answer
        self,
        address: ListUrl,
        method: str,
        body: bytes,
        depth: str,
        *,
        missing: bool = False,
        patient: bool = False,
    ) -> tuple[ListUrl, list[Resource]] | None:
        """What is there, and where it was found in the end. `None` where nothing is, if that may be.

        A `patient` question is asked again when no answer has come in time: a server that reads all its cards for it keeps
        what it has read, and is sooner done the next time.
        """
        for _ in range(_PATIENCE if patient else 0):
            try:
                return self._asked(address, method, body, depth, missing=missing)
            except self._slow:
                continue
        return self._asked(address, method, body, depth, missing=missing)

    def _asked(
        self, address: ListUrl, method: str, body: bytes, depth: str, *, missing: bool
    ) -> tuple[ListUrl, list[Resource]] | None:
        for _ in range(MOST_REDIRECTS + 1):
            strange = not same_house(self.account.address, address)
            if strange:
                raise UntrustedListError(
                    msg(
                        "it sends us on to %(host)s, which does not hear the password; follow that address itself",
                        host=address.host,
                    )
                )
            headers = {"Depth": depth, "Content-Type": "application/xml; charset=utf-8"}
            auth = (self.account.username, self.account.password)
            with self._client.stream(
                method,
                address.url,
                headers=headers,
                content=body,
                auth=auth if self.account.username else None,
                timeout=self._timeout,
                extensions=self._deadline.request,
            ) as response:
                if response.status_code in REDIRECTS:
                    address = redirected(address, response.headers.get("location", ""))
                    continue
                if missing and response.status_code in {404, 405, 501}:
                    return None
                self._refuse(response)
                return address, resources(self._body(response))
        raise UntrustedListError(
            msg(
                "it sends us from one address to the next; after %(n)d we gave up", n=MOST_REDIRECTS
            )
        )

    def _refuse(self, response: httpx.Response) -> None:
        status = response.status_code
        if status == 207:
            return
        error: PortinaioError = ListAwayError(_said(status))
        if status < 400:
            error = UntrustedListError(msg("it does not answer as an address book does (CardDAV)"))
        elif isinstance(error, ListAwayError):
            error.wait_s = wait_s(response.headers, self._now)
        raise error

    def _body(self, response: httpx.Response) -> bytes:
        bound = Bound(self.bounds.answer_bytes)
        transport = inflation(response.headers.get("content-encoding", ""))
        parts = []
        for piece in response.iter_raw():
            self.bytes += len(piece)
            bound.packed_bytes += len(piece)
            if self.bytes > self.bounds.wire_bytes:
                raise UntrustedListError(
                    msg("it sends more than %(n)d MiB", n=self.bounds.wire_bytes >> 20)
                )
            for part in transport.feed(piece):
                bound.check(len(part))
                parts.append(part)
        transport.finish()
        return b"".join(parts)


def _said(status: int) -> Message:
    if status == 401:
        return msg("it refuses the user name or the password")
    if status == 403:
        return msg("it refuses us")
    if status in {404, 410}:
        return msg("there is no such address book")
    return msg("it answers with the error %(status)d", status=status)


@contextmanager
def session_with(account: Account, bounds: Bounds, now: datetime) -> Iterator[DavSession]:
    """`ListAwayError` for whatever the network did."""
    import httpx  # noqa: PLC0415  # as above

    with Deadline(bounds.total_s) as deadline:
        try:
            with client_for(account.address, bounds.wait_s) as client:
                yield DavSession(client, account, bounds, deadline, now)
        except httpx.ReadTimeout as error:
            raise SlowAnswerError(away(error, account.address)) from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ssl.SSLError) as error:
            if deadline.passed:
                raise SlowAnswerError(msg("it takes too long to send the contacts")) from error
            raise ListAwayError(away(error, account.address)) from error
