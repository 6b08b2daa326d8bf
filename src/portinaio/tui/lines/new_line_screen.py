"""A new line: its kind, and the few keys without which it cannot work; the others are in the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingsMap
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from portinaio.config.manner import PEERS, box_of, guessed_peer
from portinaio.language import _, translate
from portinaio.tui.calls.call_details import MUTED
from portinaio.tui.escape import plain
from portinaio.tui.operations import lines as operations
from portinaio.tui.screens.requests import RequestScreen
from portinaio.tui.setup.answers import DEMO, HOME, NAMES, SIP
from portinaio.tui.widgets.choice import ChoiceScreen
from portinaio.tui.widgets.key_hints import hint

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from portinaio.api.answers import LineKindAnswer
    from portinaio.errors import PortinaioError
    from portinaio.tui.operations.calls import Done
    from portinaio.tui.session import Session

OF_SIP = ("registrar", "username", "password", "number")
OF_DEMO = ("file",)


class NewLineScreen(RequestScreen, ModalScreen[Any]):
    """Ends with what was done, or with None."""

    AUTO_FOCUS: ClassVar[str] = "#new-name"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._kinds: list[LineKindAnswer] = []
        self._at = 0
        own = [
            Binding("escape", "dismiss", _("Back"), id="back"),
            Binding("up", "turn(-1)", _("Kind"), id="turn_back"),
            Binding("down", "turn(1)", _("Kind"), id="turn"),
        ]
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap(own)])

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = _("New line")
            box.border_subtitle = hint(
                _("enter keeps it, esc leaves it"), "screen.keep", "screen.dismiss"
            )
            yield Label(id="kind")
            yield Input(id="new-name", compact=True)
            yield Input(
                placeholder=_("provider or router, its host name; empty: a PBX calls us"),
                id="new-registrar",
                compact=True,
            )
            yield Input(placeholder=_("user name"), id="new-username", compact=True)
            yield Input(
                placeholder=_("password; never in config.toml"),
                id="new-password",
                compact=True,
                password=True,
            )
            yield Input(
                placeholder=_("your number on it, for complaints"), id="new-number", compact=True
            )
            yield Input(
                placeholder=_("a script of calls; empty: that of the demo"),
                id="new-file",
                compact=True,
            )
            yield Static(id="answer")

    def on_mount(self) -> None:
        self._look()
        self.request(lambda client: client.line_kinds(), self._take, "kinds", latest=True)

    def _take(self, kinds: list[LineKindAnswer]) -> None:
        self._kinds = kinds
        self._look()

    @property
    def _kind(self) -> str:
        return self._kinds[self._at]["kind"] if self._kinds else ""

    def action_turn(self, step: int) -> None:
        if self._kinds:
            self._at = (self._at + step) % len(self._kinds)
            self._look()

    def on_click(self) -> None:
        if self.query_one("#kind").mouse_hover:
            self.action_turn(1)

    def on_input_changed(self) -> None:
        self._say(Content())

    def action_keep(self) -> None:
        self.on_input_submitted()

    def on_input_submitted(self) -> None:
        if not self._kind:
            return
        wanted = self._wanted()
        if wanted.kind != SIP or box_of(wanted.keys):
            self._add(wanted, guessed_peer(wanted.keys))
            return
        choices = {translate(answer): peer for peer, answer in PEERS.items()}

        def answered(answer: str | None) -> None:
            if answer is not None:
                self._add(wanted, choices[answer])

        asked = _("Does another telephone ring on this line?")
        guess = translate(PEERS[guessed_peer(wanted.keys)])
        self.app.push_screen(ChoiceScreen(asked, "", list(choices), guess), answered)

    def _add(self, wanted: operations.WantedLine, peer: str) -> None:
        if wanted.kind == SIP:
            wanted = wanted._replace(keys={**wanted.keys, "peer": peer})
        self.request(lambda client: operations.add(client, wanted), self._added)

    def _added(self, done: Done) -> None:
        self.dismiss(done)

    def _wanted(self) -> operations.WantedLine:
        kind, name = self._kind, self._typed("name") or self._proposed()
        fields = {SIP: OF_SIP, DEMO: OF_DEMO}.get(kind, ())
        keys: dict[str, Any] = {field: text for field in fields if (text := self._typed(field))}
        keys.pop("password", None)
        if "registrar" in keys:
            keys["mode"] = "registrar"
        password = self.query_one("#new-password", Input).value if kind == SIP else ""
        return operations.WantedLine(kind, name, keys, password)

    def _proposed(self) -> str:
        return NAMES.get(self._kind, HOME)

    def _typed(self, field: str) -> str:
        return self.query_one(f"#new-{field}", Input).value.strip()

    def show_error(self, error: PortinaioError) -> None:
        """What is wrong with the line is told below its fields."""
        self._say(Content.styled(self.sentence_of(error), "$verdict-suspected"))

    def _say(self, content: Content) -> None:
        self.query_one("#answer", Static).update(content)

    def _look(self) -> None:
        lines = [
            Content.styled(f"{'(●)' if at == self._at else '( )'} {plain(one['title'])}", colour)
            for at, one in enumerate(self._kinds)
            for colour in ["" if at == self._at else MUTED]
        ]
        lines.append(Content.styled(_("↑ ↓ turn"), MUTED))
        self.query_one("#kind", Label).update(Content("\n").join(lines))
        shown = {SIP: OF_SIP, DEMO: OF_DEMO}.get(self._kind, ())
        for field in (*OF_SIP, *OF_DEMO):
            self.query_one(f"#new-{field}").display = field in shown
        self.query_one("#new-name", Input).placeholder = _("name, such as %(name)s") % {
            "name": self._proposed()
        }
