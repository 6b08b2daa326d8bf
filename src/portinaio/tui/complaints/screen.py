"""Complaints, from draft to settled: how long each still has, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from portinaio.language import _, ngettext
from portinaio.tui.complaints import complaint_terms
from portinaio.tui.complaints.complaint_actions import (
    LETTER_ACTIONS,
    ComplaintActionsScreen,
    TargetComplaint,
)
from portinaio.tui.complaints.complaint_details import complaint_details
from portinaio.tui.complaints.letter_screen import LetterScreen
from portinaio.tui.complaints.matter import Matter
from portinaio.tui.complaints.sent_screen import SentScreen
from portinaio.tui.complaints.table import ORDERS, ComplaintsTable, findable, rows_of
from portinaio.tui.escape import plain
from portinaio.tui.operations import complaints as operations
from portinaio.tui.operations.sharing import wanted
from portinaio.tui.screens.filtered_screen import holds
from portinaio.tui.screens.multi_select import MultiSelectScreen
from portinaio.tui.screens.share_offer import take_offered
from portinaio.tui.state import Connection
from portinaio.tui.widgets.details_pane import DetailsPane
from portinaio.tui.widgets.dialogs import Confirm
from portinaio.tui.widgets.empty_state import EmptyState
from portinaio.tui.widgets.filter_bar import FilterBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from portinaio.api.answers import ComplaintAnswer, FiledAnswer
    from portinaio.api.client import Client
    from portinaio.errors import PortinaioError
    from portinaio.tui.actions.action import ActionContext
    from portinaio.tui.operations.done import Done
    from portinaio.tui.session import Session


class ComplaintsScreen(MultiSelectScreen, ComplaintActionsScreen):
    OWN_ACTIONS: ClassVar[tuple[str, ...]] = (
        "open",
        "next",
        *LETTER_ACTIONS,
        "received",
        "answered",
        "insufficient",
        "refused",
        "extended",
        "closed",
        "filter",
        "mark",
        "sort",
        "discard",
        "share",
        "year",
    )
    FOOTER: ClassVar[tuple[str, ...]] = (
        "open",
        "next",
        "sent",
        "received",
        "answered",
        "insufficient",
        "refused",
        "extended",
        "closed",
        "filter",
        "undo",
        "save",
        "help",
    )
    AUTO_FOCUS = "ComplaintsTable"
    ORDERS = ORDERS

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._complaints: list[ComplaintAnswer] | None = None
        self._filed: FiledAnswer | None = None
        """The one under the cursor, with its letter."""
        self._trouble = ""

    def body(self) -> ComposeResult:
        with Horizontal(id="columns"):
            with Vertical(id="panel", classes="panel"):
                yield ComplaintsTable(self.session.now)
                yield EmptyState()
                yield Static(id="advice")
                yield FilterBar(_("a company, a number, a word such as draft"))
            yield DetailsPane(_("Complaint"))

    def about(self) -> str:
        return _(
            "**Complaints**: what can be done now on top, then what waits for an answer.\n\n"
            "□ draft  \n▷ sent  \n◇ received  \n◆ answered  \n◈ the answer leaves something open  \n■ refused  \n▲ no answer in time  \n"
            "▶ reminded  \n▣ the authority knows  \n✓ settled\n\n"
            "A letter leaves when you send it, never by itself. `r` on a call drafts one."
        )

    def on_mount(self) -> None:
        self._load()
        self.look()

    def state_changed(self, topic: str) -> None:
        super().state_changed(topic)
        if topic in {"complaints", "loaded", "connection"}:
            self._load()
        if topic in {"minute", "mask"}:
            self.look()

    def _load(self) -> None:
        self.request(lambda client: client.complaints(), self._take, "complaints", latest=True)

    def _take(self, complaints: list[ComplaintAnswer]) -> None:
        self._complaints, self._trouble = complaints, ""
        self.look()
        self._ask_letter()

    def show_error(self, error: PortinaioError) -> None:
        """Where nothing is shown yet, in its place."""
        if self._complaints is not None:
            super().show_error(error)
            return
        self._trouble = self.sentence_of(error)
        self.look()

    def look(self) -> None:
        """Show what there is: the table, or why it is empty."""
        table, empty_state = self.query_one(ComplaintsTable), self.query_one(EmptyState)
        rows = rows_of(self._sought_ones(), self.order)
        table.show(rows)
        empty_state.stand_in_for(table, when=not rows)
        if not rows:
            self._say_why_empty(empty_state)
        elif self.focused is None:
            table.focus()
        self.query_one("#panel").border_title = Content(self._title())
        self._show_details()
        self.refresh_keys()

    def _sought_ones(self) -> list[ComplaintAnswer]:
        every = self._complaints or []
        if not self.sought:
            return every
        numbers = {call["id"]: call["number"] or "" for call in self.session.log.calls()}
        return [one for one in every if holds(findable(one, numbers), self.sought)]

    def _say_why_empty(self, empty_state: EmptyState) -> None:
        if self.sought and self._complaints:
            self.say_none_found(empty_state)
        elif self._trouble:
            empty_state.say(_("The complaints cannot be read."), hint=self._trouble)
        elif self._complaints is None:
            away = (
                self.session.client is None
                and self.session.state.connection is Connection.CONNECTING
            )
            empty_state.say(
                _("Looking for the screener…") if away else _("Reading the complaints…")
            )
        else:
            hint = _("Choose a call and report it: the letter is written for you.")
            empty_state.say(_("No complaint yet."), (self.key_of("calls"), _("Calls")), hint=hint)

    def _title(self) -> str:
        every = self._complaints or []
        still = [one for one in every if one["state"] != "closed"]
        parts = [_("Complaints")]
        if still:
            parts.append(ngettext("%(n)d open", "%(n)d open", len(still)) % {"n": len(still)})
        if now := sum(complaint_terms.urgency(one)[0] == 0 for one in every):
            parts.append(ngettext("%(n)d can go on now", "%(n)d can go on now", now) % {"n": now})
        return " · ".join((*parts, *self.marked_title()))

    # -- the one under the cursor

    def _one(self) -> ComplaintAnswer | None:
        row = self.query_one(ComplaintsTable).highlighted_row if self.is_furnished else None
        return row.complaint if row else None

    def target_complaint(self) -> TargetComplaint | None:
        one = self._one()
        if one is None:
            return None
        filed = self._filed if self._filed and self._filed["id"] == one["id"] else None
        target = TargetComplaint(one["id"], one["state"], one["next"] or "")
        if filed is None:
            return target
        return target._replace(
            page=filed["page"] or filed["mailto"],
            web=bool(filed["page"]),
            channel=filed["channel"],
            number=filed["number"],
        )

    def on_virtual_table_row_highlighted(self) -> None:
        self._show_details()
        self.refresh_keys()
        self._ask_letter()

    def on_virtual_table_row_selected(self) -> None:
        self.do_open()

    def _ask_letter(self) -> None:
        one = self._one()
        if one is None:
            return
        complaint_id = one["id"]

        def take(filed: FiledAnswer) -> None:
            self._filed = filed
            self._show_details()
            self.refresh_keys()

        self.request(lambda client: client.complaint(complaint_id), take, "filed", latest=True)

    def _show_details(self) -> None:
        one = self._one()
        filed = self._filed if one and self._filed and self._filed["id"] == one["id"] else None
        today = self.session.now().date()
        details = complaint_details(one, filed, today) if one else Content()
        self.query_one(DetailsPane).say(details)
        advice = plain(one["advice"]) if one else ""
        below = self.query_one("#advice", Static)  # in full, where a narrow table cuts it off
        below.set_class(not advice, "-empty")
        below.update(Content(advice))

    # -- actions

    def _meant(self) -> list[ComplaintAnswer]:
        rows = self.target_rows() if self.is_furnished else []
        return [row.complaint for row in rows if row.complaint]

    def _calls(self) -> list[int]:
        """Of all that are meant."""
        return [call for one in self._meant() for call in one["calls"]]

    def _several(self) -> list[int]:
        """Ids of the marked ones; empty where less than two are."""
        ids = [one["id"] for one in self._meant()]
        return ids if len(ids) > 1 else []

    def _mark(self, event: str) -> None:
        if ids := self._several():
            self.carry_out(lambda client: operations.mark_all(client, ids, event))
        else:
            super()._mark(event)
        self.unmark()

    def do_sent(self) -> None:
        if self._several():  # of several nobody is asked how each went
            self._mark("sent")
        else:
            super().do_sent()

    def current_context(self) -> ActionContext:
        """A letter is about calls; who made them is looked up when somebody wants to know."""
        found, calls = super().current_context(), self._calls()
        return found._replace(call=calls[0], number="") if calls else found

    def do_share(self) -> None:
        from portinaio.tui.screens.shares_question import SharesQuestion  # noqa: PLC0415  # few do

        if calls := (
            self._calls() if self._several() else take_offered(self.session) or self._calls()
        ):
            SharesQuestion(self, calls).put()
            self.unmark()

    def carry_out(self, operation: Callable[[Client], Done], *, slow: bool = False) -> None:
        """Of letters that have gone, reports to lists are offered where one takes them."""
        drafts = [one for one in self._meant() if one["state"] == "draft"]

        def done(client: Client) -> Done:
            told = operation(client)
            now = {one["id"]: one["state"] for one in client.complaints()} if drafts else {}
            gone = [one for one in drafts if now.get(one["id"], "draft") != "draft"]
            calls = [call for one in gone for call in one["calls"]]
            return told._replace(share_all=wanted(client, calls)) if calls else told

        super().carry_out(done, slow=slow)

    def do_discard(self) -> None:
        ids = self._several()
        if not ids:
            super().do_discard()
            return

        def answered(sure: bool | None) -> None:
            if sure:
                self.carry_out(lambda client: operations.discard_all(client, ids))
                self.unmark()

        n = len(ids)
        asked = ngettext("Discard %(n)d complaint?", "Discard %(n)d complaints?", n) % {"n": n}
        text = _("The letters and their attachments are deleted; the calls stay in the log.")
        self.app.push_screen(Confirm(asked, text, _("Discard")), answered)

    def do_open(self) -> None:
        one = self._one()
        if one is None:
            return
        if one["state"] == "draft" and one["calls"]:
            self._write(one, one["recipient"])
        else:
            self.app.push_screen(SentScreen(self.session, one))

    def do_next(self) -> None:
        one = self._one()
        if one and one["next"] and one["calls"]:
            self._write(one, one["next"])

    def _write(self, one: ComplaintAnswer, recipient: str) -> None:
        matter = Matter(one["calls"][0], plain(complaint_terms.company(one)), recipient)
        self.app.push_screen(LetterScreen(self.session, matter))
