"""Books as they come and go: what config.toml follows, how it stands, and what is left of one that is given up."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from portinaio.config import secrets
from portinaio.config.load import load_settings
from portinaio.config.passwords import passwords_of
from portinaio.config.validate import NAME
from portinaio.core.contact import OWN
from portinaio.core.message import counted, msg, untranslated
from portinaio.daemon.answers import iso
from portinaio.daemon.books.address import book_address, book_name
from portinaio.daemon.books.state import cards_file, forget_state, state_of
from portinaio.daemon.lists.list_status import rejected_answer
from portinaio.errors import NotFoundError, PortinaioError, UntrustedListError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.api.answers import BookAnswer, FollowedAnswer
    from portinaio.config.settings import ContactsTable
    from portinaio.core.list_state import ListState
    from portinaio.core.message import Message
    from portinaio.daemon.asker import Asker
    from portinaio.daemon.context import Context
    from portinaio.daemon.sync_runs.synced import Synced

EVERY = timedelta(hours=1)
MISSED = 24  # hours in a row, and a book that was right once is called stale


class Wanted(NamedTuple):
    source: str
    name: str = ""
    username: str = ""
    password: Mapping[str, str] | None = None
    region: str | None = None
    secret: str = ""
    """The password itself, to be kept under the name of the book."""


def books(context: Context) -> list[BookAnswer]:
    if not context.config.books:
        return []
    tables = load_settings(context.home.config_file).contacts
    return [_answer(context, table) for table in tables]


def standing(context: Context, name: str) -> Message:
    """What became of a book, in a sentence."""
    state = state_of(context.store, name)
    if state.error:
        return state.error
    if not state.updated:
        return msg("nothing of it has been fetched yet")
    return counted("one number is known by it", "%(n)d numbers are known by it", state.entries)


def follow(context: Context, wanted: Wanted, asker: Asker | None = None) -> FollowedAnswer:
    """Follow and fetch. Nothing is left of a book that is refused at once, and the error says why; one whose server is only
    slow is followed all the same, and fetched bit by bit.
    """
    from portinaio.config.edit import add_book, remove_book  # noqa: PLC0415  # the editor is heavy

    context.home.make()
    name, keys = _table(context, wanted)
    synced, begun = None, True
    try:  # who breaks off while it is written finds all as it was, too
        if wanted.secret:
            secrets.store(name, wanted.secret, context.home)
        try:
            add_book(context.home.config_file, name, keys)
        except PortinaioError:  # another process has one by that name, or nothing was written
            begun = False
            raise
        context.config_changed()
        (synced,) = context.syncs.follow([name], asker=asker)
    finally:
        if begun and (synced is None or not _stays(context, synced)):
            with suppress(NotFoundError):  # somebody has removed it meanwhile
                remove_book(context.home.config_file, name)
            _forget(context, name)
            if wanted.secret:
                secrets.remove(name, context.home)
    if not _stays(context, synced):
        raise UntrustedListError(
            msg("%(name)s is not followed: %(reason)s", name=name, reason=synced.error or "")
        )
    context.changed()
    return {
        **_answer(context, _find(context, name)),
        "accepted": synced.accepted,
        "rejected": [rejected_answer(row) for row in synced.rows],
        "rejected_count": synced.rejected,
        "remarks": [untranslated(remark) for remark in synced.remarks],
    }


def _stays(context: Context, synced: Synced) -> bool:
    """Whether it is here, or its server knows us and is only slow: some of it may be here, and the next sync goes on."""
    begun = synced.state == "never" and cards_file(context.home, synced.name).exists()
    return synced.state == "ok" or begun


def unfollow(context: Context, source: str) -> BookAnswer:
    """Forget the book, called by its name or by where it lies, its contacts and the password that was kept for it."""
    from portinaio.config.edit import remove_book  # noqa: PLC0415  # as above

    table = _find(context, source)
    answer = _answer(context, table)
    context.syncs.end(table.name, books=True)
    remove_book(context.home.config_file, table.name)
    _forget(context, table.name)
    _forget_password(context, table)
    return answer


def _forget_password(context: Context, table: ContactsTable) -> None:
    """The one of its own name; another may be that of something else, and so may this one."""
    secret = table.password
    if secret is None or secret.keyring != table.name:
        return
    left = passwords_of(load_settings(context.home.config_file))
    if all(one.secret is None or one.secret.keyring != table.name for one in left):
        secrets.remove(table.name, context.home)


def _forget(context: Context, name: str) -> None:
    context.store.contacts.replace_source(name, ())
    forget_state(context.store, context.home, name)
    context.config_changed()


def _table(context: Context, wanted: Wanted) -> tuple[str, dict[str, Any]]:
    address = book_address(wanted.source, context.home.config)
    if address.scheme == "file" and (wanted.username or wanted.secret or wanted.password):
        raise UsageError(msg("a file is read without a user name"))
    if address.scheme == "line" and (wanted.username or wanted.secret or wanted.password):
        raise UsageError(msg("user name and password of a line stand in its own keys"))
    for name, url in context.config.books:
        if url == address.url:
            raise UsageError(
                msg("%(url)s is followed already, as %(name)s", url=address.url[:200], name=name)
            )
    taken = {OWN, *(each.source for each in context.store.contacts.all())}
    taken |= {name for name, _ in context.config.books}
    if wanted.name and not NAME.fullmatch(wanted.name):
        raise UsageError(
            msg(
                "name must be letters, digits, - and _ without spaces, not %(value)r",
                value=wanted.name[:60],
            )
        )
    if wanted.name in taken:
        raise UsageError(
            msg("there is an address book called %(name)s; choose another name", name=wanted.name)
        )
    name = wanted.name or book_name(address, taken)
    password = {"keyring": name} if wanted.secret else wanted.password
    keys = {
        "url": address.url,
        "username": wanted.username,
        "password": dict(password) if password else None,
        "region": wanted.region.upper() if wanted.region else None,
    }
    return name, {key: value for key, value in keys.items() if value}


def _find(context: Context, source: str) -> ContactsTable:
    from portinaio.config.edit import no_book  # noqa: PLC0415  # as above

    tables = load_settings(context.home.config_file).contacts
    for table in tables:
        if table.name == source:
            return table
    with suppress(UsageError):
        url = book_address(source, context.home.config).url
        for table in tables:
            if table.url == url:
                return table
    raise NotFoundError(no_book(source))


def _answer(context: Context, table: ContactsTable) -> BookAnswer:
    state = state_of(context.store, table.name)
    return {
        "name": table.name,
        "url": table.url,
        "username": table.username,
        "region": table.region,
        "numbers": len(context.store.contacts.numbers_in(table.name)),
        "updated": iso(state.updated) if state.updated else None,
        "checked": iso(state.checked) if state.checked else None,
        "state": _state(context, state),
        "error": untranslated(state.error) if state.error else None,
    }


def _state(context: Context, state: ListState) -> str:
    old = state.checked and context.now() - state.checked > MISSED * EVERY
    return "stale" if state.state == "ok" and old else state.state
