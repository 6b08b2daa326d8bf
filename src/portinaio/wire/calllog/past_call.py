"""A call that another log remembers."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.call import Presentation

if TYPE_CHECKING:
    from datetime import datetime

    from portinaio.core.logged import LoggedCall

LONGEST_NAME = 200  # characters
LONGEST_NUMBER = 64  # characters, as a network may write one
LONGEST_SHOWN = 80  # characters, of a row that is refused
FIRST_YEAR, LAST_YEAR = 1980, 2100  # before and after, no log was kept
LONGEST_S = 1e6  # a week and more; nobody talks so long


class CallType(Enum):
    INCOMING = "incoming"
    BLOCKED = "blocked"
    """By the device or its owner's list, before it rang."""
    OUTGOING = "outgoing"
    """The user called."""
    THROUGH = "through"
    """A telephone system saw it go from `party` to `own`, and does not say which of them is the house."""


class PastCall(NamedTuple):
    row: int
    """Line, or ordinal of the record, from 1."""
    at: datetime
    """Without a zone where the log shows a clock on the wall."""
    party: str
    """Who called, or was called; raw, as the log has it."""
    call_type: CallType = CallType.INCOMING
    presentation: Presentation = Presentation.ALLOWED
    own: str = ""
    """The number of ours that was called."""
    name: str = ""
    talked_s: float | None = None
    exact: bool = True
    """Whether the log counts seconds."""
    context: str = ""
    """Of the dial plan by which it went through a telephone system."""
    judged: LoggedCall | None = None
    """What a portinaio decided, where the log is one of ours; its id means nothing here."""


def likely(at: datetime) -> bool:
    """Whether a log can have been kept then."""
    return FIRST_YEAR <= at.year < LAST_YEAR
