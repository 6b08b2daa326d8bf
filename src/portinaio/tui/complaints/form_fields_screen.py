"""The fields of a web form in its own order: copied one by one into the page that a key opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from portinaio.language import _
from portinaio.tui import format_number
from portinaio.tui.complaints import complaint_terms
from portinaio.tui.complaints.complaint_actions import ComplaintActionsScreen, TargetComplaint
from portinaio.tui.escape import escaped, escaped_lines, plain
from portinaio.tui.widgets.virtual_table import Cell, VirtualTable, fitted

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from portinaio.api.answers import FieldAnswer, ReportAnswer
    from portinaio.tui.session import Session


class FieldRow(NamedTuple):
    key: int
    field: FieldAnswer
    copied: bool


class FieldsTable(VirtualTable):
    COMPONENT_CLASSES: ClassVar[set[str]] = {"calls--time", "calls--who", "verdict--known"}

    mask = False

    def draw(self, row: FieldRow, width: int) -> list[Cell]:
        label = width * 2 // 5
        value = " ".join(plain(_shown(row.field, mask=self.mask)).split()) or "-"
        return [
            Cell("✓ " if row.copied else "  ", "verdict--known"),
            Cell(fitted(plain(row.field["label"]), label) + "  ", "calls--time"),
            Cell(fitted(value, max(1, width - label - 4)), "calls--who"),
        ]


def _shown(field: FieldAnswer, *, mask: bool) -> str:
    return format_number.mask_letter(field["value"], mask=mask)


class FormFieldsScreen(ComplaintActionsScreen):
    OWN_ACTIONS: ClassVar[tuple[str, ...]] = ("copy_field", "page", "sent", "save")
    FOOTER: ClassVar[tuple[str, ...]] = ("copy_field", "page", "sent", "undo", "back", "help")
    AUTO_FOCUS = "FieldsTable"

    def __init__(self, session: Session, draft: ReportAnswer) -> None:
        self._draft = draft
        self._state = "draft"
        self._copied: set[int] = set()
        super().__init__(session)

    def about(self) -> str:
        return _(
            "**The fields for the form**. Open the page, copy a field, paste it, copy the next. "
            "Then say that it was sent: the letter is kept on file."
        )

    def breadcrumbs(self) -> tuple[str, ...]:
        return (_("Report"), complaint_terms.recipient_word(self._draft["recipient"]), _("Fields"))

    def body(self) -> ComposeResult:
        with Vertical(id="panel", classes="panel") as panel:
            panel.border_title = _("Fields of the form")
            yield FieldsTable()
        with VerticalScroll(id="whole", classes="panel", can_focus=False):
            yield Static()

    def on_mount(self) -> None:
        if not all(field["verified"] for field in self._draft["fields"]):
            hint = _("the form may name its fields otherwise")
            self.query_one("#panel").border_subtitle = hint
        self.look()

    def state_changed(self, topic: str) -> None:
        super().state_changed(topic)
        if topic == "mask":
            self.look()
        if topic == "complaints":
            self._look_at_state()

    def _look_at_state(self) -> None:
        def take(filed: Any) -> None:
            self._state = filed["state"]
            self.refresh_keys()

        complaint_id = self._draft["id"]
        self.request(lambda client: client.complaint(complaint_id), take, "filed", latest=True)

    def look(self) -> None:
        fields = enumerate(self._draft["fields"])
        rows = [FieldRow(at, field, at in self._copied) for at, field in fields]
        table = self.query_one(FieldsTable)
        table.mask = self.session.state.mask
        table.show(rows)
        self._show_whole()

    def on_virtual_table_row_highlighted(self) -> None:
        self._show_whole()

    def on_virtual_table_row_selected(self) -> None:
        self.do_copy_field()

    def _show_whole(self) -> None:
        row: FieldRow | None = self.query_one(FieldsTable).highlighted_row
        if row is None:
            return
        box = self.query_one("#whole")
        box.border_title = Content(plain(row.field["label"]))
        self.query_one("#whole > Static", Static).update(
            escaped_lines(_shown(row.field, mask=self.session.state.mask))
        )

    def target_complaint(self) -> TargetComplaint | None:
        draft = self._draft
        return TargetComplaint(
            draft["id"], self._state, page=draft["page"], web=True, gaps=len(draft["missing"])
        )

    def do_copy_field(self) -> None:
        table = self.query_one(FieldsTable)
        row: FieldRow | None = table.highlighted_row
        if row is None:
            return
        if row.field["gap"]:
            said = _("%(field)s is still to be completed; nothing was copied")
            self.notify(
                said % {"field": plain(row.field["label"])}, severity="warning", markup=False
            )
            return
        self.copy_out(row.field["value"])
        self._copied.add(row.key)
        table.go(row.key + 1, 1)
        self.look()
        fields = self._draft["fields"]
        if row.key + 1 < len(fields):
            said = _("Copied: %(field)s · next: %(next)s")
            names = {"field": row.field["label"], "next": fields[row.key + 1]["label"]}
        else:
            said = _("Copied: %(field)s · that was the last · %(key)s when the form is sent")
            names = {"field": row.field["label"], "key": self.key_of("sent")}
        self.query_one("#panel").border_title = escaped(said % names)
