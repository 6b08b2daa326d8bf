"""What PhoneBlock's JSON and XML have in common: its votes and its seven ratings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import Message, msg
from portinaio.lists.intake.format import Gone
from portinaio.lists.intake.row import count_of, day_of_millis, listed, rejected

if TYPE_CHECKING:
    from portinaio.core.evidence import Evidence
    from portinaio.lists.intake.format import Context, Row

NO_RECORD = msg("this is not a number with its votes")
PUBLISHED = 10  # votes from which PhoneBlock publishes a number; a row without votes has as many

_CATEGORIES = {
    "B_MISSED": "other",
    "C_PING": "ping",
    "D_POLL": "survey",
    "E_ADVERTISING": "marketing",
    "F_GAMBLE": "other",
    "G_FRAUD": "scam",
}
_RATINGS = {"ping": "C_PING", "survey": "D_POLL", "scam": "G_FRAUD", "silent": "B_MISSED"}
_LEGITIMATE = "A_LEGITIMATE"


class Record(NamedTuple):
    phone: str
    votes: object
    rating: str
    last_activity: object
    """Milliseconds since 1970."""


def row_of(ordinal: int, record: Record, context: Context) -> Row:
    meant = context.numbering.exact(record.phone)
    if isinstance(meant, Message):
        return rejected(ordinal, record.phone, meant)
    votes = PUBLISHED if record.votes is None else count_of(record.votes)
    if votes is None:
        return rejected(ordinal, record.phone, NO_RECORD)
    if not votes:
        return Gone(meant, meant)
    if refusal := context.refusal(allows=record.rating == _LEGITIMATE):
        return rejected(ordinal, record.phone, refusal)
    return listed(
        ordinal,
        record.phone,
        meant,
        reporters=votes,
        reports=votes,
        last_day=day_of_millis(record.last_activity),
        category=_CATEGORIES.get(record.rating, ""),
    )


def rating_of(row: Evidence) -> str:
    return _RATINGS.get(row.category, "E_ADVERTISING")


def votes_of(row: Evidence) -> int:
    """At least 1: 0 would take the number back."""
    return PUBLISHED if row.reporters is None else max(row.reporters, 1)
