"""Types of parameters that several requests have: what a value may be, and what is said where it is another one.

Loaded only to check values and to describe the API; declarations name them in annotations alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from portinaio.core.message import Message, msg
from portinaio.language import LANGUAGES

LARGEST_ID = 10**18 - 1  # the database counts in 64 bits


def _limited(least: int, most: int, otherwise: Message) -> Meta:
    """`otherwise` is said of what lies outside, and of what is no number."""
    return Meta(ge=least, le=most, extra={"otherwise": otherwise})


_AN_ID = _limited(
    -LARGEST_ID,
    LARGEST_ID,
    msg("an id is a number of at most %(most)d digits, not %(text)r", most=len(str(LARGEST_ID))),
)

Id = Annotated[int, _AN_ID]
CallsOnPage = Annotated[int, _limited(1, 1000, msg("limit is 1 to %(most)d calls", most=1000))]
RowsOnPage = Annotated[int, _limited(1, 500, msg("limit is 1 to %(most)d rows", most=500))]
Days = Annotated[
    int, _limited(1, 3660, msg("the log is counted over 1 to %(most)d days", most=3660))
]
Year = Annotated[int, _limited(2000, 2999, msg("a year is like 2026, not %(text)r"))]
PauseSeconds = Annotated[
    int, _limited(1, 7 * 86400, msg("the time must be between a second and a week"))
]
LineValue = bool | int | float | str | list[str] | dict[str, str]

if TYPE_CHECKING:
    # A window holds what somebody has typed; whether it is one of these is told by the same sentence everywhere.
    Label = str
    EntryKind = str
    PreviewKind = str
    ImportKind = str
    ExportKind = str
    Event = str
    Means = str
    LetterKind = str
    Language = str
    Topic = str
    DeviceRight = str
    DeviceBook = str
    DeviceApp = str
    SiteKeysAct = str
else:
    Label = Literal["known", "unknown", "reported"]
    EntryKind = Literal["allow", "block"]
    PreviewKind = Literal["allow", "block", "contact"]
    ImportKind = Literal["", "block", "allow", "contacts", "calls"]
    ExportKind = Literal["block", "list", "calls", "contacts"]
    Event = Literal["sent", "received", "extended", "answered", "insufficient", "refused", "closed"]
    Means = Literal["email", "pec", "registered", "post", "web", "hand", "sms", "phone"]
    LetterKind = Literal["txt", "md", "pdf", "eml", "evidence"]
    Language = Literal[LANGUAGES]
    Topic = Literal[
        "advertising",
        "energy",
        "telecom",
        "finance",
        "survey",
        "gambling",
        "fraud",
        "ping",
        "other",
    ]
    DeviceRight = Literal["look_up", "calls", "report"]
    DeviceBook = Literal["block", "contacts"]
    DeviceApp = Literal["spamblocker"]
    SiteKeysAct = Literal["init", "add", "rotate", "threshold", "recover", "move"]
