"""A new entry: while it is typed, the log says what it would have caught."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingsMap
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from portinaio.errors import UsageError
from portinaio.language import _, durations
from portinaio.tui import format_number
from portinaio.tui.entries.entry_preview import preview_lines, quoted_name
from portinaio.tui.escape import plain
from portinaio.tui.operations.entries import Wanted
from portinaio.tui.screens.requests import RequestScreen
from portinaio.tui.themes import MUTED
from portinaio.tui.widgets.dialogs import hint

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from portinaio.api.answers import PreviewAnswer
    from portinaio.tui.session import Session

WARNING = "$verdict-suspected"


class AddScreen(RequestScreen, ModalScreen[Any]):
    """Ends with a `Wanted`, or with None."""

    AUTO_FOCUS: ClassVar[str] = "#pattern"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._kind = "block"
        self._preview: PreviewAnswer | None = None
        self._warned = False
        """Whether enter was pressed once over what is doubted."""
        own = [
            Binding("escape", "dismiss", _("Back"), id="back"),
            Binding("up,down", "turn", _("Block or allow"), id="turn"),
        ]
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap(own)])

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = _("New entry")
            box.border_subtitle = hint(
                _("enter keeps it, esc leaves it"), "screen.keep", "screen.dismiss"
            )
            yield Label(id="kind")
            yield Input(
                placeholder=_("a number, its beginning and *, or a name"),
                id="pattern",
                compact=True,
            )
            yield Input(placeholder=_("note"), id="note", compact=True)
            yield Input(
                placeholder=_("for how long: 2h, 7d, 3w; empty: for good"), id="until", compact=True
            )
            yield Static(id="answer")

    def on_mount(self) -> None:
        self._look()

    def action_turn(self) -> None:
        self._kind = "allow" if self._kind == "block" else "block"
        self._warned = False
        self._ask(self._typed("pattern"))
        self._look()

    def on_click(self, event: events.Click) -> None:
        if event.widget is self.query_one("#kind"):
            self.action_turn()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._warned = False
        if event.input.id != "pattern":
            self._look()
            return
        self._ask(event.value.strip())
        self._look()

    def _ask(self, typed: str) -> None:
        self._preview = None
        if typed:
            kind = self._kind
            take = partial(self._take, typed, kind)
            asked = {"name": typed} if _is_name(typed) else {"pattern": typed}
            self.request(
                lambda client: client.preview(**asked, kind=kind), take, "preview", latest=True
            )

    def action_keep(self) -> None:
        self.on_input_submitted()

    def on_input_submitted(self) -> None:
        found = self._preview
        if found is None or found["refusal"]:
            return
        try:
            ends = durations.expiry(self._typed("until"), self.session.now())
        except UsageError:
            self.query_one("#until").focus()
            return
        if found["doubts"] and not self._warned:
            self._warned = True
            self._look()
            return
        moment = durations.iso(ends) if ends else None
        note = self._typed("note")
        self.dismiss(Wanted(found["pattern"], self._kind, note, moment, found["name"]))

    def _typed(self, field: str) -> str:
        return self.query_one(f"#{field}", Input).value.strip()

    def _take(self, typed: str, kind: str, preview: PreviewAnswer) -> None:
        if (typed, kind) != (self._typed("pattern"), self._kind):
            return  # something else stands there by now
        self._preview = preview
        self._look()

    def _look(self) -> None:
        block = self._kind == "block"
        chosen = Content.assemble(
            (
                f"{'(●)' if block else '( )'} ■ {_('block')}",
                "$verdict-reported" if block else MUTED,
            ),
            "   ",
            (f"{'( )' if block else '(●)'} ◆ {_('allow')}", MUTED if block else "$verdict-known"),
            ("   " + _("↑ ↓ turn"), MUTED),
        )
        self.query_one("#kind", Label).update(chosen)
        self.query_one("#answer", Static).update(Content("\n").join(self._answer()))

    def _answer(self) -> list[Content]:
        found = self._preview
        if found is None:
            return [
                Content.styled(
                    _("+390844* means every number that begins so, tellows* every such name"), MUTED
                )
            ]
        if found["refusal"]:
            return [Content.styled(plain(found["refusal"]), WARNING)]
        meant = (
            quoted_name(found["name"] or "")
            if found["pattern"] is None
            else format_number.pattern(found["pattern"], mask=self.session.state.mask)
        )
        parts = [Content.styled(meant, "bold")]
        if self._kind == "allow" and found["name"]:
            parts.append(
                Content.styled("! " + _("anybody can send this name; a number is surer"), WARNING)
            )
        for doubt in found["doubts"]:
            said = format_number.mask_numbers(doubt, mask=self.session.state.mask)
            parts.append(Content.styled(f"! {said}", WARNING))
        if self._warned:
            again = (
                _("enter again blocks it all the same")
                if self._kind == "block"
                else _("enter again allows it all the same")
            )
            parts.append(Content.styled(again, f"bold {WARNING}"))
        parts.append(preview_lines(found, self.session))
        try:
            durations.expiry(self._typed("until"), self.session.now())
        except UsageError:
            parts.append(Content.styled(_("write 2h, 7d, 3w or a day like 2026-12-24"), WARNING))
        return parts


def _is_name(typed: str) -> bool:
    """No number has letters in it, so what has some is a name that the network sends."""
    return any(map(str.isalpha, typed))
