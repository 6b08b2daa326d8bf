"""A complaint as it is kept: one act towards one recipient about one company, and what came of it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

LARGEST_ATTACHMENT_BYTES = 20 << 20
"""What mail servers take."""


class State(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    RECEIVED = "received"
    """Sent, and the day is known on which it arrived."""
    ANSWERED = "answered"
    INSUFFICIENT = "insufficient"
    """Answered, and the user says on which point the answer does not satisfy."""
    REFUSED = "refused"
    OVERDUE = "overdue"
    """Sent, and the day by which an answer was owed has passed."""
    REMINDED = "reminded"
    """Overdue, and a reminder was sent."""
    ESCALATED = "escalated"
    """An authority was told of it."""
    CLOSED = "closed"


class Complaint(NamedTuple):
    """Its state is not kept but follows from the days: nothing has to run for a deadline to pass."""

    id: int
    country: str
    recipient: str
    """A key of the country's pack."""
    company: str
    """In whose interest the calls were made; empty while nobody has said."""
    calls: tuple[int, ...]
    """Ids of the log, oldest call first."""
    answers: Mapping[str, str]
    """What the user said, as `report --set` takes it."""
    created: datetime
    sent: date | None = None
    means: str = ""
    """How the user says that it was sent: `email`, `pec`, `registered`, `post`, `web`, `hand`; empty where nobody said."""
    received: date | None = None
    """The day on which it arrived; the time for the answer runs from it."""
    receipt: str = ""
    """What says so: `stated` by the user, `pec` for the certified box's own delivery receipt."""
    extended: date | None = None
    """The day on which the recipient took more time."""
    answered: date | None = None
    insufficient: date | None = None
    """The day on which the user found that the answer does not satisfy."""
    point: str = ""
    """On which point it does not, in the user's words."""
    refused: date | None = None
    closed: date | None = None
    text: str = ""
    """The letter as it was sent."""
    copy: str = ""
    """The same with all that a rendering needs, as JSON."""
    attachments: tuple[str, ...] = ()
    """Names of files that the user put to it."""

    @property
    def is_open(self) -> bool:
        """Something may still come of it, so its calls are kept."""
        return self.closed is None


class BookedCompany(NamedTuple):
    """A company that the user has named."""

    name: str
    address: str = ""
    email: str = ""
    pec: str = ""
    source: str = ""
    """Where the address was found."""
    numbers: tuple[str, ...] = ()
    """Displayed by calls that the user said were made for it."""
