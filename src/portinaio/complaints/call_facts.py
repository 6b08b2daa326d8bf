"""What a line saw of a call, as a complaint may tell it: the number that was displayed, and the one that was called."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from portinaio.core.call import Presentation
from portinaio.core.policy import TURNS_AWAY, Outcome
from portinaio.core.safe_text import one_line
from portinaio.countries.written import mark, written_number

if TYPE_CHECKING:
    from portinaio.complaints.filing import Filing, Profile
    from portinaio.core.logged import LoggedCall
    from portinaio.countries.pack_schema import Pack

WIDEST_CALLER = 24  # characters of a table cell; a raw text can be long


def displayed(call: LoggedCall) -> bool:
    # A network may assert the number of a caller who hid it; that one was not displayed to anybody.
    return call.presentation is Presentation.ALLOWED and bool(call.number or call.calling.strip())


def caller(call: LoggedCall, pack: Pack) -> str:
    terms = pack.terms
    if displayed(call):
        text = one_line(call.calling, WIDEST_CALLER - 2)
        quoted = f"{terms['quote_open']}{text}{terms['quote_close']}"
        return written_number(call.number, pack) if call.number else quoted
    hidden = call.presentation is Presentation.RESTRICTED
    return terms["number_withheld" if hidden else "number_unavailable"]


def displayed_caller(call: LoggedCall, pack: Pack) -> str:
    """As `caller`, said in a sentence: that the number was displayed, not that it called."""
    shown = caller(call, pack)
    number = displayed(call) and call.number
    return f"{pack.terms['number_displayed']}{mark(':', pack)} {shown}" if number else shown


def displayed_number(call: LoggedCall) -> str:
    """E.164; empty where none was displayed."""
    return call.number or "" if displayed(call) else ""


def untaken(call: LoggedCall) -> bool:
    """Whether the log denies that somebody talked: ours, or that of another telephone from which the call was taken over.

    Another telephone may have been picked up even so: then it is the user's word, told as not coming from the log.
    """
    return call.talked_s == 0 or (call.talked_s is not None and _was_refused(call))


def taken(call: LoggedCall) -> bool:
    """Whether the log shows that somebody talked."""
    return bool(call.talked_s) and not untaken(call)


def turned_away(call: LoggedCall) -> bool:
    """By our device, so that nobody in the house can have heard anything."""
    return untaken(call) and _was_refused(call) and not call.imported


def _was_refused(call: LoggedCall) -> bool:
    return call.outcome is Outcome.DONE and call.action in TURNS_AWAY


def called(call: LoggedCall, filing: Filing, profile: Profile) -> str:
    """The user's number: as the log has it, else as the user says it; empty where neither is known.

    The number of the profile is that of the house's line: no call of another line, and none of another log, was a call
    to it because nothing else is known.
    """
    if names_number(call):
        return call.called
    if filing.called:
        return filing.called
    return one_line(profile.line) if filing.sole_line and not call.imported else ""


def names_number(call: LoggedCall) -> bool:
    """Whether the log has the called number; an extension such as `sip:100@…` is none."""
    digits = call.called[1:]
    return call.called[:1] == "+" and digits.isascii() and digits.isdecimal()


def parse_day(text: str) -> date | None:
    """The day of an answer that may also be a word."""
    return date.fromisoformat(text) if text[:1].isdigit() else None
