"""A new line: its kind, and the few keys without which it cannot work; the others are in the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingsMap
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from portinaio.config.line_kinds import line_kind, line_kinds
from portinaio.language import _, translate
from portinaio.tui.escape import plain
from portinaio.tui.operations import lines as operations
from portinaio.tui.screens.requests import RequestScreen
from portinaio.tui.setup.answers import DEMO_NAME, HOME
from portinaio.tui.setup.key_question import ask_about_key, pinned
from portinaio.tui.themes import MUTED
from portinaio.tui.widgets.dialogs import Choice, hint

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from portinaio.api.answers import FoundLineAnswer, LineKindAnswer
    from portinaio.config.line_kind import LineKind
    from portinaio.errors import PortinaioError
    from portinaio.tui.operations.done import Done
    from portinaio.tui.session import Session

PASSWORD = "password"  # noqa: S105  # the key of it


class NewLineScreen(RequestScreen, ModalScreen[Any]):
    """Ends with what was done, or with None."""

    AUTO_FOCUS: ClassVar[str] = "#new-name"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._kinds: list[LineKindAnswer] = []
        self._fields = dict.fromkeys(
            field.key for kind in line_kinds().values() for field in kind.fields
        )
        """Keys of all the kinds; each shows its own."""
        self._at = 0
        self._sought: list[type[LineKind[Any]]] = []
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
            for key in self._fields:
                yield Input(id=f"new-{key}", compact=True, password=key == PASSWORD)
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

    def _look_around(self) -> None:
        """For one in the house, once a kind is shown that can be found."""
        kind = line_kind(self._kind) if self._kind else None
        if kind is None or not kind.can_be_found or kind in self._sought:
            return
        self._sought.append(kind)
        self.request(lambda client: client.found_lines(), self._offer, slow=True)

    def _offer(self, found: list[FoundLineAnswer]) -> None:
        """The first one, where nothing is typed yet."""
        one = next((each for each in found if each["kind"] == self._kind), None)
        if one is None or not self.is_attached:
            return
        for key, value in one["keys"].items():
            field = self.query_one(f"#new-{key}", Input)
            if not field.value:
                with self.prevent(Input.Changed):
                    field.value = str(value)
                self._say(Content(_("found: %(title)s") % {"title": plain(one["title"])}))

    def action_turn(self, step: int) -> None:
        if self._kinds:
            self._at = (self._at + step) % len(self._kinds)
            self._look()
            self._look_around()

    def on_click(self, event: events.Click) -> None:
        if event.widget is self.query_one("#kind"):
            self.action_turn(1)

    def on_input_changed(self) -> None:
        self._say(Content())

    def action_keep(self) -> None:
        self.on_input_submitted()

    def on_input_submitted(self) -> None:
        if not self._kind:
            return
        self._ask_next(self._wanted())

    def _ask_next(self, wanted: operations.WantedLine) -> None:
        """One question after the other that the fields leave open, and then the line."""
        asked = line_kind(wanted.kind).questions({"name": wanted.name, **wanted.keys})
        question = next((one for one in asked if one.choices and one.in_form), None)
        if question is None:
            ask_about_key(self, wanted.kind, wanted.keys, lambda key: self._add(wanted, key))
            return

        def answered(answer: str) -> None:
            self._ask_next(wanted._replace(keys={**wanted.keys, question.key: answer}))

        if question.certain:
            answered(question.guess)
            return
        told = {translate(means): one for one, means in question.choices.items() if means}
        guess = question.choices[question.guess]
        said = translate(question.said) if question.said else ""
        self.app.push_screen(
            Choice(translate(question.text), said, list(told), translate(guess) if guess else ""),
            lambda word: answered(told[word]) if word is not None else None,
        )

    def _add(self, wanted: operations.WantedLine, key: str) -> None:
        whole = wanted._replace(keys={**wanted.keys, **pinned(key)})
        self.request(lambda client: operations.add(client, whole), self._added)

    def _added(self, done: Done) -> None:
        self.dismiss(done)

    def _wanted(self) -> operations.WantedLine:
        kind, name = line_kind(self._kind), self._typed("name") or self._proposed()
        typed = {field.key: text for field in kind.fields if (text := self._typed(field.key))}
        secret = self.query_one(f"#new-{PASSWORD}", Input).value if PASSWORD in typed else ""
        typed.pop(PASSWORD, None)
        return operations.WantedLine(self._kind, name, kind.keys_of_form(typed), secret)

    def _proposed(self) -> str:
        return DEMO_NAME if line_kind(self._kind).simulated else HOME

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
        shown = {field.key: field.placeholder for field in line_kind(self._kind).fields}
        for key in self._fields:
            self.query_one(f"#new-{key}", Input).display = key in shown
        box, above = self.query_one(".dialog", Vertical), self.query_one("#new-name", Input)
        for key, placeholder in shown.items():  # each kind asks in an order of its own
            field = self.query_one(f"#new-{key}", Input)
            field.placeholder = translate(placeholder)
            box.move_child(field, after=above)
            above = field
        self.query_one("#new-name", Input).placeholder = _("name, such as %(name)s") % {
            "name": self._proposed()
        }
