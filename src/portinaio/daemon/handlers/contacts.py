"""The façade's acts on the address book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.contact import OWN
from portinaio.core.message import msg
from portinaio.daemon.handlers import answers
from portinaio.daemon.handlers.part import Part
from portinaio.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from portinaio.api.answers import (
        ContactAnswer,
        ForgottenAnswer,
        ImportAnswer,
    )


class PeopleActs(Part):
    """A part of the façade."""

    def contacts(self) -> list[ContactAnswer]:
        return [answers.contact_answer(contact) for contact in self.context.store.contacts.all()]

    def add_contact(self, name: str, number: str) -> ContactAnswer:
        if not name.strip():
            raise UsageError(msg("a contact needs a name"))
        e164 = self._number(number)
        self.context.store.contacts.add(name.strip(), e164, OWN)
        self._contacts_changed()
        return {"name": name.strip(), "numbers": [e164], "source": OWN}

    def forget_contact(self, number: str) -> ForgottenAnswer:
        contacts = self.context.store.contacts
        if not contacts.remove(number.strip()):  # as it is shown, whatever the country is now
            e164 = self._number(number)
            if not contacts.remove(e164):
                raise NotFoundError(msg("%(number)s is not in the contacts", number=e164))
        self._contacts_changed()
        return {"forgotten": 1}

    def import_contacts(
        self,
        source: str,
        data: bytes,
        region: str | None = None,
        accept: bool = False,
        dry_run: bool = False,
        format: str = "",  # the word of the command
    ) -> ImportAnswer:
        from portinaio.daemon.handlers.import_contacts import (  # only to import
            Given,
            import_contacts,
        )

        given = Given(source, data, region, accept, dry_run, format)
        answer = import_contacts(self.context, given, self.tongue)
        if not dry_run:
            self._contacts_changed()
        return answer

    def _contacts_changed(self) -> None:
        self.context.changed()
        self.context.publish(
            "contacts", lambda _: {"count": len(self.context.store.contacts.names())}
        )
