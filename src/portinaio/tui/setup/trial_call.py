"""After the first run: the line is called once from another telephone, and what it heard is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from portinaio.language import _
from portinaio.tui import call_terms, format_number
from portinaio.tui.escape import plain
from portinaio.tui.screens.base_screen import BaseScreen
from portinaio.tui.setup.other_side_screen import OtherSideScreen, StepsDrawn, steps_of
from portinaio.tui.state import Connection
from portinaio.tui.themes import MUTED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from textual.app import ComposeResult

    from portinaio.api.answers import CallAnswer, LineAnswer
    from portinaio.tui.session import Session


class TrialCallScreen(BaseScreen):
    OWN_ACTIONS: ClassVar[tuple[str, ...]] = ("go_on", "correct_line", "other_side")
    FOOTER: ClassVar[tuple[str, ...]] = ("go_on", "correct_line", "other_side", "quit", "help")

    def __init__(self, session: Session, line: str, kind: str, keys: Mapping[str, Any]) -> None:
        super().__init__(session)
        self._line = line
        self._steps = steps_of(kind, {"name": line, **keys})
        self._began = session.now()
        self._lines: list[LineAnswer] = []

    def about(self) -> str:
        return _(
            "**A test call.** The line is called once from another telephone, so that you see whether calls come "
            "here and with their number. Enter skips it; the call stands in the log as any other."
        )

    def breadcrumbs(self) -> tuple[str, ...]:
        return (_("First steps"), _("Test call"))

    def body(self) -> ComposeResult:
        with Vertical(id="panel", classes="panel") as panel:
            panel.border_title = _("Test call")
            with VerticalScroll(id="trial", can_focus=False):
                yield Static(id="told")
                yield StepsDrawn(
                    self._steps, Content.styled(_("No call comes? On the other side:"), MUTED)
                )

    def on_mount(self) -> None:
        super().on_mount()
        self._read()
        self.look()

    def state_changed(self, topic: str) -> None:
        super().state_changed(topic)
        if topic in {"connection", "loaded", "calls", "minute"}:
            self._read()
        self.look()

    def _read(self) -> None:
        def take(lines: list[LineAnswer]) -> None:
            self._lines = lines
            self.look()

        if self.session.state.connection is Connection.UP:
            self.request(lambda client: client.lines(), take, "lines", latest=True)

    @property
    def heard(self) -> CallAnswer | None:
        """The latest call on the line since the question."""
        return next(
            (
                call
                for call in self.session.log.calls()
                if call["line"] == self._line and call_terms.moment(call["at"]) >= self._began
            ),
            None,
        )

    def look(self) -> None:
        call = self.heard
        told = self._asking() if call is None else self._told(call)
        self.query_one("#told", Static).update(Content("\n").join(told))
        self.query_one(StepsDrawn).display = call is None and bool(self._steps)
        self.refresh_keys()

    def _asking(self) -> list[Content]:
        asked = _("Call line %(line)s now from another telephone, such as a mobile one.")
        return [
            Content.styled(asked % {"line": plain(self._line)}, "bold"),
            Content(),
            *self._state(),
            Content(),
        ]

    def _state(self) -> list[Content]:
        """How the line is, and who called it from where it listens to nobody."""
        if self.session.state.connection is not Connection.UP:
            return [Content.styled(_("The screener is starting…"), MUTED)]
        line = next((one for one in self._lines if one["name"] == self._line), None)
        if line is None:
            return []
        key = self.key_of("go_on")
        if line["state"] == "up":
            state = Content.styled(_("● the line is up"), "$verdict-known")
            next_ = _("◌ waiting for a call… %(key)s goes on without one") % {"key": key}
        else:
            why = plain(line["error"] or _("it is still connecting"))
            state = Content.styled(
                _("✕ the line is not up: %(why)s") % {"why": why}, "$verdict-suspected"
            )
            keys = {"correct": self.key_of("correct_line"), "key": key}
            next_ = _("◌ it tries again by itself; %(correct)s corrects it, %(key)s goes on") % keys
        notes = [*line["notes"], *(one["text"] for one in line["remarks"])]
        return [
            state,
            *(Content.styled(f"↳ {plain(note)}", "$verdict-suspected") for note in notes),
            Content.styled(next_, MUTED),
        ]

    def _told(self, call: CallAnswer) -> list[Content]:
        state = self.session.state
        who = format_number.caller(call, state.contacts, mask=state.mask)
        lines = [
            Content.styled(_("◉ heard: %(caller)s") % {"caller": who}, "bold $verdict-known"),
            Content(f"{call_terms.label(call)} · {plain(call['because'])}"),
            Content(
                call_terms.doing(call)
                if call["outcome"] is None
                else call_terms.done_at_length(call)
            ),
        ]
        if call["number"] is None:
            lines += [Content(), Content.styled(_without_number(call), "$verdict-suspected")]
        last = _("The line works. Enter goes on to the calls; this one stands in the log.")
        return [*lines, Content(), Content.styled(last, MUTED)]

    # -- keys

    def do_go_on(self) -> None:
        self.go_to("calls")

    def do_correct_line(self) -> None:
        self.dismiss()
        self.session.open_setup(self._line)

    def do_other_side(self) -> None:
        if not self._steps:
            self.notify(_("Nothing need be done on the other side."), markup=False)
            return
        title = _("On the other side of %(line)s") % {"line": plain(self._line)}
        self.app.push_screen(OtherSideScreen(title, self._steps))


def _without_number(call: CallAnswer) -> str:
    if call["presentation"] == "restricted":
        return _(
            "It came without a number: the caller hides it, or the provider shows none (CLIP)."
        )
    return _(
        "It came without a number that can be read: ask the provider for CLIP, or look at Lines → h."
    )
