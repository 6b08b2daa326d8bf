"""The answers: what `--json` prints and what the server sends, each named once.

Typed dictionaries, because `portinaio check` builds one without a daemon and may load nothing heavy. The server derives
its OpenAPI description from them. Times are ISO 8601 with offset; texts are in the reader's language, codes are not.
"""

from __future__ import annotations

from typing import Any, TypedDict


class FindingShape(TypedDict):
    code: str
    weight: int
    final: bool
    text: str
    source: str


class CheckShape(TypedDict):
    """What would happen to a call, and why."""

    number: str | None
    national: str | None
    country: str | None
    type: str | None
    valid: bool
    label: str
    score: int
    suspected: bool
    findings: list[FindingShape]
    action: str
    because: str
    hint: str | None


class CallShape(TypedDict):
    """A logged call; `outcome` is null while the line is at it."""

    id: int
    at: str
    line: str
    number: str | None
    calling: str
    called: str
    name: str
    presentation: str
    attestation: str
    label: str
    score: int
    suspected: bool
    findings: list[FindingShape]
    action: str
    because: str
    outcome: str | None
    cause: str | None
    acted_ms: float | None
    rang_s: float | None
    talked_s: float | None
    notes: str


class EntryShape(TypedDict):
    id: int
    pattern: str
    kind: str
    note: str
    created: str
    until: str | None
    once: bool


class PreviewShape(TypedDict):
    """What an entry would catch."""

    pattern: str | None
    """As it would be stored."""
    refusal: str | None
    """Why there can be no such entry."""
    calls: int
    """Of the log."""
    latest: list[CallShape]
    contacts: list[ContactShape]
    """With those of their numbers that it would catch."""


class ContactShape(TypedDict):
    name: str
    numbers: list[str]
    source: str


class RejectedShape(TypedDict):
    line: int
    text: str
    reason: str


class ImportShape(TypedDict):
    accepted: int
    updated: int
    removed: int
    rejected: list[RejectedShape]


class LineShape(TypedDict):
    name: str
    kind: str
    state: str
    error: str | None
    can: list[str]
    calls: int


class LineKindShape(TypedDict):
    kind: str
    title: str
    keys: list[LineKeyShape]


class LineKeyShape(TypedDict):
    key: str
    text: str
    default: Any
    required: bool


class ListShape(TypedDict):
    name: str
    title: str
    url: str
    format: str
    region: str | None
    trust: float
    entries: int
    version: str | None
    updated: str | None
    checked: str | None
    state: str
    error: str | None


class ListDetailShape(ListShape):
    """One list, with what the catalogue knows of it."""

    publisher: str
    homepage: str
    licence: str
    says: str
    every_hours: int


class AddedListShape(ListShape):
    """A new subscription, and how its first sync went."""

    bytes: int
    accepted: int
    rejected: int
    rows: list[RejectedShape]
    """The first of the rows that could not be used."""


class OfferShape(TypedDict):
    """A list of the catalogue; nothing of it is subscribed by itself."""

    name: str
    title: str
    publisher: str
    homepage: str
    url: str
    licence: str
    format: str
    country: str
    region: str | None
    every_hours: int
    trust: float
    account: str
    """What is needed to get an access token; empty where none is."""
    says: str
    checked: str
    subscribed: bool


class NeverShape(TypedDict):
    name: str
    reason: str


class CatalogueShape(TypedDict):
    lists: list[OfferShape]
    never: list[NeverShape]


class SyncShape(TypedDict):
    """How the sync of one list went; the counts are of entries, `rejected` of rows that could not be used."""

    name: str
    state: str
    error: str | None
    bytes: int
    accepted: int
    updated: int
    removed: int
    rejected: int


class SyncingShape(TypedDict):
    """How far the sync of one list has come."""

    name: str
    bytes: int
    whole: int | None
    """Bytes that there will be, where the server says."""


class ExportShape(TypedDict):
    format: str
    name: str
    """A file name that fits."""
    data: str
    """The file, in base64."""
    written: int
    rejected: list[RejectedShape]
    """Rows that the format cannot hold."""


class ListRowShape(TypedDict):
    """What a list says of a number or of a stretch; `company` is the list's own text."""

    pattern: str
    reporters: int | None
    disputes: int
    last: str | None
    category: str
    company: str


class ListRowsShape(TypedDict):
    entries: int
    rows: list[ListRowShape]


class CountShape(TypedDict):
    name: str
    calls: int


class TallyShape(TypedDict):
    """Calls by label."""

    known: int
    unknown: int
    reported: int


class WeekShape(TallyShape):
    monday: str


class InsightShape(TypedDict):
    """What the log amounts to; hours and days are those of the house when it rang."""

    days: int
    since: str
    labels: TallyShape
    hours: list[TallyShape]
    """24, from midnight."""
    weekdays: list[TallyShape]
    """Seven, from Monday."""
    weeks: list[WeekShape]
    ranges: list[CountShape]
    """Blocks of a thousand numbers from which reported calls came."""
    companies: list[CountShape]
    """Of the company book."""
    refused: int
    """Calls that were rejected, or picked up for the user."""
    usual_ring_s: int | None
    """Median of how long calls rang that nobody took."""
    spared_s: int | None
    """`refused` times `usual_ring_s`."""


class HealthShape(TypedDict):
    """Something that deserves attention."""

    code: str
    text: str


class StatusShape(TypedDict):
    version: str
    running: bool
    since: str | None
    paused_until: str | None
    expecting_until: str | None
    lines: list[LineShape]
    lists: list[ListShape]
    calls_today: int
    due: int
    health: list[HealthShape]


class DiagnosisShape(TypedDict):
    """One thing that `doctor` looked at."""

    code: str
    state: str
    """`ok`, `warning` or `wrong`."""
    text: str


class PauseShape(TypedDict):
    until: str | None


class ForgottenShape(TypedDict):
    forgotten: int


class FieldShape(TypedDict):
    key: str
    label: str
    value: str
    verified: bool


class MissingShape(TypedDict):
    key: str
    question: str


class SourceShape(TypedDict):
    cite: str
    url: str | None
    checked: str


class RouteShape(TypedDict):
    """Whether an act fits these calls, and why."""

    recipient: str
    fits: bool
    reasons: list[str]


class SuggestionShape(TypedDict):
    """What a list or the network said; entered only if the user does."""

    key: str
    value: str
    source: str


class ReportShape(TypedDict):
    """A draft of a complaint; `text` is the letter as it will leave, `aid` says in the reader's language what it says."""

    id: int
    recipient: str
    channel: str
    subject: str
    paragraphs: list[str]
    fields: list[FieldShape]
    calls: list[int]
    annexes: list[str]
    missing: list[MissingShape]
    sources: list[SourceShape]
    text: str
    aid: str
    page: str
    """Where a form begins; empty for a letter."""
    cautions: list[str]
    routes: list[RouteShape]
    """All recipients, those that fit first."""
    suggestions: list[SuggestionShape]


class ComplaintShape(TypedDict):
    id: int
    state: str
    recipient: str
    company: str
    calls: list[int]
    created: str
    sent: str | None
    due: str | None
    """Last day on which an answer is in time."""
    next: str | None
    """`send`, or the recipient of the next letter."""
    advice: str
    """The next step in a sentence."""


class FiledShape(ComplaintShape):
    """A complaint with its letter."""

    means: str
    """How it was sent: `email`, `pec`, `post` or `web`."""
    text: str
    mailto: str
    """Opens the letter in a mail program; empty where it goes by no mail."""
    page: str
    attachments: list[str]


class LetterShape(TypedDict):
    """A complaint in one of its forms."""

    name: str
    """A name for the file."""
    type: str
    data: str
    """Base64."""
    notice: str
    """What is not as it should be; mostly empty."""


class CalendarShape(TypedDict):
    ics: str


class CompanyShape(TypedDict):
    name: str
    address: str
    email: str
    pec: str
    source: str
    numbers: list[str]


class SettingShape(TypedDict):
    """A key of config.toml."""

    key: str
    """Such as `policy.reported`, `line.home.number`."""
    text: str
    """What it means."""
    kind: str
    """`text`, `number`, `choice`, `list` or `table`."""
    choices: list[Any]
    value: Any
    """As it stands in the file; null where it does not."""
    default: Any
    required: bool


class SettingsShape(TypedDict):
    file: str
    data: str
    """The folder of calls, entries and lists."""
    state: str
    """The folder of the daemon's own words."""
    keys: list[SettingShape]


class GuessesShape(TypedDict):
    """Answers to the questions of a first run: what config.toml says, else what the window's locale says."""

    fresh: bool
    """There is no config.toml yet."""
    country: str
    language: str
    reported: str
    """What happens to reported callers."""
    has_line: bool


class ErrorShape(TypedDict):
    error: str
