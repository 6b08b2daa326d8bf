"""What the first run asks of a line, as its kind has it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portinaio.language import _, translate
from portinaio.tui.escape import plain
from portinaio.tui.setup.answers import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from portinaio.config.line_kind import Field, Question
    from portinaio.core.message import Message
    from portinaio.tui.setup.answers import Answers

    Row = tuple[str, str, str, Callable[[], None]]
    """Title, answer, hint, and what asks for another answer."""

MOST_DOTS = 8  # of a password, whose length is nobody's business


def line_rows(
    given: Answers, ask_field: Callable[[Field], None], ask_question: Callable[[Question], None]
) -> Iterator[Row]:
    """Where the line is, what that leaves open, and what is needed there."""
    for field in given.fields:
        if not field.after:
            yield _field_row(field, given, ask_field)
    for question in given.questions:
        answer = given.answer(question)
        word = question.words.get(answer) or question.choices.get(answer)
        yield (
            translate(question.title or question.text),
            _said(word) or plain(answer),
            _said(question.hint),
            partial(ask_question, question),
        )
    for field in given.fields:
        if field.after:
            yield _field_row(field, given, ask_field)


def _field_row(field: Field, given: Answers, ask: Callable[[Field], None]) -> Row:
    text = given.typed.get(field.key, "")
    shown = "•" * min(MOST_DOTS, len(text)) if field.key == PASSWORD else plain(text)
    empty = _("still missing") if field is given.lacks else _said(field.empty)
    return _said(field.title), shown or empty, _said(field.hint), partial(ask, field)


def _said(message: Message | None) -> str:
    return translate(message) if message else ""
