"""The panel below a letter that asks for the first thing it lacks: in a line to type, or in a list where only some answers count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from portinaio.language import _, ngettext
from portinaio.tui.complaints.answer_words import answer_word, answer_words
from portinaio.tui.complaints.gaps import suggested_answer
from portinaio.tui.escape import escaped, plain

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

    from portinaio.api.answers import ReportAnswer


class GapPanel(Vertical):
    def __init__(self) -> None:
        super().__init__(id="gaps", classes="panel")
        self.display = False

    def compose(self) -> ComposeResult:
        yield Label(id="question")
        yield Input(id="answer", compact=True)
        yield OptionList(id="answers", compact=True)
        yield Label(id="guess", classes="hint")

    @property
    def field(self) -> Widget:
        """In which one answers."""
        answers = self.query_one("#answers")
        return answers if answers.display else self.query_one("#answer")

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
        words = answer_words(first) if first["any_of"] else {}  # else no answer fills it
        typed, listed = self.query_one("#answer", Input), self.query_one("#answers", OptionList)
        typed.value = ""
        typed.display, listed.display = bool(first["any_of"]) and not words, bool(words)
        listed.clear_options()
        listed.add_options(Option(escaped(word), id=code) for code, word in words.items())
        self._guess(draft, list(words))
        return True

    def _guess(self, draft: ReportAnswer, codes: list[str]) -> None:
        guess = suggested_answer(draft)
        if guess is None:
            self.query_one("#answer", Input).placeholder = ""
            self.query_one("#answers", OptionList).highlighted = 0 if codes else None
            self.say("")
            return
        value = plain(answer_word(draft["missing"][0], guess["value"]))
        self.query_one("#answer", Input).placeholder = value
        if codes:
            at = codes.index(guess["value"]) if guess["value"] in codes else 0
            self.query_one("#answers", OptionList).highlighted = at
        said = {"value": value, "source": plain(guess["source"])}
        self.say(_("enter takes “%(value)s”, as %(source)s has it") % said)

    def say(self, sentence: str, style: str = "") -> None:
        """Under the field in which one answers."""
        line = self.query_one("#guess", Label)
        line.display = bool(sentence)
        line.update(Content.styled(sentence, style))
