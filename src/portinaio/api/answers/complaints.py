"""Complaints, from their letter to the answer, and a year of them."""

from __future__ import annotations

from typing import TypedDict

from portinaio.api.answers.calls import TallyAnswer  # noqa: TC001  # msgspec reads the annotations


class ComplaintAnswer(TypedDict):
    id: int
    state: str
    recipient: str
    company: str
    calls: list[int]
    created: str
    sent: str | None
    received: str | None
    due: str | None
    """Last day on which an answer is in time."""
    counted: list[str]
    """Why it is that day, in sentences; empty where no answer is owed."""
    next: str | None
    """`send`, or the recipient of the next letter."""
    advice: str
    """The next step in a sentence, or how far its sending has come."""
    stage: str
    """How far its sending has come; empty where it is not on its way out just now."""


class FiledAnswer(ComplaintAnswer):
    """A complaint with its letter."""

    means: str
    """How it was sent: `email`, `pec`, `registered`, `post`, `web` or `hand`."""
    days: dict[str, str]
    """What was written down of it: days, by `sent`, `received`, `extended`, `answered`, `insufficient`, `refused`, `closed`."""
    point: str
    """What the answer leaves open, in the user's words."""
    receipt: str
    """What says when it was received: `stated` by the user, or `pec`, its delivery receipt."""
    signed: bool
    """Whether the letter needs a signature."""
    last_call: str | None
    """The day of the latest call that it tells of; null where the log has none of them any more."""
    text: str
    mailto: str
    """Opens the letter in a mail program; empty where it goes by no mail."""
    page: str
    channel: str
    """`letter`, `web`, `sheet`, `sms` or `phone`."""
    number: str
    """To which a text message goes, or that one rings."""
    attachments: list[str]
    outgoing: OutgoingAnswer | None
    """How it would leave through the server of config.toml; null where that cannot be."""
    unconfirmed: str | None
    """When it was given to a mail server that has not said whether it took it."""
    mails: list[MailAnswer]
    """What left for it through the server of config.toml, the latest last."""
    doubt: str
    """What speaks against its having gone as certified mail, where that is what was said; mostly empty."""


class OutgoingAnswer(TypedDict):
    sender: str
    to: str
    certified: bool
    """From one certified box to another, which makes it certified mail."""


class AttachedAnswer(FiledAnswer):
    """A complaint to which a file was put."""

    notice: str
    """What follows from it, where it is a receipt of certified mail; else empty."""


class ReceiptAnswer(TypedDict):
    """A receipt of certified mail. Whether its signature is right was not looked at."""

    kind: str
    """`accettazione`, `avvenuta-consegna`, `errore-consegna`… as the provider has it."""
    at: str
    error: str
    file: str
    """Its name among the attachments."""


class MailAnswer(TypedDict):
    message_id: str
    at: str
    sender: str
    to: str
    certified: bool
    """Between two certified boxes."""
    file: str
    """Its name among the attachments: as it left."""
    receipts: list[ReceiptAnswer]


class LetterAnswer(TypedDict):
    """A complaint in one of its forms."""

    name: str
    """A name for the file."""
    type: str
    data: str
    """Base64."""
    notice: str
    """What is not as it should be; mostly empty."""


class YearCompanyAnswer(TypedDict):
    name: str
    """Empty for those that are counted together where the report is to be shared."""
    calls: int
    complaints: int
    state: str | None
    """Of the complaint that was sent last."""


class YearAnswer(TypedDict):
    """A year on one page."""

    year: int
    until: str
    labels: TallyAnswer
    counted_only: int
    """Calls of which the log keeps nothing but that they came."""
    since: str | None
    """Day of the first call of which it keeps more; what follows is known from then on."""
    refused: int
    usual_ring_s: int | None
    """Median of how long calls rang that nobody took; null where none was timed."""
    timed: int
    spared_s: int | None
    companies: list[YearCompanyAnswer]
    states: dict[str, int]
    """Of the complaints that were sent in the year, as they stand today."""
    text: str


class CalendarAnswer(TypedDict):
    ics: str
