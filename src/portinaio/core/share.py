"""What leaves the house when somebody gives a report back to a list: a number, what kind of call it was, and little else."""

from __future__ import annotations

from datetime import date  # noqa: TC003  # a named tuple's fields
from enum import StrEnum
from typing import NamedTuple


class Topic(StrEnum):
    """What a call was about, as lists ask for it."""

    ADVERTISING = "advertising"
    ENERGY = "energy"
    TELECOM = "telecom"
    FINANCE = "finance"
    SURVEY = "survey"
    GAMBLING = "gambling"
    FRAUD = "fraud"
    PING = "ping"
    """It rings once, so that one calls back."""
    OTHER = "other"


class ShareState(StrEnum):
    WAITING = "waiting"
    """Nobody has taken it yet."""
    GIVEN = "given"
    OPENED = "opened"
    """The list's own form was opened with it; whether it was sent there is the user's to know."""
    REFUSED = "refused"
    WITHDRAWING = "withdrawing"
    """It was given, and is to be taken back."""
    WITHDRAWN = "withdrawn"


class SharedReport(NamedTuple):
    number: str
    """E.164."""
    topic: Topic
    day: date
    """Of the call; without one in the log, that of the report."""
    company: str = ""
    """As the user names it, and only then."""
