"""What a line saw of a call, as a complaint may tell it: the number that was displayed, and the one that was called."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from portinaio.core.call import Presentation
from portinaio.core.policy import Action, Outcome
from portinaio.core.safe_text import one_line

if TYPE_CHECKING:
    from portinaio.complaints.filing import Profile
    from portinaio.core.logged import LoggedCall
    from portinaio.countries.pack_schema import Pack

TURNED_AWAY = frozenset({Action.REJECT, Action.ANSWER, Action.ANNOUNCE})
WIDEST_CALLER = 24  # characters of a table cell; a raw text can be long


def displayed(call: LoggedCall) -> bool:
    # A network may assert the number of a caller who hid it; that one was not displayed to anybody.
    return call.presentation is Presentation.ALLOWED and bool(call.number or call.calling.strip())


def caller(call: LoggedCall, pack: Pack) -> str:
    terms = pack.terms
    if displayed(call):
        text = one_line(call.calling, WIDEST_CALLER - 2)
        return call.number or f"{terms['quote_open']}{text}{terms['quote_close']}"
    hidden = call.presentation is Presentation.RESTRICTED
    return terms["number_withheld" if hidden else "number_unavailable"]


def displayed_caller(call: LoggedCall, pack: Pack) -> str:
    """As `caller`, said in a sentence: that the number was displayed, not that it called."""
    shown = caller(call, pack)
    return f"{pack.terms['number_displayed']}: {shown}" if shown == call.number else shown


def untaken(call: LoggedCall) -> bool:
    """Whether our own line saw that nobody in the house took the call, so that nobody can know what was said."""
    if call.imported or call.talked_s is None:
        return False
    return call.talked_s == 0 or (call.outcome is Outcome.DONE and call.action in TURNED_AWAY)


def called(call: LoggedCall, profile: Profile) -> str:
    """The user's number: as the network named it where that is a number, else as the profile has it."""
    number = one_line(call.called, WIDEST_CALLER)
    return number if number[:1] == "+" and number[1:].isdecimal() else one_line(profile.line)


def parse_day(text: str) -> date | None:
    """The day of an answer that may also be a word."""
    return date.fromisoformat(text) if text[:1].isdigit() else None


def format_day(day: date | None, language: str, form: str = "long") -> str:
    if day is None:
        return ""
    # Babel is heavy, and only who writes a letter needs it.
    from babel.dates import format_date  # noqa: PLC0415

    return format_date(day, form, locale=language)
