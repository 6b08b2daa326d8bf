"""Fetches the cards of a CardDAV server, within bounds: only those that are new or another than before.

The way to them is found as RFC 6764 has it: the address itself, what it says of the one who asks, or the well-known
place. Where a server has several books of that person, all of them are one.
"""

from __future__ import annotations

import re
import ssl
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from portinaio.core.message import msg
from portinaio.daemon.books.address import same_house
from portinaio.errors import ListAwayError, PortinaioError, UntrustedListError
from portinaio.lists.sync.deadline import Deadline
from portinaio.lists.sync.http_client import away, client_for
from portinaio.lists.sync.inflate import Bound, inflation
from portinaio.lists.sync.response import REDIRECTS, wait_s
from portinaio.lists.url import ListUrl, read_url, redirected
from portinaio.wire.carddav import TAGS, WHERE, Resource, cards_wanted, resources

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    import httpx

    from portinaio.core.message import Message

    Progress = Callable[[int, int | None], None]

MOST_REDIRECTS = 5
MOST_BOOKS = 50
WELL_KNOWN = "/.well-known/carddav"
_AT_ONCE = 100  # cards of one answer; with photos some 10 MiB
_GENERATED = re.compile(r"/z-(?:app|server)-generated--")
"""Books that Nextcloud fills by itself, such as with whomever one has written to."""
_WITHOUT_LOOKS = re.compile(
    r"^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY)[;:][^\n]*(?:\n[ \t][^\n]*)*\n",
    re.IGNORECASE | re.MULTILINE,
)


class Bounds(NamedTuple):
    wire_bytes: int = 512 << 20
    """Of all answers together: 50,000 cards are 20 MiB, and some have photos."""
    answer_bytes: int = 128 << 20
    """Of one answer, unpacked."""
    cards: int = 100_000
    total_s: float = 1500.0
    wait_s: float = 900.0
    """For any single answer: a server that reads 50,000 cards from its disk for the first time takes minutes."""


CONNECT_S = 20.0  # a server that is there says so at once


class Account(NamedTuple):
    address: ListUrl
    username: str
    password: str


class Card(NamedTuple):
    etag: str
    text: str
    """Without its pictures."""


class Fetched(NamedTuple):
    version: str
    """Of all the books together; empty where the server does not say."""
    cards: dict[str, Card]
    """By address, in its order."""
    bytes: int


def fetch(
    account: Account,
    known: Fetched,
    bounds: Bounds,
    *,
    now: datetime,
    progress: Progress = lambda _so_far, _all: None,
) -> Fetched | None:
    """The books as they are now; `None` where nothing in them has changed. `ListAwayError` or `UntrustedListError` else."""
    import httpx  # noqa: PLC0415  # 80 ms and 20 MiB

    address = account.address
    with Deadline(bounds.total_s) as deadline:
        try:
            with client_for(address, bounds.wait_s) as client:
                timeout = httpx.Timeout(bounds.wait_s, connect=CONNECT_S)
                session = _Session(client, account, bounds, deadline, now, progress, timeout)
                return session.renewed(known)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ssl.SSLError) as error:
            if deadline.passed:
                raise ListAwayError(msg("it takes too long to send the contacts")) from error
            raise ListAwayError(away(error, address)) from error


class _Session:
    def __init__(  # noqa: PLR0913, PLR0917  # the arguments of `fetch`
        self,
        client: httpx.Client,
        account: Account,
        bounds: Bounds,
        deadline: Deadline,
        now: datetime,
        progress: Progress,
        timeout: httpx.Timeout,
    ) -> None:
        self._client = client
        self._account = account
        self._bounds = bounds
        self._deadline = deadline
        self._now = now
        self._progress = progress
        self._bytes = 0
        self._timeout = timeout

    def renewed(self, known: Fetched) -> Fetched | None:
        books = self._books()
        version = "\n".join(f"{address.url} {book.version}" for address, book in books)
        if not all(book.version for _, book in books):
            version = ""
        if version and version == known.version:
            return None
        cards: dict[str, Card] = {}
        for address, _ in books:
            cards |= self._cards(address, known.cards)
        return Fetched(version, cards, self._bytes)

    # -- the way

    def _books(self) -> list[tuple[ListUrl, Resource]]:
        asked = self._account.address
        found = self._look(asked)
        if found is None:
            known = read_url(urljoin(asked.url, WELL_KNOWN))
            found = self._look(known)
        if found is None:
            raise UntrustedListError(
                msg("%(host)s does not say where address books lie (CardDAV)", host=asked.host)
            )
        return found

    def _look(self, address: ListUrl) -> list[tuple[ListUrl, Resource]] | None:
        """Books by way of this address; `None` where it does not know any."""
        for _ in range(3):  # a resource names its principal, that names the home
            answer = self._asked(address, "PROPFIND", WHERE, "0", missing=True)
            if answer is None or not answer[1]:
                return None
            address, (own, *_) = answer
            if own.is_book:
                return [(address, own)]
            if own.home:
                return self._books_in(self._beside(address, own.home))
            if not own.principal:
                return self._books_in(address) if own.is_folder else None
            beside = self._beside(address, own.principal)
            if beside.url == address.url:
                return None
            address = beside
        return None

    def _books_in(self, home: ListUrl) -> list[tuple[ListUrl, Resource]] | None:
        answer = self._asked(home, "PROPFIND", WHERE, "1", missing=True)
        address, inside = answer or (home, [])
        books = [
            (self._beside(address, each.href), each)
            for each in inside
            if each.is_book and not _GENERATED.search(each.href)
        ]
        if len(books) > MOST_BOOKS:
            raise UntrustedListError(msg("it has more than %(n)d address books", n=MOST_BOOKS))
        return books or None

    def _beside(self, address: ListUrl, href: str) -> ListUrl:
        """Where a server says that something lies, which may be another one of its kind."""
        return redirected(address, href)

    # -- the cards

    def _cards(self, book: ListUrl, known: Mapping[str, Card]) -> dict[str, Card]:
        answer = self._asked(book, "PROPFIND", TAGS, "1")
        assert answer is not None  # what is missing is an error here
        address, inside = answer
        here: dict[str, str] = {}
        for each in inside:
            if each.etag and not each.is_folder and not each.is_book:
                here[each.href] = each.etag
        if len(here) > self._bounds.cards:
            raise UntrustedListError(msg("it has more than %(n)d cards", n=self._bounds.cards))
        keys = {href: urljoin(address.url, href) for href in here}
        kept = {
            href: card
            for href, etag in here.items()
            if (card := known.get(keys[href])) and card.etag == etag
        }
        wanted = [href for href in here if href not in kept]
        for start in range(0, len(wanted), _AT_ONCE):
            self._progress(self._bytes, None)
            kept |= self._fetched(address, wanted[start : start + _AT_ONCE])
        return {keys[href]: kept[href] for href in here if href in kept}

    def _fetched(self, book: ListUrl, hrefs: list[str]) -> dict[str, Card]:
        answer = self._asked(book, "REPORT", cards_wanted(hrefs), "1")
        assert answer is not None  # as above
        by_path = {_path(href): href for href in hrefs}
        got = {
            by_path[path]: Card(each.etag, _light(each.card))
            for each in answer[1]
            if each.card and (path := _path(each.href)) in by_path
        }
        gone = {by_path.get(_path(each.href)) for each in answer[1] if each.status in {404, 410}}
        if lacking := [href for href in hrefs if href not in got and href not in gone]:
            raise UntrustedListError(
                msg(
                    "it does not give all of the cards that it names (missing: %(n)d)",
                    n=len(lacking),
                )
            )
        return got

    # -- one question

    def _asked(
        self, address: ListUrl, method: str, body: bytes, depth: str, *, missing: bool = False
    ) -> tuple[ListUrl, list[Resource]] | None:
        """What is there, and where it was found in the end. `None` where nothing is, if that may be."""
        for _ in range(MOST_REDIRECTS + 1):
            strange = not same_house(self._account.address, address)
            if strange:
                raise UntrustedListError(
                    msg(
                        "it sends us on to %(host)s, which does not hear the password; follow that address itself",
                        host=address.host,
                    )
                )
            headers = {"Depth": depth, "Content-Type": "application/xml; charset=utf-8"}
            auth = (self._account.username, self._account.password)
            with self._client.stream(
                method,
                address.url,
                headers=headers,
                content=body,
                auth=auth if self._account.username else None,
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
        bound = Bound(self._bounds.answer_bytes)
        transport = inflation(response.headers.get("content-encoding", ""))
        parts = []
        for piece in response.iter_raw():
            self._bytes += len(piece)
            bound.packed_bytes += len(piece)
            if self._bytes > self._bounds.wire_bytes:
                raise UntrustedListError(
                    msg("it sends more than %(n)d MiB", n=self._bounds.wire_bytes >> 20)
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


def _path(href: str) -> str:
    """As two answers of one server may write it differently."""
    return unquote(urlsplit(href).path)


def _light(card: str) -> str:
    plain = card.replace("\r\n", "\n")
    return _WITHOUT_LOOKS.sub("", plain if plain.endswith("\n") else f"{plain}\n")
