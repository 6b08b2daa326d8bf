"""The panel below a letter that asks for the first thing it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label

from portinaio.language import _, ngettext
from portinaio.tui.complaints.gaps import suggested_answer
from portinaio.tui.escape import plain

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from portinaio.api.answers import ReportAnswer


class GapPanel(Vertical):
    def __init__(self) -> None:
        super().__init__(id="gaps", classes="panel")
        self.display = False

    def compose(self) -> ComposeResult:
        yield Label(id="question")
        yield Input(id="answer", compact=True)
        yield Label(id="guess", classes="hint")

    @property
    def field(self) -> Input:
        return self.query_one("#answer", Input)

    def ask(self, draft: ReportAnswer) -> bool:
        """Whether anything is missing; without it the panel is away."""
        missing = draft["missing"]
        self.display = bool(missing)
        if not missing:
            return False
        n, first = len(missing), missing[0]
        self.border_title = ngettext("%(n)d thing missing", "%(n)d things missing", n) % {"n": n}
        self.border_subtitle = (
            _("kept on this computer only") if first["of_user"] else _("of this company")
        )
        self.query_one("#question", Label).update(Content(plain(first["question"])))
        self.field.value = ""
        self.field.display = bool(first["any_of"])  # else no answer fills it
        self._guess(draft)
        return True

    def _guess(self, draft: ReportAnswer) -> None:
        guess = suggested_answer(draft)
        self.field.placeholder = plain(guess["value"]) if guess else ""
        said = _("enter takes “%(value)s”, as %(source)s has it")
        self.say(
            said % {"value": plain(guess["value"]), "source": plain(guess["source"])}
            if guess
            else ""
        )

    def say(self, sentence: str, style: str = "") -> None:
        """Under the field in which one answers."""
        line = self.query_one("#guess", Label)
        line.display = bool(sentence)
        line.update(Content.styled(sentence, style))
