"""What the user wants: entries, contacts, moments."""

from __future__ import annotations

from typing import TypedDict

from portinaio.api.answers.calls import CallAnswer  # noqa: TC001  # msgspec reads the annotations


class EntryAnswer(TypedDict):
    id: int
    pattern: str | None
    """`None` where it is of a name."""
    name: str | None
    """`None` where it is of numbers."""
    kind: str
    note: str
    created: str
    until: str | None
    once: bool


class PreviewAnswer(TypedDict):
    """What an entry would catch."""

    pattern: str | None
    """As it would be stored; `None` also where a name was asked about."""
    name: str | None
    """As it would be stored, where one was asked about."""
    refusal: str | None
    """Why there can be no such entry."""
    calls: int
    """Of the log."""
    recent_calls: int
    """Of the last 90 days."""
    recent_callers: int
    """How many numbers they came from; 0 where a name was asked about."""
    doubts: list[str]
    """What is asked before it is made, such as whom it means or how much of a country; whoever insists says `sure`."""
    latest: list[CallAnswer]
    contacts: list[ContactAnswer]
    """With those of their numbers that it would catch."""


class ContactAnswer(TypedDict):
    name: str
    numbers: list[str]
    source: str
    groups: list[str]
    """Which a vCard calls categories."""


class BookAnswer(TypedDict):
    """An address book that is followed."""

    name: str
    url: str
    username: str
    region: str | None
    numbers: int
    updated: str | None
    """When something of it last changed here."""
    checked: str | None
    state: str
    """As of a list: `never`, `ok`, `stale` or `refused`."""
    error: str | None


class RejectedAnswer(TypedDict):
    line: int
    text: str
    reason: str


class KindAnswer(TypedDict):
    kind: str
    """phonenumbers' name of the type, `range`, `reserved`, `unassigned` or `withheld`."""
    count: int


class SeenAnswer(TypedDict):
    """What a file is, before anything of it is taken."""

    kind: str
    """`block`, `allow`, `complaints`, `callers`, `contacts`, `calls`, `innocents` or `unsure`."""
    format: str
    country: str | None
    """In which its national numbers were read."""
    country_from: str
    """Who says so: `said` (whoever asks, or the list), `format`, `house`; `file` where every number says its own."""
    numbers: int
    kinds: list[KindAnswer]
    looked_at: int
    """Of how many numbers `kinds` is the count; of a long file not all are looked at."""
    first: list[str]
    """Three numbers as they will be kept."""
    unread: list[str]
    """Columns and rows of which nothing will be kept, and why."""
    mended: list[str]
    """What was put right in numbers that are kept."""
    wants: list[str]
    """As what the file can be imported, the likeliest first, where nobody has said it."""
    countries: list[str]
    """Of which it may be, where nobody has said it and no one explains its numbers best; then nothing of it is read."""
    columns: list[str]
    """Of a table or of objects in JSON: those in which the numbers stand that are read, by title, or by place from 1."""
    columns_left: list[str]
    """Those in which more numbers stand, of which nothing says whose they are; `columns` of the request has them read."""
    says: list[str]
    """All of it in sentences."""


class ImportAnswer(TypedDict):
    seen: SeenAnswer
    refusal: str | None
    """Of a dry run: why the file would not be taken, since nobody has said as what."""
    accepted: int
    updated: int
    unchanged: int
    """There already, just so."""
    removed: int
    rejected: list[RejectedAnswer]
    """The first of them."""
    rejected_count: int
    remarks: list[str]
    """What is to be said of the whole file, though its rows could be used."""
    own: list[str]
    """Numbers of the house that the file would block; they are left out until somebody says that they are meant."""


class BeingReadAnswer(TypedDict):
    """How far the reading of a file has come that is being brought in."""

    name: str
    bytes: int
    """That have been read."""
    whole: int


class LastImportAnswer(TypedDict):
    file: str
    kind: str
    """`block`, `allow`, `contacts` or `calls`."""
    at: str
    """When it came in."""


class UndoneImportAnswer(LastImportAnswer):
    removed: int
    """What it had brought."""
    restored: int
    """What it had changed or taken out."""
    left: int
    """What was changed since, and stays."""


class FollowedAnswer(BookAnswer):
    """One that is followed from now on, and how its first sync went."""

    accepted: int
    rejected: list[RejectedAnswer]
    """The first of them."""
    rejected_count: int
    remarks: list[str]


class LossAnswer(TypedDict):
    """Something that was known, and that a format has no place for."""

    what: str
    """`reports`, `calls`, `disputes`, `first_day`, `last_day`, `category`, `company`, `note`, `pattern` or `groups`."""
    rows: int
    """Of how many that were written."""
    says: str


class ExportAnswer(TypedDict):
    format: str
    name: str
    """A file name that fits."""
    data: str
    """The file, in base64."""
    written: int
    rejected: list[RejectedAnswer]
    """The first of the rows that the format cannot hold."""
    rejected_count: int
    losses: list[LossAnswer]
    """Of the rows that were written."""


class PauseAnswer(TypedDict):
    until: str | None
