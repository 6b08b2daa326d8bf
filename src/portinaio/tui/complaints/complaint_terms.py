"""How a complaint is told: its state by word, shape and colour, whom it is for, and how much time is left."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from portinaio.countries.recipients import recipient_name
from portinaio.language import _, ngettext, translate
from portinaio.language.terms import COMPLAINT_STATES, term
from portinaio.tui.escape import plain

if TYPE_CHECKING:
    from portinaio.api.answers import ComplaintAnswer


class StateSymbol(NamedTuple):
    shape: str
    verdict: str
    """Names the variable `$verdict-…` and the component class `verdict--…`."""


STATE_SYMBOLS = {
    "draft": StateSymbol("□", "unknown"),
    "sent": StateSymbol("▷", "unknown"),
    "received": StateSymbol("◇", "unknown"),
    "answered": StateSymbol("◆", "known"),
    "insufficient": StateSymbol("◈", "reported"),
    "refused": StateSymbol("■", "reported"),
    "overdue": StateSymbol("▲", "reported"),
    "reminded": StateSymbol("▶", "suspected"),
    "escalated": StateSymbol("▣", "suspected"),
    "closed": StateSymbol("✓", "known"),
}


def state_symbol(state: str) -> StateSymbol:
    return STATE_SYMBOLS.get(state, StateSymbol("?", "unknown"))


def state_word(state: str) -> str:
    return plain(term(state, COMPLAINT_STATES))


def state_cells() -> int:
    """Of a column of states: the longest word of the language, and a blank."""
    return max(cell_len(translate(word)) for word in COMPLAINT_STATES.values()) + 1


def recipient_word(key: str) -> str:
    return plain(recipient_name(key))


def means_words() -> dict[str, str]:
    """How a letter may go, by its key."""
    return {
        "email": _("by e-mail"),
        "pec": _("by PEC"),
        "registered": _("by registered post"),
        "post": _("by ordinary post"),
        "hand": _("by hand"),
        "web": _("on the web"),
        "sms": _("by text message"),
        "phone": _("by telephone"),
    }


def means_word(means: str) -> str:
    return means_words().get(means, plain(means))


def company(complaint: ComplaintAnswer) -> str:
    return plain(complaint["company"]) or _("company unknown")


def days_left(complaint: ComplaintAnswer, today: date) -> int | None:
    """Negative when the day has passed; `None` where no answer is owed."""
    return (date.fromisoformat(complaint["due"]) - today).days if complaint["due"] else None


def time_left(complaint: ComplaintAnswer, today: date) -> str:
    """`in 12 days`, `today`, `3 days late`; empty where no answer is owed."""
    days = days_left(complaint, today)
    if days is None:
        return ""
    if days == 0:
        return _("today")
    if days < 0:
        return ngettext("%(n)d day late", "%(n)d days late", -days) % {"n": -days}
    return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}


def urgency(complaint: ComplaintAnswer) -> tuple[int, str, int]:
    """What can be done now comes first, then what waits, by its day; what is settled last."""
    if complaint["state"] == "closed":
        rank = 3
    elif complaint["state"] == "draft":
        rank = 1
    else:
        rank = 0 if complaint["next"] else 2
    return rank, complaint["due"] or "9999", -complaint["id"]
