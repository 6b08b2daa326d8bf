"""One notice, and how much of it leaves the house: of a number as much as the user said, and of other numbers as little."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from portinaio.core.message import Message, counted, lines_of, msg, render
from portinaio.core.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from portinaio.core.message import Translation

    Link = Callable[[str], str | None]
    """The address that allows a number once, made when it is sent; `None` where nobody could follow it."""

LAST_DIGITS = 3
MOST_TOLD = 20  # notices in one that tells of those that had to wait
LONGEST_TITLE = 120
LONGEST_TEXT = 2000
_NUMBERS = re.compile(r"\+?\d(?:[ ()/.\-]{0,2}\d){4,}\*?")


class Notice(NamedTuple):
    occasion: str
    """`rejected`, `line`, `deadline`, `test`; `waited` for one that tells of several."""
    at: datetime
    title: Message
    """With `%(who)s` where somebody called."""
    text: Message
    number: str | None = None
    """E.164, of who called."""
    facts: Mapping[str, Any] = {}
    """For programs: no number stands in them."""


class Shown(NamedTuple):
    """A notice as it leaves the house."""

    occasion: str
    at: datetime
    title: str
    text: str
    number: str
    """As much of it as may be told; empty where that is nothing."""
    facts: Mapping[str, Any]
    allow: str | None = None
    """A link that allows the caller, once."""

    @property
    def answer(self) -> dict[str, Any]:
        """As a webhook and a broker are told it."""
        told = {
            "occasion": self.occasion,
            "at": self.at.isoformat(timespec="seconds"),
            "title": self.title,
            "text": self.text,
            "number": self.number or None,
            **self.facts,
        }
        return {**told, "allow": self.allow} if self.allow else told


def shown(
    notice: Notice,
    number: str,
    translation: Translation | None,
    link: Link = lambda _: None,
) -> Shown:
    """`number` is as the key of `[[notify]]` has it: full, last or none."""
    caller = told_of(notice.number, number)
    who: object = caller or (msg("a caller") if notice.number else msg("a withheld number"))
    title = _with(notice.title, who)
    text = _told(render(notice.text, translation), number)
    return Shown(
        notice.occasion,
        notice.at,
        one_line(render(title, translation), LONGEST_TITLE),
        "\n".join(one_line(line) for line in text.splitlines())[:LONGEST_TEXT],
        caller,
        {key: _fact(value, number, translation) for key, value in notice.facts.items()},
        link(notice.number) if notice.number else None,
    )


def told_of(number: str | None, how: str) -> str:
    if not number or how == "none":
        return ""
    return number if how == "full" else f"…{number[-LAST_DIGITS:]}"


def of_waiting(waiting: Sequence[Notice], left_out: int, now: datetime) -> Notice:
    """One in place of all that had to wait; `left_out` are those for which there was no room."""
    if len(waiting) == 1 and not left_out:
        return waiting[0]
    titles = [_title_for_all(one) for one in waiting[-MOST_TOLD:]]
    count = len(waiting) + left_out
    if count > len(titles):
        more = count - len(titles)
        titles.append(counted("and %(n)d more", "and %(n)d more", more))
    title = counted("%(n)d notice had to wait", "%(n)d notices had to wait", count)
    occasions = [one.occasion for one in waiting]
    facts = {"count": count, "occasions": {name: occasions.count(name) for name in occasions}}
    return Notice("waited", now, title, lines_of(titles), facts=facts)


def _title_for_all(notice: Notice) -> Message:
    """With the number in it, of which `shown` leaves what may be told."""
    who: object = notice.number or msg("a withheld number")
    return _with(notice.title, who)


def _with(title: Message, who: object) -> Message:
    return Message(title.text, {**title.values, "who": who}, title.plural)


def _told(text: str, number: str) -> str:
    if number == "full":
        return text
    return _NUMBERS.sub(lambda found: _less(found[0], number), text)


def _less(text: str, number: str) -> str:
    digits = re.sub(r"\D", "", text)
    return f"…{digits[-LAST_DIGITS:]}" if number == "last" else "…"


def _fact(value: Any, number: str, translation: Translation | None) -> Any:
    if isinstance(value, Message):
        return _told(render(value, translation), number)
    return value
