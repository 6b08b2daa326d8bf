"""Complaints, from the draft to the answer."""

from __future__ import annotations

from typing import TypedDict

from portinaio.api.answers.calls import TallyAnswer  # noqa: TC001  # msgspec reads the annotations


class FieldAnswer(TypedDict):
    key: str
    label: str
    value: str
    verified: bool
    gap: bool
    """Whether something in the value is still to be completed; it is nothing to copy then."""


class MissingAnswer(TypedDict):
    key: str
    question: str
    any_of: list[str]
    """Keys of which one is enough, in the order of preference; none where no answer fills it, but what is done first."""
    of_user: bool
    """Whether it is kept in the profile, for the next letter."""


class SourceAnswer(TypedDict):
    cite: str
    url: str | None
    checked: str


class GroundAnswer(TypedDict):
    """One thing upon which a sentence rests."""

    name: str
    known: str
    """`observed`, `stated` or `derived`."""
    where: str
    """`log`, `dates`, `law`; of what is stated `profile`, `answers`, `company` or `letters`."""
    by: str
    """Who states it; empty where nobody states it, or the letter does not name them."""
    on: str | None
    """The day on which they said so; where it is not known, that of the letter."""


class BasisAnswer(TypedDict):
    """Why a sentence may stand in the letter."""

    paragraph: int
    sentence: str
    rests_on: str
    """`observed` in the log, `stated` by the user, or `derived` from dates and the law."""
    cite: str
    """The law; empty where none."""
    grounds: list[GroundAnswer]


class RouteAnswer(TypedDict):
    """Whether an act fits these calls, and why."""

    recipient: str
    fits: bool
    reasons: list[str]


class SuggestionAnswer(TypedDict):
    """What a list or the network said; entered only if the user does."""

    key: str
    value: str
    source: str


class ReportAnswer(TypedDict):
    """A draft of a complaint; `text` is the letter as it will leave, `aid` says in the reader's language what it says."""

    id: int
    recipient: str
    channel: str
    subject: str
    paragraphs: list[str]
    fields: list[FieldAnswer]
    calls: list[int]
    annexes: list[str]
    missing: list[MissingAnswer]
    further: list[MissingAnswer]
    """What would make it say more, or other things; nobody has to answer."""
    sources: list[SourceAnswer]
    basis: list[BasisAnswer]
    text: str
    aid: str
    page: str
    """Where a form begins; empty for a letter."""
    number: str
    """Where a text message or a call goes; empty for what is written."""
    cautions: list[str]
    routes: list[RouteAnswer]
    """All recipients, those that fit first."""
    suggestions: list[SuggestionAnswer]


class JoiningAnswer(TypedDict):
    """The draft that calls of another number or to another line would come to."""

    draft: int | None
    says: str
    """To be asked before; empty where there is nothing to ask."""


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


class CompanyAnswer(TypedDict):
    name: str
    address: str
    email: str
    pec: str
    source: str
    numbers: list[str]


class RegisterAnswer(TypedDict):
    """The public register that can say whose a number is. Who asks it tells its keeper that the number has called."""

    number: str
    register: str
    keeper: str
    host: str
    """Whose server is asked."""


class ListedCompanyAnswer(TypedDict):
    """A company as a published catalogue has it. The user enters it, or nobody."""

    name: str
    also: list[str]
    """Brands and services that it answers for."""
    address: str
    email: str
    countries: list[str]
    language: str
    """In which it wants to be written to, ISO 639-1; empty for any."""
    transport: str
    """How it wants to be: `email`, `letter`, `fax`; empty where nobody says."""
    needs_id: bool
    source: str
    """Page from which the record was made."""


class CompanyCatalogueAnswer(TypedDict):
    source: str
    """Name, licence, day and revision, as the company book cites it."""
    day: str
    """Of the catalogue; empty where it was never fetched."""
    fetched: str
    """The day on which it came here."""
    host: str
    """Whose server it is fetched from."""
    total: int
    """How many companies have all the words."""
    companies: list[ListedCompanyAnswer]
    """The likeliest of them."""


class SuggestedCompanyAnswer(TypedDict):
    """What a register said of a number. The user enters it, or nobody."""

    number: str
    companies: list[str]
    """None where the number stands in no register."""
    source: str
    """Keeper and name of the register."""
    day: str
