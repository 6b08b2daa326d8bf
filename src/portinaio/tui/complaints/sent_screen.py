"""A complaint on file: the letter as it was sent, which nobody changes any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from portinaio.language import _
from portinaio.tui import format_number
from portinaio.tui.complaints import complaint_terms
from portinaio.tui.complaints.complaint_actions import (
    LETTER_ACTIONS,
    ComplaintActionsScreen,
    TargetComplaint,
)
from portinaio.tui.escape import escaped_lines

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from portinaio.api.answers import ComplaintAnswer, FiledAnswer
    from portinaio.tui.session import Session


class SentScreen(ComplaintActionsScreen):
    OWN_ACTIONS: ClassVar[tuple[str, ...]] = (
        "copy_letter",
        *LETTER_ACTIONS,
        "received",
        "answered",
        "insufficient",
        "refused",
        "extended",
        "closed",
    )
    FOOTER: ClassVar[tuple[str, ...]] = (
        "copy_letter",
        "save",
        "received",
        "answered",
        "insufficient",
        "refused",
        "extended",
        "closed",
        "undo",
        "attach",
        "back",
        "help",
    )
    AUTO_FOCUS = "#letter"

    def __init__(self, session: Session, complaint: ComplaintAnswer) -> None:
        self._complaint = complaint
        self._filed: FiledAnswer | None = None
        super().__init__(session)

    def about(self) -> str:
        return _(
            "**A complaint on file**, word for word as it was sent. Write down what came of it."
        )

    def breadcrumbs(self) -> tuple[str, ...]:
        return (_("Complaints"), complaint_terms.company(self._complaint))

    def body(self) -> ComposeResult:
        with VerticalScroll(id="letter", classes="panel") as box:
            box.border_title = _("Reading the letter…")
            yield Static(id="text")

    def on_mount(self) -> None:
        self._load()

    def state_changed(self, topic: str) -> None:
        super().state_changed(topic)
        if topic == "mask" and self._filed:
            self._take(self._filed)
        if topic == "complaints":
            self._load()

    def _load(self) -> None:
        complaint_id = self._complaint["id"]
        self.request(
            lambda client: client.complaint(complaint_id), self._take, "filed", latest=True
        )

    def _take(self, filed: FiledAnswer) -> None:
        self._filed = self._complaint = filed
        box = self.query_one("#letter")
        parts = [
            complaint_terms.recipient_word(filed["recipient"]),
            complaint_terms.state_word(filed["state"]),
            complaint_terms.time_left(filed, self.session.now().date()),
        ]
        box.border_title = Content(" · ".join(filter(None, parts)))
        box.border_subtitle = _("as it was sent") if filed["sent"] else _("as it was drafted last")
        self.query_one("#text", Static).update(
            escaped_lines(format_number.mask_letter(filed["text"], mask=self.session.state.mask))
        )
        self.refresh_keys()

    def target_complaint(self) -> TargetComplaint | None:
        filed = self._filed
        if filed is None:
            return None
        page = filed["page"] or filed["mailto"]
        return TargetComplaint(
            filed["id"],
            filed["state"],
            filed["next"] or "",
            page,
            web=bool(filed["page"]),
            channel=filed["channel"],
            number=filed["number"],
        )

    def do_copy_letter(self) -> None:
        if self._filed:
            self.copy_out(self._filed["text"])
            self.notify(_("The letter is on the clipboard"), markup=False)
