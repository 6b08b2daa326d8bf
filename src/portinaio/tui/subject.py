"""The acts on one caller, for every screen that shows one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.language import _, form
from portinaio.tui import deeds, naming, wording
from portinaio.tui.confirm import Confirm
from portinaio.tui.frame import Frame
from portinaio.tui.prompt import Prompt

if TYPE_CHECKING:
    from portinaio.api.shapes import CallShape
    from portinaio.tui.act import Situation

SUBJECT_ACTS = ("block", "allow", "report", "name", "note", "copy")


class SubjectFrame(Frame):
    def subject(self) -> CallShape | None:
        """The call whose caller the keys mean."""
        raise NotImplementedError

    def situation(self) -> Situation:
        found = super().situation()
        call = self.subject()
        if call is None:
            return found
        known = self.desk.known
        entry = known.entry(call["number"])
        return found._replace(
            call=call["id"],
            number=call["number"],
            entry=entry["kind"] if entry else None,
            named=call["number"] in known.contacts,
        )

    def do_block(self) -> None:
        self._with_number(deeds.block)

    def do_allow(self) -> None:
        self._with_number(deeds.allow)

    def do_copy(self) -> None:
        call = self.subject()
        if call and call["number"]:
            self.app.copy_to_clipboard(call["number"])
            self.notify(
                _("%(caller)s is on the clipboard") % {"caller": self.caller(call)}, markup=False
            )

    def do_name(self) -> None:
        call = self.subject()
        if call is None or call["number"] is None:
            return
        number, before = call["number"], self.desk.known.contacts.get(call["number"], "")

        def named(name: str | None) -> None:
            if name is not None and name.strip() != before:
                self.carry_out(
                    lambda client: deeds.name_number(client, number, name.strip(), before)
                )

        title = _("Who is %(number)s?") % {
            "number": naming.shown(number, mask=self.desk.known.mask)
        }
        self.app.push_screen(
            Prompt(title, before, _("a name, as in an address book; empty: no contact")), named
        )

    def do_note(self) -> None:
        call = self.subject()
        if call is None:
            return

        def noted(text: str | None) -> None:
            if text is not None and text != call["notes"]:
                self.carry_out(lambda client: deeds.note(client, call, text))

        title = _("Note to this call of %(caller)s") % {"caller": self.caller(call)}
        self.app.push_screen(
            Prompt(title, call["notes"], _("what they wanted, which company they named")), noted
        )

    def do_report(self) -> None:
        from portinaio.tui.letter_screen import LetterScreen, Matter  # noqa: PLC0415  # screens know each other

        call = self.subject()
        if call is not None:
            self.app.push_screen(LetterScreen(self.desk, Matter(call["id"], self.caller(call))))

    def do_forget(self) -> None:
        call = self.subject()
        if call is None:
            return

        def said(yes: bool | None) -> None:
            if yes:
                self.carry_out(lambda client: deeds.forget(client, call))

        when = form.moment(wording.moment(call["at"]))
        asked = _("Delete this call of %(caller)s?") % {"caller": self.caller(call)}
        text = _(
            "%(moment)s. It goes from the log for good, with its note; nothing brings it back."
        )
        self.app.push_screen(Confirm(asked, text % {"moment": when}, _("Delete it")), said)

    def caller(self, call: CallShape) -> str:
        return naming.caller(call, self.desk.known.contacts, mask=self.desk.known.mask)

    def _with_number(self, deed: deeds.NumberDeed) -> None:
        call = self.subject()
        if call is None or call["number"] is None:
            return
        number, caller = call["number"], self.caller(call)
        self.carry_out(lambda client: deed(client, number, caller))
