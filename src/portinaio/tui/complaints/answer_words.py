"""The fixed answers to a question of a letter, as a list offers them: each in a word of the reader's, and a day where one counts too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.language import _, choices, formatting

if TYPE_CHECKING:
    from portinaio.api.answers import MissingAnswer

DAY = "day"
"""No code, but what leads to the line in which a day is typed."""


def answer_words(question: MissingAnswer) -> dict[str, str]:
    """By their codes; none where any text counts."""
    codes = question["choices"]
    words = {code: answer_word(question, code) for code in codes}
    return {**words, DAY: _("a certain day…")} if codes and question["or_day"] else words


def answer_word(question: MissingAnswer, answer: str) -> str:
    """As it is said here; what is no code is said as it stands."""
    if answer not in question["choices"]:
        return answer
    return formatting.own_name(answer) if question["key"] == "language" else choices.said(answer)


def hint_of_day(question: MissingAnswer) -> str:
    """How it is typed; empty where none is asked for."""
    return _("a day, such as 2026-01-31") if question["or_day"] else ""
