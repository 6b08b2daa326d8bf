"""The address book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.api.requests.contacts import ContactRequests
from portinaio.core.contact import OWN
from portinaio.core.message import msg
from portinaio.daemon.answers import contact_answer
from portinaio.daemon.dispatch import handles
from portinaio.daemon.handlers import typed
from portinaio.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.api.answers import ContactAnswer, ForgottenAnswer, ImportAnswer
    from portinaio.daemon.context import Context


@handles(ContactRequests.contacts)
def contacts(context: Context) -> list[ContactAnswer]:
    return [contact_answer(contact) for contact in context.store.contacts.all()]


@handles(ContactRequests.add_contact)
def add_contact(
    context: Context, name: str, number: str, *, groups: Sequence[str] | None = None
) -> ContactAnswer:
    if not name.strip():
        raise UsageError(msg("a contact needs a name"))
    if groups is not None and not all(map(str.strip, groups)):
        raise UsageError(msg("a group needs a name"))
    e164 = typed.number(number, context.config.plan)
    contact = context.store.contacts.add(name.strip(), e164, OWN, groups)
    _publish(context)
    return contact_answer(contact)


@handles(ContactRequests.forget_contact)
def forget_contact(context: Context, number: str) -> ForgottenAnswer:
    kept = context.store.contacts
    if not kept.remove(number.strip()):  # as it is shown, whatever the country is now
        e164 = typed.number(number, context.config.plan)
        if not kept.remove(e164):
            raise NotFoundError(msg("%(number)s is not in the contacts", number=e164))
    _publish(context)
    return {"forgotten": 1}


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

    answer = books.import_contacts(context, Given(source, data, region, accept, dry_run, format))
    if not dry_run:
        _publish(context)
    return answer


def _publish(context: Context) -> None:
    context.changed()
    context.publish("contacts", lambda: {"count": len(context.store.contacts.names())})
