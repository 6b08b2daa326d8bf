"""The questions of a letter that are answered in a dialog: what else is known of the matter, and on which day something was.

Where only some answers count these are offered; nobody has to answer what the letter can do without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.language import _
from portinaio.tui.complaints.answer_words import DAY, answer_words, hint_of_day
from portinaio.tui.widgets.dialogs import Choice, Prompt

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.api.answers import MissingAnswer, ReportAnswer
    from portinaio.tui.screens.base_screen import BaseScreen


def ask_what_else(
    screen: BaseScreen, draft: ReportAnswer, keep: Callable[[MissingAnswer, str], None]
) -> None:
    """`keep` is told which question was answered, and how."""
    questions = {one["question"]: one for one in draft["further"]}

    def chosen(question: str | None) -> None:
        if question is not None:
            _ask(screen, questions[question], keep)

    text = _("You need not answer any of these; the letter says more where you do.")
    screen.app.push_screen(Choice(_("What else do you know?"), text, list(questions), ""), chosen)


def _ask(
    screen: BaseScreen, question: MissingAnswer, keep: Callable[[MissingAnswer, str], None]
) -> None:
    words = answer_words(question)
    if not words:
        ask_in_words(screen, question, keep)
        return

    def chosen(word: str | None) -> None:
        code = next((one for one, said in words.items() if said == word), None)
        if code == DAY:
            ask_in_words(screen, question, keep)
        elif code is not None:
            keep(question, code)

    offered = Choice(_("Your answer"), question["question"], list(words.values()), "")
    screen.app.push_screen(offered, chosen)


def ask_in_words(
    screen: BaseScreen, question: MissingAnswer, keep: Callable[[MissingAnswer, str], None]
) -> None:
    """In a line to type; what is left empty says nothing."""

    def answered(answer: str | None) -> None:
        if answer and answer.strip():
            keep(question, answer.strip())

    said = "\n".join(filter(None, (question["question"], hint_of_day(question))))
    screen.app.push_screen(Prompt(_("Your answer"), "", said), answered)
