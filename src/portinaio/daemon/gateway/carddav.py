"""The address books as a CardDAV server: who asks, where the books lie, their cards, and what has changed."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from starlette.responses import Response

from portinaio.core.message import msg
from portinaio.daemon.gateway import books
from portinaio.daemon.gateway.asked import ForbiddenError, text_answer
from portinaio.errors import NotFoundError, UsageError
from portinaio.store.devices.device import BLOCK, BOOKS, REPORT
from portinaio.wire import carddav_service as dav
from portinaio.wire.carddav_service import CARD, CS, DAV, Gone, NoRequestError, Resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from portinaio.daemon.gateway.asked import Asked
    from portinaio.daemon.gateway.books import Card
    from portinaio.wire.carddav_service import Name, Wanted

ROOT, PRINCIPAL, HOME = "/dav/", "/dav/principal/", "/dav/books/"
TITLES = {"block": "Portinaio: SPAM", "contacts": "Portinaio"}
TOKEN = "urn:portinaio:sync:"  # noqa: S105  # not a secret: a version of a book
LONGEST_ITEM = 200
MOST_BYTES = 64 << 10  # of a card that is put; photos are for others
LEVELS = "1, 3, addressbook"
METHODS = "OPTIONS, GET, HEAD, PROPFIND, REPORT, PUT, DELETE"
_XML = "application/xml"
_DATA: Name = (CARD, "address-data")


def options(_asked: Asked) -> Response:
    return Response(headers={"DAV": LEVELS, "Allow": METHODS})


def propfind(asked: Asked) -> Response:
    wanted = _read(asked)
    deep = asked.headers.get("depth", "0") != "0"
    return _multistatus(_found(asked, asked.path, deep=deep), wanted.properties)


def report(asked: Asked) -> Response:
    book, item = _place(asked.path)
    if not book or item:
        raise NotFoundError(msg("there is no such address book"))
    _refuse_book(asked, book)
    wanted = _read(asked)
    found = books.cards(asked.context, book)
    match wanted.root:
        case (dav.CARD, "addressbook-multiget"):
            return _multistatus(_named(book, found, wanted.hrefs), wanted.properties)
        case (dav.CARD, "addressbook-query"):
            return _multistatus(_all(book, found), wanted.properties)
        case (dav.DAV, "sync-collection"):
            return _synced(asked, book, found, wanted)
        case _:
            return _refused((DAV, "supported-report"))


def get(asked: Asked) -> Response:
    book, item = _place(asked.path)
    if not book:
        return text_answer("CardDAV", 200)
    _refuse_book(asked, book)
    found = books.cards(asked.context, book)
    if not item:
        return Response("".join(each.text for each in found.values()), media_type="text/vcard")
    if item not in found:
        raise NotFoundError(msg("there is no such card"))
    headers = {"ETag": found[item].tag}
    if asked.headers.get("if-none-match") == found[item].tag:
        return Response(status_code=304, headers=headers)
    return Response(found[item].text, media_type="text/vcard", headers=headers)


def put(asked: Asked) -> Response:
    book, item = _place(asked.path)
    _refuse_writing(asked, book, item)
    before = books.cards(asked.context, book).get(item)
    if not _meets_conditions(asked, before):
        return Response(status_code=412)
    new = books.put(asked.context, asked.device, item, asked.body)
    # No tag: what stands in the card is ours, so whoever has put it reads it again (RFC 6352 §6.3.2.3).
    return Response(status_code=201 if new else 204)


def delete(asked: Asked) -> Response:
    book, item = _place(asked.path)
    _refuse_writing(asked, book, item)
    if not _meets_conditions(asked, books.cards(asked.context, book).get(item)):
        return Response(status_code=412)
    books.drop(asked.context, asked.device, item)
    return Response(status_code=204)


def _refuse_book(asked: Asked, book: str) -> None:
    """A book that a device is not given is not there."""
    if book not in _given(asked):
        raise NotFoundError(msg("there is no such address book"))


def _given(asked: Asked) -> list[str]:
    """Its books, and a book of each list that it is given."""
    own = [book for book in BOOKS if asked.device.has(book)]
    return own + sorted(asked.device.lists - {*BOOKS})


def _refuse_writing(asked: Asked, book: str, item: str) -> None:
    if not book or not item:
        raise ForbiddenError(msg("only cards are written, in the book of blocked numbers"))
    _refuse_book(asked, book)
    if book != BLOCK or not asked.device.may(REPORT):
        raise ForbiddenError(msg("only cards are written, in the book of blocked numbers"))


def _meets_conditions(asked: Asked, before: Card | None) -> bool:
    """RFC 9110 §13: `If-Match` and `If-None-Match`, by which two clients do not overwrite each other."""
    tag = before.tag if before else ""
    match, none = asked.headers.get("if-match"), asked.headers.get("if-none-match")
    if match is not None and not (tag and (match.strip() == "*" or tag in match)):
        return False
    return none is None or not (tag and (none.strip() == "*" or tag in none))


def _place(path: str) -> tuple[str, str]:
    """Book and card that a path names; the book is empty where it names none."""
    if not path.startswith(HOME):
        return "", ""
    book, _, item = path[len(HOME) :].partition("/")
    if not book:
        return "", ""
    if len(item) > LONGEST_ITEM or "/" in item or not item.isprintable():
        raise NotFoundError(msg("there is no such card"))
    return book, item


def _found(asked: Asked, path: str, *, deep: bool) -> Iterable[Resource]:
    if path in {ROOT, PRINCIPAL, ROOT[:-1], PRINCIPAL[:-1]}:
        yield Resource(path, _of_principal(asked))
        if deep and path.startswith(ROOT[:-1]) and "principal" not in path:
            yield Resource(HOME, _of_home())
        return
    if path in {HOME, HOME[:-1]}:
        yield Resource(HOME, _of_home())
        if deep:
            yield from _books(asked)
        return
    book, item = _place(path)
    if not book:
        raise NotFoundError(msg("there is nothing here"))
    _refuse_book(asked, book)
    found = books.cards(asked.context, book)
    if item:
        if item not in found:
            raise NotFoundError(msg("there is no such card"))
        yield _resource(book, item, found[item])
        return
    yield Resource(f"{HOME}{book}/", _of_book(asked, book, found))
    if deep:
        yield from _all(book, found)


def _books(asked: Asked) -> Iterable[Resource]:
    """Without those of lists that were not fetched so far or are too long for one."""
    for book in _given(asked):
        with suppress(NotFoundError):
            found = books.cards(asked.context, book)
            yield Resource(f"{HOME}{book}/", _of_book(asked, book, found))


def _of_principal(asked: Asked) -> dict[Name, str]:
    return {
        **_OF_ALL,
        (DAV, "resourcetype"): dav.elements((DAV, "collection"), (DAV, "principal")),
        (DAV, "displayname"): dav.text(asked.device.name),
        (DAV, "supported-report-set"): "",
    }


def _of_home() -> dict[Name, str]:
    return {
        **_OF_ALL,
        (DAV, "resourcetype"): dav.elements((DAV, "collection")),
        (DAV, "displayname"): "Portinaio",
        (DAV, "supported-report-set"): "",
    }


def _of_book(asked: Asked, book: str, found: Mapping[str, Card]) -> dict[Name, str]:
    version = books.version(asked.context, book, found)
    writes = book == BLOCK and asked.device.may(REPORT)
    rights = [
        ("read",),
        *([("write",), ("write-content",), ("bind",), ("unbind",)] if writes else []),
    ]
    return {
        **_OF_ALL,
        (DAV, "resourcetype"): dav.elements((DAV, "collection"), (CARD, "addressbook")),
        (DAV, "displayname"): dav.text(_title(book)),
        (DAV, "sync-token"): _token(book, version),
        (CS, "getctag"): _token(book, version),
        (DAV, "supported-report-set"): "".join(
            f"<D:supported-report><D:report>{dav.elements(name)}</D:report></D:supported-report>"
            for name in _REPORTS
        ),
        (DAV, "current-user-privilege-set"): "".join(
            f"<D:privilege>{dav.elements((DAV, name))}</D:privilege>" for (name,) in rights
        ),
        (
            CARD,
            "supported-address-data",
        ): '<C:address-data-type content-type="text/vcard" version="3.0"/>',
        (CARD, "max-resource-size"): str(MOST_BYTES),
        (CARD, "addressbook-description"): dav.text(_title(book)),
    }


def _title(book: str) -> str:
    return TITLES.get(book) or f"{TITLES[BLOCK]} ({book})"


_REPORTS: tuple[Name, ...] = (
    (CARD, "addressbook-multiget"),
    (CARD, "addressbook-query"),
    (DAV, "sync-collection"),
)
_OF_ALL: dict[Name, str] = {
    (DAV, "current-user-principal"): dav.href(PRINCIPAL),
    (DAV, "principal-URL"): dav.href(PRINCIPAL),
    (DAV, "owner"): dav.href(PRINCIPAL),
    (DAV, "principal-collection-set"): dav.href(ROOT),
    (CARD, "addressbook-home-set"): dav.href(HOME),
}


def _resource(book: str, item: str, card: Card) -> Resource:
    return Resource(
        _address(book, item),
        {
            (DAV, "resourcetype"): "",
            (DAV, "getetag"): dav.text(card.tag),
            (DAV, "getcontenttype"): "text/vcard; charset=utf-8",
            (DAV, "getcontentlength"): str(len(card.text.encode())),
            _DATA: dav.text(card.text),
        },
    )


def _all(book: str, found: Mapping[str, Card]) -> Iterable[Resource]:
    return (_resource(book, item, card) for item, card in found.items())


def _named(book: str, found: Mapping[str, Card], hrefs: Iterable[str]) -> Iterable[Resource | Gone]:
    for href in hrefs:
        path = unquote(urlsplit(href).path)
        item = path.removeprefix(f"{HOME}{book}/")
        yield _resource(book, item, found[item]) if item in found else Gone(href)


def _synced(asked: Asked, book: str, found: Mapping[str, Card], wanted: Wanted) -> Response:
    """All of it, or what has changed since a token (RFC 6578)."""
    version = books.version(asked.context, book, found)
    if wanted.limit is not None and wanted.limit < len(found):
        return Response(dav.refused((DAV, "number-of-matches-within-limits")), 507, media_type=_XML)
    if not wanted.sync_token:
        return _multistatus(_all(book, found), wanted.properties, _token(book, version))
    since = wanted.sync_token.removeprefix(f"{TOKEN}{book}:")
    if not (since.isascii() and since.isdigit() and len(since) < 18):
        return _refused((DAV, "valid-sync-token"))
    changes = asked.context.store.handed_out.since(f"dav.{book}", int(since))
    if changes is None:
        return _refused((DAV, "valid-sync-token"))
    answers: list[Resource | Gone] = [
        _resource(book, item, found[item]) for item in changes.changed if item in found
    ]
    answers += [Gone(_address(book, item)) for item in changes.gone]
    return _multistatus(answers, wanted.properties, _token(book, version))


def _token(book: str, version: int) -> str:
    return f"{TOKEN}{book}:{version}"


def _address(book: str, item: str) -> str:
    return f"{HOME}{book}/{quote(item)}"


def _read(asked: Asked) -> Wanted:
    try:
        return dav.read(asked.body)
    except NoRequestError as error:
        raise UsageError(msg("the request is no XML that a client of CardDAV sends")) from error


def _multistatus(
    answers: Iterable[Resource | Gone], wanted: tuple[Name, ...], token: str = ""
) -> Response:
    body = dav.multistatus(list(answers), wanted, token)
    return Response(body, 207, {"DAV": LEVELS}, _XML)


def _refused(precondition: Name) -> Response:
    return Response(dav.refused(precondition), 403, media_type=_XML)
