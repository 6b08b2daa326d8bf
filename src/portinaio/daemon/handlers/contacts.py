"""The address book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.api.requests.contacts import ContactRequests
from portinaio.api.requests.service import ServiceRequests
from portinaio.core.contact import OWN
from portinaio.core.message import lines_of, msg, untranslated
from portinaio.core.numbers.pattern import stored
from portinaio.core.safe_text import one_line
from portinaio.daemon.answers import contact_answer
from portinaio.daemon.asker import current_asker
from portinaio.daemon.dispatch import handles
from portinaio.daemon.entries.doubts import CONTACT, refuse_doubtful
from portinaio.daemon.handlers import typed
from portinaio.daemon.handlers.settings_changed import settings_changed
from portinaio.daemon.lists.list_status import sync_answer
from portinaio.daemon.publishing import publish
from portinaio.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portinaio.api.answers import (
        BookAnswer,
        ContactAnswer,
        FollowedAnswer,
        ForgottenAnswer,
        ImportAnswer,
        SyncAnswer,
    )
    from portinaio.daemon.context import Context


@handles(ContactRequests.contacts)
def contacts(context: Context) -> list[ContactAnswer]:
    return [contact_answer(contact) for contact in context.store.contacts.all()]


@handles(ContactRequests.add_contact)
def add_contact(  # the fields of a contact
    context: Context,
    name: str,
    number: str,
    *,
    groups: Sequence[str] | None = None,
    source: str = "",
    beside: bool = False,
    sure: bool = False,
) -> ContactAnswer:
    name = name.strip()
    if not name.isprintable():  # as of every book that is read
        name = one_line(name)
    if not name and source in {"", OWN}:  # a book of others may know numbers alone
        raise UsageError(msg("a contact needs a name"))
    if groups is not None and not all(map(str.strip, groups)):
        raise UsageError(msg("a group needs a name"))
    e164 = typed.number(number, context.config.plan)
    if not sure:
        refuse_doubtful(context, number, stored(e164), CONTACT)
    book = _writable_book(context, source)
    contact = context.store.contacts.add(name, e164, book, groups, beside=beside)
    publish_contacts(context)
    return contact_answer(contact)


@handles(ContactRequests.forget_contact)
def forget_contact(
    context: Context, number: str, *, name: str = "", source: str = ""
) -> ForgottenAnswer:
    kept = context.store.contacts
    if source:
        _writable_book(context, source)
    else:
        _refuse_followed(context, number)
    if not kept.remove(number.strip(), name, source):  # as it is shown, whatever the country is now
        e164 = typed.number(number, context.config.plan)
        if not kept.remove(e164, name, source):
            raise NotFoundError(msg("%(number)s is not in the contacts", number=e164))
    publish_contacts(context)
    return {"forgotten": 1}


def _writable_book(context: Context, source: str) -> str:
    """The user's own book or an imported one; the source of a followed book would take the change back."""
    if source in {name for name, _ in context.config.books}:
        raise UsageError(
            msg("the contacts %(name)s are followed; make the change there", name=source)
        )
    return source or OWN


def _refuse_followed(context: Context, number: str) -> None:
    """A book that is followed would bring the number back."""
    e164 = number.strip()
    if context.config.books and not e164.startswith("+"):
        e164 = typed.number(number, context.config.plan)
    for name, _ in context.config.books:
        if e164 in context.store.contacts.numbers_in(name):
            raise UsageError(
                msg(
                    "%(number)s comes from the contacts %(name)s, which are followed; take it out there",
                    number=e164,
                    name=name,
                )
            )


@handles(ContactRequests.import_contacts)
def import_contacts(  # the options of the command
    context: Context,
    source: str,
    data: bytes,
    *,
    region: str | None = None,
    accept: bool = False,
    dry_run: bool = False,
    format: str = "",  # the word of the command
) -> ImportAnswer:
    from portinaio.daemon.files import import_contacts as books  # noqa: PLC0415  # reads every format
    from portinaio.daemon.files.read_book import Given  # noqa: PLC0415  # as above

    with context.being_read.reading(source, len(data)) as far:
        given = Given(source, data, region, accept, dry_run, format, far)
        answer = books.import_contacts(context, given)
    if not dry_run:
        publish_contacts(context)
    return answer


@handles(ContactRequests.books)
def books(context: Context) -> list[BookAnswer]:
    if not context.config.books:
        return []
    from portinaio.daemon.books import follow  # noqa: PLC0415  # few follow one

    return follow.books(context)


@handles(ContactRequests.follow_contacts)
def follow_contacts(  # the keys of a book
    context: Context,
    source: str,
    *,
    name: str = "",
    username: str = "",
    password: Mapping[str, str] | None = None,
    region: str | None = None,
    secret: str = "",
) -> FollowedAnswer:
    from portinaio.daemon.books import follow  # noqa: PLC0415  # as above

    wanted = follow.Wanted(source, name, username, password, region, secret)
    try:
        return follow.follow(context, wanted, current_asker())
    finally:
        settings_changed(context)
        publish_contacts(context)


@handles(ContactRequests.unfollow_contacts)
def unfollow_contacts(context: Context, name: str) -> BookAnswer:
    from portinaio.daemon.books import follow  # noqa: PLC0415  # as above

    gone = follow.unfollow(context, name)
    settings_changed(context)
    publish_contacts(context)
    return gone


@handles(ContactRequests.sync_contacts)
def sync_contacts(
    context: Context, names: Sequence[str] = (), accept: Sequence[str] = ()
) -> list[SyncAnswer]:
    if not (context.config.books or names or accept):
        return []
    try:
        synced = context.syncs.follow(names, accept, current_asker())
    finally:
        publish_contacts(context)
        publish(context, ServiceRequests.status)
    return [
        sync_answer(each, untranslated(lines_of(each.remarks)) if each.remarks else None)
        for each in synced
    ]


def refuse_followed_book(context: Context, source: str) -> None:
    """A book that was imported and is followed by now is its source's business."""
    if any(name == source for name, _ in context.config.books):
        raise UsageError(
            msg(
                "the contacts %(name)s are followed by now; its source says what they hold",
                name=source,
            )
        )


def publish_contacts(context: Context) -> None:
    context.changed()
    context.publish("contacts", lambda: {"count": len(context.store.contacts.names())})
