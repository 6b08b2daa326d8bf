"""The form for one contact: a name, any number of telephones, the groups that it is in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingsMap
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from portinaio.language import _
from portinaio.tui import format_number
from portinaio.tui.escape import plain
from portinaio.tui.operations.contacts import Person
from portinaio.tui.screens.requests import RequestScreen
from portinaio.tui.themes import MUTED
from portinaio.tui.widgets.dialogs import hint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from portinaio.api.answers import ContactAnswer, PreviewAnswer
    from portinaio.api.client import Client
    from portinaio.tui.session import Session

WARNING = "$verdict-suspected"
_BETWEEN = re.compile(r"[,;\n]")


class ContactScreen(RequestScreen, ModalScreen[Any]):
    """Ends with a `Person`, or with None."""

    AUTO_FOCUS: ClassVar[str] = "#name"

    def __init__(self, session: Session, before: Person | None = None) -> None:
        super().__init__()
        self.session = session
        self._before = before
        self._read: tuple[str, list[PreviewAnswer]] = ("", [])
        """What was typed as numbers, and how each of them is read."""
        self._warned = False
        """Whether enter was pressed once over what is doubted."""
        back = Binding("escape", "dismiss", _("Back"), id="back")
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap([back])])

    def compose(self) -> ComposeResult:
        old = self._before or Person("", (), ())
        numbers = ", ".join(format_number.spaced(number) for number in old.numbers)
        with Vertical(classes="dialog") as box:
            box.border_title = _("Contact") if self._before else _("New contact")
            box.border_subtitle = hint(
                _("enter keeps it, esc leaves it"), "screen.keep", "screen.dismiss"
            )
            yield Label(_("Name"), classes="hint")
            yield Input(plain(old.name), id="name", compact=True, select_on_focus=False)
            yield Label(_("Numbers, with commas between them"), classes="hint")
            yield Input(numbers, id="numbers", compact=True, select_on_focus=False)
            yield Label(_("Groups, with commas between them"), classes="hint")
            yield Input(
                plain(", ".join(old.groups)), id="groups", compact=True, select_on_focus=False
            )
            yield Static(id="answer")

    def on_mount(self) -> None:
        self._ask()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._warned = False
        if event.input.id == "numbers":
            self._ask()
        self._look()

    def _ask(self) -> None:
        typed = self._typed("numbers")
        asked = parts(typed)

        def question(client: Client) -> list[PreviewAnswer]:
            return [client.preview(one, kind="contact") for one in asked]

        def take(answer: list[PreviewAnswer]) -> None:
            if typed == self._typed("numbers"):
                self._read = typed, answer
                self._look()

        self.request(question, take, "preview", latest=True)

    def action_keep(self) -> None:
        self.on_input_submitted()

    def on_input_submitted(self) -> None:
        if self._trouble():
            self._look(pressed=True)
            return
        if self._doubts() and not self._warned:
            self._warned = True
            self._look()
            return
        source = self._before.source if self._before else ""
        groups = tuple(dict.fromkeys(parts(self._typed("groups"))))
        self.dismiss(Person(self._typed("name"), tuple(self._numbers()), groups, source))

    def _doubts(self) -> list[str]:
        """What may be a slip, of the numbers that are new."""
        old = self._before.numbers if self._before else ()
        return [
            format_number.mask_numbers(doubt, mask=self.session.state.mask)
            for one in self._read[1]
            if one["pattern"] not in old
            for doubt in one["doubts"]
        ]

    def _numbers(self) -> list[str]:
        return list(dict.fromkeys(str(one["pattern"]) for one in self._read[1]))

    def _typed(self, field: str) -> str:
        return self.query_one(f"#{field}", Input).value.strip()

    def _trouble(self) -> str:
        """Why it cannot be kept as it stands; empty where it can."""
        if not self._typed("name"):
            return _("A contact needs a name.")
        if not parts(self._typed("numbers")):
            return _("A contact needs a number.")
        if self._read[0] != self._typed("numbers"):
            return _("Reading the numbers…")
        return next(filter(None, map(_refusal, self._read[1])), "")

    def _look(self, *, pressed: bool = False) -> None:
        said = [self._shown(one) for one in self._read[1]]
        said += [Content.styled(f"! {doubt}", WARNING) for doubt in self._doubts()]
        if self._warned:
            again = _("enter again keeps it all the same")
            said.append(Content.styled(again, f"bold {WARNING}"))
        trouble = self._trouble()
        if trouble and (pressed or self._read[1]):
            said.append(Content.styled(plain(trouble), f"bold {WARNING}" if pressed else WARNING))
        self.query_one("#answer", Static).update(Content("\n").join(said))

    def _shown(self, one: PreviewAnswer) -> Content:
        if _refusal(one):
            return Content()
        number = str(one["pattern"])
        line = Content(format_number.pattern(number, mask=self.session.state.mask))
        others = others_with(number, self.session.state.book, self._before)
        if not others:
            return line
        names = ", ".join(plain(other["name"] or _("without a name")) for other in others)
        also = _("also of %(names)s") % {"names": names}
        return Content.assemble(line, ("  " + also, MUTED))


def _refusal(one: PreviewAnswer) -> str:
    if one["refusal"]:
        return one["refusal"]
    if not str(one["pattern"] or "").lstrip("+").isdigit():
        return _("A contact has whole numbers, and no beginnings of some.")
    return ""


def parts(text: str) -> list[str]:
    """What stands between commas."""
    return [part.strip() for part in _BETWEEN.split(text) if part.strip()]


def others_with(
    number: str, book: Sequence[ContactAnswer], besides: Person | None
) -> list[ContactAnswer]:
    """Who else has a number."""
    who = (besides.source, besides.name) if besides else None
    return [one for one in book if number in one["numbers"] and (one["source"], one["name"]) != who]
