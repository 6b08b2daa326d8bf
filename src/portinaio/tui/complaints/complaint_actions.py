"""The actions on one complaint, for every screen that shows one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from portinaio.language import _
from portinaio.language.complaint_mail import cannot_leave, outgoing_terms
from portinaio.tui.complaints.complaint_terms import means_words
from portinaio.tui.escape import plain
from portinaio.tui.operations import complaints as operations
from portinaio.tui.screens.base_screen import BaseScreen
from portinaio.tui.widgets.dialogs import Choice, Confirm, Prompt

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events

    from portinaio.api.answers import FiledAnswer
    from portinaio.tui.actions.action import ActionContext

LETTER_ACTIONS = ("sent", "send", "save", "page", "attach")


class TargetComplaint(NamedTuple):
    """The complaint that the keys mean."""

    id: int
    state: str
    next_step: str = ""
    page: str = ""
    """Where its form begins, or what opens it in a mail program."""
    web: bool = False
    gaps: int = 0
    channel: str = "letter"
    number: str = ""
    """To which a text message goes, or that one rings."""
    calls: int = 0
    """How many it is about, where that is known."""
    further: int = 0
    """How many questions it turns on that nobody has to answer."""

    @property
    def spoken(self) -> bool:
        return self.channel in {"sms", "phone"}


class ComplaintActionsScreen(BaseScreen):
    def target_complaint(self) -> TargetComplaint | None:
        raise NotImplementedError

    def current_context(self) -> ActionContext:
        found, one = super().current_context(), self.target_complaint()
        if one is None:
            return found
        return found._replace(
            complaint=one.state,
            next_step=one.next_step,
            page=one.page,
            web=one.web,
            spoken=one.spoken,
            gaps=one.gaps,
            calls=one.calls,
            further=one.further,
        )

    def _carried_out(self, answer: tuple[Any, Any, Any]) -> None:
        super()._carried_out(answer)
        self.session.publish("complaints")

    def do_sent(self) -> None:
        one = self.target_complaint()
        if one and one.web:
            self._mark("sent")
        elif one and one.spoken:
            said = operations.Said(means=one.channel)
            self.carry_out(lambda client: operations.mark(client, one.id, "sent", said))
        elif one:
            self.request(lambda client: client.complaint(one.id), self._ask_how_it_went)

    def _ask_how_it_went(self, filed: FiledAnswer) -> None:
        """What only the user knows: the way, on which the time for the answer depends, and the signature."""
        ways = {word: way for way, word in means_words().items() if way != "web"}
        unsaid = _("I do not say")

        def marked(means: str, *, signed: bool) -> None:
            said = operations.Said(means=means or None, signed=signed)
            self.carry_out(lambda client: operations.mark(client, filed["id"], "sent", said))

        def chosen(word: str | None) -> None:
            if word is None:
                return
            means = ways.get(word, "")
            if not filed["signed"]:
                marked(means, signed=False)
                return
            title, text = _("Did you sign it?"), _("Without a signature it is none.")
            self.app.push_screen(
                Confirm(title, text, _("Signed")),
                lambda sure: marked(means, signed=True) if sure else None,
            )

        text = _(
            "The time for the answer runs from receipt; until you know that day, from sending."
        )
        self.app.push_screen(Choice(_("How did it go?"), text, [*ways, unsaid], unsaid), chosen)

    def do_received(self) -> None:
        one = self.target_complaint()
        if one is None:
            return

        def named(day: str | None) -> None:
            if day and day.strip():
                said = operations.Said(on=day.strip())
                self.carry_out(lambda client: operations.mark(client, one.id, "received", said))

        today = self.session.now().date().isoformat()
        hint = _("as the receipt says; the time for the answer runs from that day")
        self.app.push_screen(Prompt(_("On which day was it received?"), today, hint), named)

    def do_insufficient(self) -> None:
        one = self.target_complaint()
        if one is None:
            return

        def named(point: str | None) -> None:
            if point and point.strip():
                said = operations.Said(point=point)
                self.carry_out(lambda client: operations.mark(client, one.id, "insufficient", said))

        hint = _("such as: where my number comes from; the next letter names it")
        self.app.push_screen(Prompt(_("What does the answer leave open?"), "", hint), named)

    def do_answered(self) -> None:
        self._mark("answered")

    def do_refused(self) -> None:
        self._mark("refused")

    def do_extended(self) -> None:
        self._mark("extended")

    def do_closed(self) -> None:
        self._mark("closed")

    def do_send(self) -> None:
        one = self.target_complaint()
        if one:
            self.request(lambda client: client.complaint(one.id), self._ask_to_send)

    def _ask_to_send(self, filed: FiledAnswer) -> None:
        """One question, which says all that is known: from where to where, and whether it may have left already."""
        outgoing = filed["outgoing"]
        if outgoing is None:
            self.notify(cannot_leave(filed), severity="warning", markup=False)
            return
        again = filed["unconfirmed"] is not None
        said = [
            _("It leaves through your mail server, and cannot be taken back."),
            plain(outgoing_terms(outgoing)),
        ]
        if again:
            said.insert(0, plain(filed["advice"]))
        self._confirmed(
            _("Send the same mail once more?") if again else _("Send this letter?"),
            "\n\n".join(said),
            _("Send"),
            lambda one: self.carry_out(
                lambda client: operations.send(client, one, again=again), slow=True
            ),
        )

    def do_discard(self) -> None:
        self._confirmed(
            _("Discard this complaint?"),
            _("The letter and its attachments are deleted; the calls stay in the log."),
            _("Discard"),
            lambda one: self.carry_out(lambda client: operations.discard(client, one)),
        )

    def do_save(self) -> None:
        one = self.target_complaint()
        if one is None:
            return

        def named(path: str | None) -> None:
            if path and path.strip():
                self.carry_out(lambda client: operations.save(client, one.id, path.strip()))

        hint = _("the ending says in which form: .pdf .eml .md .txt")
        self.app.push_screen(Prompt(_("To which file?"), f"~/complaint-{one.id}.pdf", hint), named)

    def do_year(self) -> None:
        year = self.session.now().year

        def named(path: str | None) -> None:
            if path and path.strip():
                self.carry_out(lambda client: operations.save_year(client, path.strip()), slow=True)

        hint = _("the ending says in which form: .pdf .txt")
        self.app.push_screen(Prompt(_("To which file?"), f"~/portinaio-{year}.pdf", hint), named)

    def do_attach(self) -> None:
        one = self.target_complaint()
        if one is None:
            return

        def named(path: str | None) -> None:
            if path and path.strip():
                self.carry_out(lambda client: operations.attach(client, one.id, path.strip()))

        hint = _("an answer, a receipt; a copy is kept with the complaint")
        self.app.push_screen(Prompt(_("Which file?"), "~/", hint), named)

    def on_paste(self, event: events.Paste) -> None:
        """A file that is dropped on the terminal, such as a receipt."""
        one, path = self.target_complaint(), operations.dropped(event.text)
        if one is None or not operations.is_file(path):
            return
        event.stop()
        self._confirmed(
            _("Put this file to the complaint?"),
            _("%(path)s\n\nA copy is kept with it; a receipt of certified mail sets its clock.")
            % {"path": plain(path)},
            _("Attach"),
            lambda one: self.carry_out(lambda client: operations.attach(client, one, path)),
        )

    def do_page(self) -> None:
        """An address of the pack and of nobody else."""
        one = self.target_complaint()
        if one and one.spoken:
            self._say_number(one)
            return
        if one is None or not one.page:
            return
        if self.session.browse(one.page):
            self.notify(_("Opened in the browser"), markup=False)
        else:
            self.copy_out(one.page)
            said = _("No browser here; the address is on the clipboard: %(page)s")
            self.notify(plain(said % {"page": one.page}), markup=False)

    def _say_number(self, one: TargetComplaint) -> None:
        """What the user does next: this program sends no text messages and rings nobody."""
        self.copy_out(one.number)
        said = {
            "sms": _("Text it to %(number)s, which is on the clipboard now; y copies the words"),
            "phone": _("Ring %(number)s, which is on the clipboard now, and say these words"),
        }[one.channel]
        self.notify(plain(said % {"number": one.number}), markup=False)

    def copy_out(self, text: str) -> None:
        """To the terminal's clipboard and the desktop's."""
        text = text.encode("utf-8", "replace").decode("utf-8")  # half a character is none
        self.app.copy_to_clipboard(text)
        copy = self.session.copy_to_desktop
        self.run_worker(lambda: copy(text), thread=True, group="clip")

    def _mark(self, event: str) -> None:
        if one := self.target_complaint():
            self.carry_out(lambda client: operations.mark(client, one.id, event))

    def _confirmed(self, title: str, text: str, yes: str, operation: Callable[[int], None]) -> None:
        one = self.target_complaint()
        if one is None:
            return

        def answered(sure: bool | None) -> None:
            if sure:
                operation(one.id)

        self.app.push_screen(Confirm(title, text, yes), answered)
