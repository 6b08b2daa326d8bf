"""What is done to contacts, each with the way back, and how a followed book came out of a sync."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from portinaio.errors import NotFoundError, PortinaioError
from portinaio.language import _, formatting, ngettext
from portinaio.tui.escape import plain
from portinaio.tui.operations.done import Done, each, together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.api.answers import ContactAnswer, SyncAnswer
    from portinaio.api.client import Client


class Person(NamedTuple):
    """A contact as it is to be."""

    name: str
    numbers: tuple[str, ...]
    groups: tuple[str, ...]
    source: str = ""
    """The book that it stands in; empty for the user's own."""


def person_of(contact: ContactAnswer) -> Person:
    return Person(
        contact["name"], tuple(contact["numbers"]), tuple(contact["groups"]), contact["source"]
    )


def add(client: Client, wanted: Person) -> Done:
    kept = _write(client, None, wanted)
    said = _("%(name)s is in the address book") % {"name": plain(kept.name)}
    return Done(said, lambda client: _write(client, kept, None))


def change(client: Client, before: Person, wanted: Person) -> Done:
    kept = _write(client, before, wanted)
    said = _("%(name)s is changed") % {"name": plain(kept.name or before.name)}
    return Done(said, lambda client: _write(client, kept, before))


def drop(client: Client, before: Person) -> Done:
    _write(client, before, None)
    said = _("%(name)s is no contact any more") % {"name": plain(before.name or before.numbers[0])}
    return Done(said, lambda client: _write(client, None, before))


def drop_all(client: Client, people: Sequence[Person]) -> Done:
    done = each(client, [partial(drop, before=one) for one in people])
    n = len(people)
    said = ngettext("%(n)d contact is gone", "%(n)d contacts are gone", n) % {"n": n}
    return together(said, done)


def _write(client: Client, before: Person | None, wanted: Person | None) -> Person:
    """Let `wanted` stand where `before` stood, as it is kept; of a refusal in the middle nothing stays."""
    old = before or Person("", (), ())
    new = wanted or Person("", (), (), old.source)
    kept: list[str] = []
    try:
        for number in new.numbers:
            added = client.add_contact(
                new.name, number, groups=new.groups, source=new.source, beside=True, sure=True
            )
            kept += added["numbers"]
    except PortinaioError:
        for number in kept:
            if before is None or old.name != new.name or number not in old.numbers:
                _forget(client, number, new)
        if before is not None:
            for number in old.numbers:
                client.add_contact(
                    old.name, number, groups=old.groups, source=old.source, beside=True, sure=True
                )
        raise
    for number in old.numbers:
        if old.name != new.name or number not in kept:
            _forget(client, number, old)
    return new._replace(numbers=tuple(dict.fromkeys(kept)))


def _forget(client: Client, number: str, one: Person) -> None:
    try:
        client.forget_contact(number, name=one.name, source=one.source)
    except NotFoundError:
        return  # it is gone, which is what we want


def sync(client: Client, names: Sequence[str], accept: Sequence[str] = ()) -> Done:
    return Done(" · ".join(_told(one) for one in client.sync_contacts(names, accept)))


def unfollow(client: Client, name: str) -> Done:
    client.unfollow_contacts(name)
    return Done(_("the contacts %(name)s are followed no more") % {"name": plain(name)})


def _told(one: SyncAnswer) -> str:
    given = {"name": plain(one["name"])}
    if one["error"]:
        return _("contacts %(name)s: %(reason)s") % {**given, "reason": plain(one["error"])}
    new, changed, gone = one["accepted"], one["updated"], one["removed"]
    if not new and not changed and not gone:
        return _("contacts %(name)s: nothing new") % given
    counts = {
        "new": formatting.count(new),
        "changed": formatting.count(changed),
        "gone": formatting.count(gone),
    }
    return _("contacts %(name)s: %(new)s new, %(changed)s changed, %(gone)s gone") % {
        **given,
        **counts,
    }
