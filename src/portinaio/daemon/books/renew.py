"""Renews one book that is followed: fetch, read, doubt, and only then let it take the place of what is here.

As with lists, what comes is guilty until proven good. A server in trouble or a file that is away makes the book *stale*,
an answer that cannot be believed *refused*; the contacts of before stay, since whoever falls out of them may be turned
away.
"""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from portinaio.config.atomic_write import write_atomically
from portinaio.config.regular_file import open_regular
from portinaio.config.secrets import reveal
from portinaio.contacts.vcard import LARGEST_MIB, read_vcards
from portinaio.core.message import Message, msg
from portinaio.core.reason import reason
from portinaio.countries.plans import plan_from, read_plan
from portinaio.daemon.books import carddav
from portinaio.daemon.books.address import book_address
from portinaio.daemon.books.dav_session import Account, Bounds
from portinaio.daemon.books.of_line import book_of_line
from portinaio.daemon.books.state import cards_file, keep_state, kept_cards, state_of, wait_until
from portinaio.daemon.files.import_contacts import remarks_of
from portinaio.daemon.files.read_book import Given, read_book
from portinaio.errors import ListAwayError, ListGoneError, PortinaioError, UntrustedListError
from portinaio.store.contacts import Counts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from portinaio.config.settings import ContactsTable
    from portinaio.contacts.book import CardFile
    from portinaio.core.list_state import ListState
    from portinaio.core.numbers.plan import Plan
    from portinaio.daemon.context import Context

    Progress = Callable[[int, int | None], None]

LEAST_SHARE = 0.5  # of the numbers of before; people change their numbers one at a time


class Renewal(NamedTuple):
    state: ListState
    bytes: int = 0
    counts: Counts = Counts(0, 0, 0)
    book: CardFile | None = None
    """`None` where nothing new was read."""
    remarks: tuple[Message, ...] = ()


class _News(NamedTuple):
    book: CardFile
    version: str
    digest: str
    bytes: int
    cards: carddav.Fetched | None = None


def renew(
    context: Context,
    table: ContactsTable,
    *,
    accept: bool = False,
    bounds: Bounds = Bounds(),  # noqa: B008  # it cannot change
    progress: Progress = lambda _so_far, _all: None,
) -> Renewal:
    """Never raises for what the server, the file or what is in it did."""
    before = state_of(context.store, table.name)
    try:
        renewal = _renewed(context, table, before, accept, bounds, progress)
        wait_until(context.store, table.name, None)
    except ListAwayError as error:
        wait = None if error.wait_s is None else context.now() + timedelta(seconds=error.wait_s)
        wait_until(context.store, table.name, wait)
        renewal = _failed(before, context, "stale" if before.updated else "never", error)
    except PortinaioError as error:
        renewal = _failed(before, context, "refused", error)
    except OSError as error:
        said = msg("the contacts cannot be stored: %(reason)s", reason=reason(error))
        renewal = _failed(before, context, "stale", PortinaioError(said))
    keep_state(context.store, renewal.state)
    return renewal


def _failed(before: ListState, context: Context, state: str, error: PortinaioError) -> Renewal:
    sentence = error.sentence
    said = sentence if isinstance(sentence, Message) else Message(str(error))
    return Renewal(before._replace(state=state, checked=context.now(), error=said))


def _renewed(  # noqa: PLR0913, PLR0917  # the arguments of `renew`, and what was before
    context: Context,
    table: ContactsTable,
    before: ListState,
    accept: bool,
    bounds: Bounds,
    progress: Progress,
) -> Renewal:
    plan = plan_from(read_plan(table.region)) if table.region else context.config.plan
    news = _news(context, table, before, plan, bounds, progress)
    now = context.now()
    if news is None:
        return Renewal(before._replace(state="ok", checked=now, error=None))
    here = context.store.contacts.numbers_in(table.name)
    if not accept and (refusal := _refusal(table.name, news.book, here)):
        raise UntrustedListError(refusal)
    if news.cards:
        _keep_cards(context, table, news.cards.cards)
    counts = context.store.contacts.replace_source(table.name, news.book.contacts)
    entries = len({number for each in news.book.contacts for number in each.numbers})
    state = before._replace(
        state="ok",
        version=news.version,
        entries=entries,
        updated=now,
        checked=now,
        error=None,
        digest=news.digest,
    )
    return Renewal(state, news.bytes, counts, news.book, tuple(remarks_of(news.book, plan)))


def _news(  # noqa: PLR0913, PLR0917  # as above
    context: Context,
    table: ContactsTable,
    before: ListState,
    plan: Plan,
    bounds: Bounds,
    progress: Progress,
) -> _News | None:
    address = book_address(table.url, context.home.config)
    as_read = f"{address.url} {plan.country} {table.username}"
    if address.scheme in {"file", "line"}:
        data = _file(address.path) if address.scheme == "file" else book_of_line(context, address)
        digest = sha256(as_read.encode() + b"\n" + data).hexdigest()
        if digest == before.digest and _is_here(context, before):
            return None
        book = read_book(Given(address.path.rpartition("/")[2] or table.name, data), plan)
        return _News(_under(book, table.name), "", digest, len(data))
    password = reveal(table.password, context.home) if table.password else ""
    account = Account(address, table.username, password)
    known = _known(context, table, as_read, before)
    got = carddav.fetch(
        account,
        known,
        bounds,
        now=context.now(),
        progress=progress,
        keep=lambda cards: _keep_cards(context, table, cards),
    )
    if got is None:
        return None
    text = "".join(card.text for card in got.cards.values())
    book = read_vcards(text.encode("utf-8", "replace"), plan, table.name)
    return _News(book, got.version, sha256(as_read.encode()).hexdigest(), got.bytes, got)


def _file(path: str) -> bytes:
    try:
        with open_regular(path) as file:
            data = file.read((LARGEST_MIB << 20) + 1)
    except OSError as error:
        kind = ListGoneError if isinstance(error, FileNotFoundError) else ListAwayError
        raise kind(
            msg("%(file)s cannot be read: %(reason)s", file=path, reason=reason(error))
        ) from error
    if len(data) > LARGEST_MIB << 20:
        raise UntrustedListError(msg("this file is larger than %(mib)d MiB", mib=LARGEST_MIB))
    return data


def _under(book: CardFile, name: str) -> CardFile:
    return book._replace(contacts=tuple(each._replace(source=name) for each in book.contacts))


def _known(
    context: Context, table: ContactsTable, as_read: str, before: ListState
) -> carddav.Fetched:
    """What need not be asked for again; the version only where all of it stands in the contacts as it would be read now."""
    kept = kept_cards(context.home, table.name)
    if kept.get("url") != table.url or not isinstance(cards := kept.get("cards"), dict):
        return carddav.Fetched("", {}, 0)
    read = {
        href: carddav.Card(*card)
        for href, card in cards.items()
        if isinstance(card, list) and len(card) == 2 and all(isinstance(one, str) for one in card)
    }
    same = before.digest == sha256(as_read.encode()).hexdigest() and _is_here(context, before)
    return carddav.Fetched(before.version if same else "", read, 0)


def _is_here(context: Context, before: ListState) -> bool:
    """Whether the contacts are still all those of before; a damaged disk may have taken some."""
    return len(context.store.contacts.numbers_in(before.name)) == before.entries


def _keep_cards(context: Context, table: ContactsTable, cards: Mapping[str, carddav.Card]) -> None:
    kept = {"url": table.url, "cards": cards}
    path = cards_file(context.home, table.name)
    write_atomically(path, json.dumps(kept).encode("utf-8", "replace"))


def _refusal(name: str, book: CardFile, before: set[str]) -> Message | None:
    """Why the book cannot take the place of what is here."""
    now = {number for contact in book.contacts for number in contact.numbers}
    if not now and not before:
        return msg("it holds no number that can be used")
    if not now:
        return msg(
            "it holds no number that can be used, and %(before)d of it are here;"
            " portinaio contacts sync --accept %(name)s takes it",
            before=len(before),
            name=name,
        )
    if not book.whole:
        return msg(
            "it breaks off before its end, in line %(line)s; portinaio contacts sync --accept %(name)s takes what is there",
            line=book.breaks_off_at,
            name=name,
        )
    kept = len(now & before)
    if kept < LEAST_SHARE * len(before):
        return msg(
            "it holds only %(kept)d of the %(before)d numbers that are here of it;"
            " portinaio contacts sync --accept %(name)s takes it",
            kept=kept,
            before=len(before),
            name=name,
        )
    return None
