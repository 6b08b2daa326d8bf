"""A complaint as it will leave: the letter is the screen, and what is missing is asked below it, once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from portinaio.language import _
from portinaio.tui.complaints import complaint_terms
from portinaio.tui.complaints.answer_words import DAY
from portinaio.tui.complaints.basis_screen import BasisScreen
from portinaio.tui.complaints.complaint_actions import (
    LETTER_ACTIONS,
    ComplaintActionsScreen,
    TargetComplaint,
)
from portinaio.tui.complaints.form_fields_screen import FormFieldsScreen
from portinaio.tui.complaints.gap_panel import GapPanel
from portinaio.tui.complaints.gaps import WARNING, key_of_answer, suggested_answer
from portinaio.tui.complaints.joining_question import ask_to_join
from portinaio.tui.complaints.letter_text import how_it_leaves, letter_text
from portinaio.tui.complaints.matter import FORMS, Matter
from portinaio.tui.complaints.recipient_screen import RecipientScreen
from portinaio.tui.complaints.saying_more import ask_in_words, ask_what_else
from portinaio.tui.complaints.taking_out import ask_which_call
from portinaio.tui.complaints.with_caller import with_caller
from portinaio.tui.escape import plain
from portinaio.tui.operations import complaints as operations
from portinaio.tui.operations import letters
from portinaio.tui.screens.register_question import RegisterQuestion
from portinaio.tui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from portinaio.api.answers import FiledAnswer, MissingAnswer, ReportAnswer
    from portinaio.api.client import Client
    from portinaio.errors import PortinaioError
    from portinaio.tui.actions.action import ActionContext
    from portinaio.tui.operations.done import Done
    from portinaio.tui.session import Session


class LetterScreen(ComplaintActionsScreen):
    OWN_ACTIONS: ClassVar[tuple[str, ...]] = (
        "copy_letter",
        "gap",
        "say_more",
        "recipient",
        "basis",
        "form",
        "whose",
        "share",
        "take_out",
        *LETTER_ACTIONS,
    )
    FOOTER: ClassVar[tuple[str, ...]] = (
        *("gap", "say_more", "recipient", "copy_letter", "save", "send"),
        *("sent", "form", "back", "help"),
    )
    AUTO_FOCUS = "#letter"

    def __init__(self, session: Session, matter: Matter) -> None:
        self._matter = matter
        self._draft: ReportAnswer | None = None
        self._filed: FiledAnswer | None = None
        self._values: dict[str, str] = {}
        self._asked_of = ""
        """The key of the answer that the house is being told."""
        self._begun: set[int] = set()
        """Drafts that only came to be because this screen was opened."""
        super().__init__(session)

    def about(self) -> str:
        return _(
            "**The complaint**, word for word as it will leave. It leaves when you send it: through your "
            "mail server, with your own mail program, on paper, or field by field on the authority's page."
        )

    def breadcrumbs(self) -> tuple[str, ...]:
        return (_("Report"), self._matter.who)

    def body(self) -> ComposeResult:
        yield EmptyState(classes="panel")
        with VerticalScroll(id="letter", classes="panel"):
            yield Static(id="text")
        yield GapPanel()

    def on_mount(self) -> None:
        self._say_instead(_("Writing the letter…"))
        self._write_about(self._matter)

    def state_changed(self, topic: str) -> None:
        super().state_changed(topic)
        if topic == "mask" and self._draft:
            self._show(self._draft)
        if topic == "complaints" and self._draft:
            self._look_at_state(self._draft["id"])

    def _write_about(self, matter: Matter) -> None:
        """Calls of another number, or to another line, come to a draft that is there only when somebody has said yes."""

        def answered(yes: bool) -> None:
            if yes:
                self._matter = matter
                self._write()
            elif self._draft is None:
                self.dismiss()

        ask_to_join(self, matter, answered)

    def _write(self) -> None:
        write = partial(
            letters.write,
            about=self._matter.about,
            recipient=self._matter.recipient,
            values=dict(self._values),
            begun=frozenset(self._begun),
        )
        self.request(write, self._take, "letter", latest=True)

    def show_error(self, error: PortinaioError) -> None:
        """Where no letter is shown yet, in its place; of an answer, below it."""
        self._values.pop(self._asked_of, None)
        panel, asked = self.query_one(GapPanel), self._asked_of
        self._asked_of = ""
        if asked and panel.display:
            panel.say(self.sentence_of(error), WARNING)
            return
        if self._draft is not None:
            super().show_error(error)
            return
        self._say_instead(_("The letter cannot be written."), self.sentence_of(error))

    def _say_instead(self, sentence: str, hint: str = "") -> None:
        self.query_one("#letter").display = False
        empty_state = self.query_one(EmptyState)
        empty_state.display, empty_state.border_title = True, _("Report")
        empty_state.say(sentence, hint=hint)

    def _look_at_state(self, complaint_id: int) -> None:
        """A draft that was left for another recipient may have gone meanwhile."""

        def take(filed: FiledAnswer | None) -> None:
            self._filed = filed
            self.refresh_keys()
            if filed and filed["state"] == "draft":
                self._follow_calls(filed["calls"])

        self.request(
            lambda client: operations.filed(client, complaint_id), take, "filed", latest=True
        )

    def _follow_calls(self, calls: list[int]) -> None:
        """A call was taken out, or put back in: the letter is another one."""
        if self._draft and calls and set(calls) != set(self._draft["calls"]):
            self._matter = self._matter._replace(call=calls[0], others=tuple(calls[1:]))
            self._write()

    def _take(self, written: tuple[ReportAnswer, bool]) -> None:
        draft, begun_here = written
        self._draft, self._asked_of = draft, ""
        self._begun = ({draft["id"]} if begun_here else set()) | (self._begun & {draft["id"]})
        self._show(draft)
        self._show_gap(draft)
        self._look_at_state(draft["id"])

    def _show(self, draft: ReportAnswer) -> None:
        letter = self.query_one("#letter")
        letter.display, self.query_one(EmptyState).display = True, False
        whom = complaint_terms.recipient_word(draft["recipient"])
        title = filter(None, (whom, plain(draft["subject"])))  # a text message has no subject
        letter.border_title = Content(" · ".join(title))
        letter.border_subtitle = how_it_leaves(draft)
        self.query_one("#text", Static).update(letter_text(draft, mask=self.session.state.mask))

    def _show_gap(self, draft: ReportAnswer) -> None:
        panel = self.query_one(GapPanel)
        answers = self.focused is panel.field
        asks = panel.ask(draft)
        self.refresh_keys()
        if not asks:
            self.query_one("#letter").focus()
        elif answers:  # the next one, too
            panel.field.focus()

    def target_complaint(self) -> TargetComplaint | None:
        draft = self._draft
        if draft is None:
            return None
        filed = self._filed if self._filed and self._filed["id"] == draft["id"] else None
        state, mailto = (filed["state"], filed["mailto"]) if filed else ("draft", "")
        web, gaps = draft["channel"] in FORMS, len(draft["missing"])
        return TargetComplaint(
            draft["id"],
            state,
            page=draft["page"] or mailto,
            web=web,
            gaps=gaps,
            channel=draft["channel"],
            number=draft["number"],
            calls=len(draft["calls"]),
            further=len(draft["further"]),
        )

    def do_gap(self) -> None:
        if self._draft and self._draft["missing"]:
            self.query_one(GapPanel).field.focus()
        else:
            self.do_form()

    def do_say_more(self) -> None:
        if self._draft:
            ask_what_else(self, self._draft, self._answer)

    def do_basis(self) -> None:
        if self._draft:
            basis, mask = self._draft["basis"], self.session.state.mask
            self.app.push_screen(BasisScreen(basis, mask=mask))

    def do_form(self) -> None:
        if self._draft:
            self.app.push_screen(FormFieldsScreen(self.session, self._draft))

    def current_context(self) -> ActionContext:
        """A letter is about a call; who made it is looked up when somebody wants to know."""
        return super().current_context()._replace(call=self._matter.call, number="")

    def do_whose(self) -> None:
        with_caller(
            self,
            self._matter.call,
            lambda number: RegisterQuestion(self, number, self._write).put(),
        )

    def do_share(self) -> None:
        from portinaio.tui.screens.share_question import ShareQuestion  # noqa: PLC0415  # few do

        call = self._matter.call
        with_caller(self, call, lambda number: ShareQuestion(self, number, call).put())

    def carry_out(self, operation: Callable[[Client], Done], *, slow: bool = False) -> None:
        """Of a letter that has gone, a report to lists is offered where one takes it."""
        draft, call = self._draft, self._matter.call
        if draft is None or (self._filed and self._filed["state"] != "draft"):
            super().carry_out(operation, slow=slow)
            return
        offering = partial(
            letters.carry_out, operation=operation, complaint_id=draft["id"], call=call
        )
        super().carry_out(offering, slow=slow)

    def do_take_out(self) -> None:
        if self._draft is not None:
            ask_which_call(self, self._draft)

    def do_recipient(self) -> None:
        if self._draft is None:
            return

        def chosen(recipient: str | None) -> None:
            if recipient and recipient != written:
                self._write_about(self._matter._replace(recipient=recipient))

        written, routes = self._draft["recipient"], self._draft["routes"]
        self.app.push_screen(RecipientScreen(routes, written), chosen)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        draft = self._draft
        if draft is None or not draft["missing"]:
            return
        guess = suggested_answer(draft)
        answer = event.value.strip() or (guess["value"] if guess else "")
        if not answer:
            return
        gap = draft["missing"][0]
        if gap["any_of"]:
            self._answer(gap, answer)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if self._draft is None or not self._draft["missing"] or event.option_id is None:
            return
        gap = self._draft["missing"][0]
        if event.option_id == DAY:
            ask_in_words(self, gap, self._answer)
        else:
            self._answer(gap, event.option_id)

    def _answer(self, question: MissingAnswer, answer: str) -> None:
        """Keep it where it belongs, and write the letter with it."""
        key = self._asked_of = key_of_answer(question, answer)
        if not question["of_user"]:
            self._values[key] = answer
            self._write()
            return

        def keep(client: Client) -> dict[str, str]:
            return client.set_profile({key: answer})

        self.request(keep, lambda _profile: self._write())

    def do_copy_letter(self) -> None:
        if self._draft is not None:
            self.copy_out(self._draft["text"])
            self.notify(_("The letter is on the clipboard"), markup=False)

    def step_back(self) -> bool:
        if self.focused is not self.query_one(GapPanel).field:
            return False
        self.query_one("#letter").focus()
        return True
