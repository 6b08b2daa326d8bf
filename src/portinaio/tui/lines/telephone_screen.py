"""The box behind a line makes an IP telephone, once somebody has confirmed it there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingsMap
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from portinaio.language import _
from portinaio.language.confirming import ways
from portinaio.tui.escape import plain
from portinaio.tui.operations.done import Done
from portinaio.tui.screens.requests import RequestScreen
from portinaio.tui.widgets.dialogs import hint

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from portinaio.api.answers import TelephoneAnswer
    from portinaio.errors import PortinaioError
    from portinaio.tui.session import Session

ASK_S = 2.0


class TelephoneScreen(RequestScreen, ModalScreen[Any]):
    """Ends with what was done, or with None."""

    AUTO_FOCUS: ClassVar[str] = ""

    def __init__(self, session: Session, line: str) -> None:
        super().__init__()
        self.session = session
        self._line = line
        self._token = ""
        own = [Binding("escape", "dismiss", _("Back"), id="back")]
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap(own)])

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = _("An IP telephone at the box")
            box.border_subtitle = hint(_("esc leaves it"), "screen.dismiss")
            yield Static(_("The box is asked."), id="step")

    def on_mount(self) -> None:
        self._ask()

    def _ask(self) -> None:
        line, token = self._line, self._token
        self.request(lambda client: client.add_telephone(line, "", token), self._take, slow=True)

    def _take(self, found: TelephoneAnswer) -> None:
        if not self.is_attached:
            return
        if found["line"] is not None:
            said = _("line %(line)s is in config.toml; it is **%(internal)s at the box")
            told = {"line": plain(found["line"]), "internal": plain(found["internal"])}
            self.dismiss(Done(said % told))
            return
        self._token = found["token"]
        if found["methods"]:
            head = _("The box wants this to be confirmed, within five minutes:")
            steps = [Content(f"  {plain(way)}") for way in ways(found["methods"])]
            self._say(Content("\n").join([Content(head), *steps]))
        self.set_timer(ASK_S, self._ask)

    def show_error(self, error: PortinaioError) -> None:
        if self.is_attached:
            self._say(Content.styled(self.sentence_of(error), "$verdict-suspected"))

    def _say(self, content: Content) -> None:
        self.query_one("#step", Static).update(content)
