"""The days of the letters before: on which each was sent, and on which the user wrote down what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.complaints.drafting.facts import answered, latest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from portinaio.complaints.filing import Filing, Sent
    from portinaio.countries.pack_schema import Pack


def days_of_letters(filing: Filing, pack: Pack) -> dict[str, date]:
    """By the place that has the day."""
    every = {
        "objected_on": latest(filing, pack.first),
        "reminded_on": latest(filing, pack.reminder),
    }
    return {place: sent.on for place, sent in every.items() if sent}


def noted_on(filing: Filing, pack: Pack) -> dict[str, str]:
    """Of each place and fact about them the ISO date on which the user wrote it down; empty where nobody knows it any more.

    That nothing came is said with the letter that says so, and so on its day: it is not among them.
    """
    objection, reminder = latest(filing, pack.first), latest(filing, pack.reminder)
    of = answered(filing, pack)
    reply = _noted(of, of.answer if of else "")
    return {
        **dict.fromkeys(("objected", "objected_on", "objected_by"), _noted(objection, "sent")),
        **dict.fromkeys(("reminded", "reminded_on", "reminded_by"), _noted(reminder, "sent")),
        **dict.fromkeys(("refused", "extended", "insufficient", "answer_point"), reply),
        **dict.fromkeys(("answered", "answered_on"), _noted(of, _reply(of))),
        "received_on": _noted(objection, "received"),
        "earlier": _of_all(filing),
    }


def _reply(of: Sent | None) -> str:
    """The event that has the day of the answer: to find it wanting is another."""
    answer = of.answer if of else ""
    return "answered" if answer == "insufficient" else answer


def _noted(sent: Sent | None, event: str) -> str:
    return sent.noted.get(event, "") if sent else ""


def _of_all(filing: Filing) -> str:
    """The day on which the last of it was written down; unknown where it is of any."""
    days = [day for sent in filing.earlier for day in _told(sent)]
    return max(days) if days and all(days) else ""


def _told(sent: Sent) -> Iterator[str]:
    yield sent.noted.get("sent", "")
    if sent.answer:
        yield sent.noted.get(_reply(sent), "")
