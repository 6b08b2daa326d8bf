"""The question what else is known of the matter: the letter says more, or other things, but nobody has to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.language import _
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
        if question is None:
            return

        def answered(answer: str | None) -> None:
            if answer and answer.strip():
                keep(questions[question], answer.strip())

        screen.app.push_screen(Prompt(_("Your answer"), "", question), answered)

    text = _("You need not answer any of these; the letter says more where you do.")
    screen.app.push_screen(Choice(_("What else do you know?"), text, list(questions), ""), chosen)
