"""The façade's acts around complaints. Their machinery is loaded when one is asked for: `check` comes through the façade too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.daemon.handlers.part import Part
from portinaio.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portinaio.api.answers import (
        CalendarAnswer,
        CompanyAnswer,
        ComplaintAnswer,
        FiledAnswer,
        ForgottenAnswer,
        LetterAnswer,
        ReportAnswer,
    )

COMPANY_KEYS = ("address", "email", "pec", "source")


class ComplaintActs(Part):
    """A part of the façade."""

    def report(
        self,
        call: int | None = None,
        number: str | None = None,
        calls: Sequence[int] = (),
        recipient: str = "controller",
        values: Mapping[str, str] | None = None,
    ) -> ReportAnswer:
        from portinaio.daemon.handlers import complaint_answers, drafts

        e164 = self._number(number) if number is not None else None
        about = drafts.calls_of(self.context, call, e164, calls)
        matter = drafts.report(self.context, about, recipient, values or {})
        self._complaints_changed()
        return complaint_answers.report_answer(
            matter.complaint.id, matter.draft, matter.suggestions, self.tongue
        )

    def complaints(self) -> list[ComplaintAnswer]:
        from portinaio.daemon.handlers import follow_up

        return follow_up.complaints(self.context, self.tongue)

    def complaint(self, complaint_id: int) -> FiledAnswer:
        from portinaio.daemon.handlers import follow_up

        return follow_up.complaint(self.context, complaint_id, self.tongue)

    def mark_complaint(
        self, complaint_id: int, event: str, on: str | None = None, means: str | None = None
    ) -> FiledAnswer:
        """`event`: sent, answered, refused, extended, closed."""
        from portinaio.daemon.handlers import follow_up

        follow_up.mark(self.context, complaint_id, event, on, means)
        self._complaints_changed()
        return self.complaint(complaint_id)

    def unmark_complaint(self, complaint_id: int, event: str) -> FiledAnswer:
        from portinaio.daemon.handlers import follow_up

        follow_up.unmark(self.context, complaint_id, event)
        self._complaints_changed()
        return self.complaint(complaint_id)

    def discard_complaint(self, complaint_id: int) -> ForgottenAnswer:
        from portinaio.daemon.handlers import follow_up

        follow_up.discard(self.context, complaint_id)
        self._complaints_changed()
        return {"forgotten": 1}

    def attach(self, complaint_id: int, name: str, data: bytes) -> FiledAnswer:
        from portinaio.daemon.handlers import follow_up

        follow_up.attach(self.context, complaint_id, name, data)
        self._complaints_changed()
        return self.complaint(complaint_id)

    def letter(self, complaint_id: int, kind: str = "pdf") -> LetterAnswer:
        from portinaio.daemon.handlers import letters

        return letters.letter(self.context, complaint_id, kind, self.tongue)

    def send_complaint(
        self, complaint_id: int, confirmed: bool = False, again: bool = False
    ) -> FiledAnswer:
        """Send the letter through the mail server of config.toml; only after the user has said so."""
        from portinaio.daemon.handlers import send_mail

        if not confirmed:
            raise UsageError(msg("a letter leaves only after you have said yes to it"))
        try:
            send_mail.send(self.context, complaint_id, again=again)
        finally:
            self._complaints_changed()
        return self.complaint(complaint_id)

    def calendar(self) -> CalendarAnswer:
        from portinaio.daemon.handlers import follow_up

        return follow_up.calendar(self.context, self.tongue)

    def due(self) -> list[str]:
        """One sentence for each complaint whose next step can be done now."""
        if not self.context.store.complaints.some_sent():
            return []  # most people have none, and the packs need not be read for them
        from portinaio.daemon.handlers import follow_up

        return follow_up.due(self.context, self.tongue)

    def profile(self) -> dict[str, str]:
        from portinaio.daemon.handlers import drafts

        return drafts.profile(self.context)

    def set_profile(self, values: Mapping[str, str]) -> dict[str, str]:
        from portinaio.daemon.handlers import drafts

        return drafts.set_profile(self.context, values)

    def companies(self) -> list[CompanyAnswer]:
        from portinaio.daemon.handlers.complaint_answers import company_answer

        return [company_answer(company) for company in self.context.store.companies.all()]

    def set_company(
        self,
        name: str,
        values: Mapping[str, str] | None = None,
        numbers: list[str] | None = None,
    ) -> CompanyAnswer:
        """Write a company into the book, or change it; keys that are not named stay."""
        from portinaio.complaints.answers import checked_answers
        from portinaio.complaints.plain import one_line
        from portinaio.core.complaint import BookedCompany
        from portinaio.daemon.handlers.complaint_answers import company_answer

        said = {key: one_line(value) for key, value in (values or {}).items()}
        if unknown := said.keys() - set(COMPANY_KEYS):
            raise UsageError(
                msg(
                    "a company has no %(key)s, but: %(all)s",
                    key=min(unknown)[:40],
                    all=", ".join(COMPANY_KEYS),
                )
            )
        checked_answers({f"company_{key}": said.get(key, "") for key in ("email", "pec")})
        name = one_line(name)
        if not name:
            raise UsageError(msg("a company needs a name"))
        book = self.context.store.companies
        old = book.get(name) or BookedCompany(name)
        e164 = tuple(map(self._number, numbers or ()))
        book.set(old._replace(**said, numbers=e164))
        changed = book.get(name)
        assert changed
        return company_answer(changed)

    def remove_company(self, name: str) -> ForgottenAnswer:
        if not self.context.store.companies.remove(name):
            raise NotFoundError(msg("there is no company %(name)s in the book", name=name[:60]))
        return {"forgotten": 1}

    def _complaints_changed(self) -> None:
        self.context.publish("complaints", lambda tongue: self.in_tongue(tongue).complaints())
        self.context.publish("status", lambda tongue: self.in_tongue(tongue).status())
