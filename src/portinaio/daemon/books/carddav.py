"""Fetches the cards of a CardDAV server, within bounds: only those that are new or another than before.

The way to them is found as RFC 6764 has it: the address itself, what it says of the one who asks, or the well-known
place. Where a server has several books of that person, all of them are one.

They come by the hundred, and whoever is broken off has what came until then: the next sync asks for the rest.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from portinaio.core.message import msg
from portinaio.daemon.books.dav_session import SlowAnswerError, session_with
from portinaio.errors import ListAwayError, UntrustedListError
from portinaio.lists.url import ListUrl, read_url, redirected
from portinaio.wire.carddav import TAGS, VERSION, WHERE, cards_wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from portinaio.core.message import Message
    from portinaio.daemon.books.dav_session import Account, Bounds, DavSession

    Progress = Callable[[int, int | None], None]

MOST_BOOKS = 50
WELL_KNOWN = "/.well-known/carddav"
_OK = 200
_AT_ONCE = 100  # cards of one answer; with photos some 10 MiB
_KEPT_EVERY = 5_000  # cards; a disk writes what there is so far ten times for 50,000
_GENERATED = re.compile(r"/z-(?:app|server)-generated--")
"""Books that Nextcloud fills by itself, such as with whomever one has written to."""
_WITHOUT_LOOKS = re.compile(
    r"^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY)[;:][^\n]*(?:\n[ \t][^\n]*)*\n",
    re.IGNORECASE | re.MULTILINE,
)


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


def _nothing_kept(_cards: Mapping[str, Card]) -> None:
    return


def fetch(  # noqa: PLR0913  # whom to ask, what is known, and who is told
    account: Account,
    known: Fetched,
    bounds: Bounds,
    *,
    now: datetime,
    progress: Progress = lambda _so_far, _all: None,
    keep: Callable[[Mapping[str, Card]], None] = _nothing_kept,
) -> Fetched | None:
    """The books as they are now; `None` where nothing in them has changed. `ListAwayError` or `UntrustedListError` else.

    `keep` is given what is here so far, now and then and when a server goes away in the midst of it, so that asking again
    is not asking for all of it again.
    """
    books: _Books | None = None
    try:
        with session_with(account, bounds, now) as session:
            books = _Books(session, progress, keep)
            return books.renewed(known)
    except ListAwayError as error:
        if books is None or not books.found:
            raise
        keep(books.cards)
        if not isinstance(error, SlowAnswerError):
            raise
        raise ListAwayError(_so_far(books)) from error


def _so_far(books: _Books) -> Message:
    if not books.cards:
        return msg("its server has not said yet which cards there are; it is asked again soon")
    return msg(
        "%(n)d of its %(all)d cards are here so far; the others are asked for soon",
        n=len(books.cards),
        all=books.named,
    )


class _Books:
    def __init__(
        self,
        session: DavSession,
        progress: Progress,
        keep: Callable[[Mapping[str, Card]], None],
    ) -> None:
        self._session = session
        self._progress = progress
        self._keep = keep
        self.found = False
        """Whether the server has said where the books lie, so that it is one and hears us."""
        self.named = 0
        """How many cards it has told of."""
        self.cards: dict[str, Card] = {}
        """What is here so far."""

    def renewed(self, known: Fetched) -> Fetched | None:
        self._progress(0, None)
        books = self._books()
        self.found = True
        versions = [self._version(address) for address in books]
        version = ""
        if all(versions):
            version = "\n".join(
                f"{address.url} {its}" for address, its in zip(books, versions, strict=True)
            )
        if version and version == known.version:
            return None
        for address in books:
            self._take(address, known.cards)
        return Fetched(version, self.cards, self._session.bytes)

    def _version(self, book: ListUrl) -> str:
        """Empty where the server has none. Who has never looked at its cards looks at all of them now, which may take long."""
        answer = self._session.asked(book, "PROPFIND", VERSION, "0", missing=True, patient=True)
        return answer[1][0].version if answer and answer[1] else ""

    # -- the way

    def _books(self) -> list[ListUrl]:
        asked = self._session.account.address
        found = self._look(asked)
        if found is None:
            known = read_url(urljoin(asked.url, WELL_KNOWN))
            found = self._look(known)
        if found is None:
            raise UntrustedListError(
                msg("%(host)s does not say where address books lie (CardDAV)", host=asked.host)
            )
        return found

    def _look(self, address: ListUrl) -> list[ListUrl] | None:
        """Books by way of this address; `None` where it does not know any."""
        for _ in range(3):  # a resource names its principal, that names the home
            answer = self._session.asked(address, "PROPFIND", WHERE, "0", missing=True)
            if answer is None or not answer[1]:
                return None
            address, (own, *_) = answer
            if own.is_book:
                return [address]
            if own.home:
                return self._books_in(self._beside(address, own.home))
            if not own.principal:
                return self._books_in(address) if own.is_folder else None
            beside = self._beside(address, own.principal)
            if beside.url == address.url:
                return None
            address = beside
        return None

    def _books_in(self, home: ListUrl) -> list[ListUrl] | None:
        answer = self._session.asked(home, "PROPFIND", WHERE, "1", missing=True)
        address, inside = answer or (home, [])
        books = [
            self._beside(address, each.href)
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

    def _take(self, book: ListUrl, known: Mapping[str, Card]) -> None:
        address, here = self._listed(book)
        self.named += len(here)
        keys = {href: urljoin(address.url, href) for href in here}
        wanted = []
        for href, etag in here.items():
            card = known.get(keys[href])
            if card and etag and card.etag == etag:  # without a version, anything may have changed
                self.cards[keys[href]] = card
            else:
                wanted.append(href)
        for start in range(0, len(wanted), _AT_ONCE):
            self._progress(self._session.bytes, None)
            fetched = self._fetched(address, wanted[start : start + _AT_ONCE])
            self.cards |= {keys[href]: card for href, card in fetched.items()}
            if start and start % _KEPT_EVERY == 0:
                self._keep(self.cards)
        order = [key for key in keys.values() if key in self.cards]
        self.cards |= {key: self.cards.pop(key) for key in order}

    def _listed(self, book: ListUrl) -> tuple[ListUrl, dict[str, str]]:
        """The book where it lies in the end, and the versions of its cards."""
        answer = self._session.asked(book, "PROPFIND", TAGS, "1", patient=True)
        assert answer is not None  # what is missing is an error here
        address, inside = answer
        own = _path(address.url)
        here = {
            each.href: each.etag
            for each in inside
            if each.status == _OK
            and not (each.is_folder or each.is_book)
            and _path(each.href) != own
        }
        most = self._session.bounds.cards
        if len(here) + self.named > most:
            raise UntrustedListError(msg("it has more than %(n)d cards", n=most))
        return address, here

    def _fetched(self, book: ListUrl, hrefs: list[str]) -> dict[str, Card]:
        answer = self._session.asked(book, "REPORT", cards_wanted(hrefs), "1")
        assert answer is not None  # what is missing is an error here
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


def _path(href: str) -> str:
    """As two answers of one server may write it differently."""
    return unquote(urlsplit(href).path)


def _light(card: str) -> str:
    plain = card.replace("\r\n", "\n")
    return _WITHOUT_LOOKS.sub("", plain if plain.endswith("\n") else f"{plain}\n")
