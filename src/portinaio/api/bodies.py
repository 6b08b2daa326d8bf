"""The questions: query parameters and request bodies, strictly typed. Loaded by the server only."""

from __future__ import annotations

from typing import Any, Literal

import msgspec


class _Body(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    pass


class CheckQuery(_Body):
    number: str
    line: str | None = None
    name: str = ""
    at: str | None = None
    """ISO 8601; now where it is left out."""


class CallsQuery(_Body):
    since: str | None = None
    number: str | None = None
    label: Literal["known", "unknown", "reported"] | None = None
    line: str | None = None
    text: str | None = None
    before: int | None = None
    """Calls with a smaller id, for the next page."""
    limit: int = 100


class NoteBody(_Body):
    notes: str


class ForgetBody(_Body):
    before: str
    """ISO 8601; calls older than this go."""


class EntryBody(_Body):
    pattern: str
    kind: Literal["allow", "block"]
    note: str = ""
    until: str | None = None
    once: bool = False


class PatternQuery(_Body):
    pattern: str


class DaysQuery(_Body):
    days: int = 30


class RowsQuery(_Body):
    number: str = ""
    """Where it is given, what the list says of it."""
    limit: int = 100


class ContactBody(_Body):
    name: str
    number: str


class NumberQuery(_Body):
    number: str


class ContactsBody(_Body):
    source: str
    data: bytes
    """The file, in base64."""
    region: str | None = None
    """Of its national numbers; the house's own where it is left out."""
    accept: bool = False
    """Take it although it breaks off, or lacks more than half of what it replaces."""
    dry_run: bool = False
    format: str = ""
    """Where its content does not tell."""


class SpanBody(_Body):
    for_s: int = 3600


class LineBody(_Body):
    kind: str
    name: str
    keys: dict[str, bool | int | float | str | list[str] | dict[str, str]] = {}


class SecretBody(_Body):
    name: str
    """As in `{ keyring = NAME }` of config.toml."""
    password: str


class SecretQuery(_Body):
    name: str


class ListBody(_Body):
    source: str
    """A name of the catalogue, or the address of a list."""
    format: str = ""
    region: str | None = None
    trust: float | None = None
    origin: str = ""
    complaints: bool | None = None
    token: dict[str, str] | None = None
    """Where the access token lies: `keyring`, `env` or `file`."""


class SyncBody(_Body):
    names: list[str] = []
    """All lists where none is named."""
    accept: list[str] = []
    """Lists that may shrink by more than half, once."""


class FileBody(_Body):
    name: str
    data: bytes
    """The file, in base64."""
    kind: Literal["", "block", "allow", "contacts", "calls"] = ""
    """What its numbers become; where it is left out, only a block list is taken, and blocked."""
    format: str = ""
    region: str | None = None
    dry_run: bool = False
    accept: bool = False
    """Of an address book: take it although much is missing."""


class ExportQuery(_Body):
    format: str
    what: Literal["block", "list", "calls", "contacts"] = "block"
    name: str = ""
    """Of the list."""


class ProfileBody(_Body):
    values: dict[str, str]
    """Keys and values; an empty value takes the key away."""


class ReportBody(_Body):
    call: int | None = None
    number: str | None = None
    calls: list[int] = []
    """Several calls of one company, instead of one."""
    recipient: str = "controller"
    values: dict[str, str] = {}


class SettingsBody(_Body):
    values: dict[str, Any]
    """By key such as `policy.reported`; null takes the key out."""


class GuessesQuery(_Body):
    country: str
    language: Literal["en", "it"]
    """Of the window's locale."""


class EventBody(_Body):
    event: Literal["sent", "answered", "refused", "extended", "closed"]
    on: str | None = None
    """An ISO 8601 day; today where it is left out."""
    means: Literal["email", "pec", "post", "web"] | None = None


class LetterQuery(_Body):
    kind: Literal["txt", "md", "pdf", "eml", "evidence"] = "pdf"


class AttachmentBody(_Body):
    name: str
    data: bytes
    """The file, in base64."""


class SendBody(_Body):
    confirmed: bool = False
    """The user has seen the letter and said yes."""
    again: bool = False
    """Although a mail server was given it before, and has not said whether it took it."""


class CompanyBody(_Body):
    name: str
    values: dict[str, str] = {}
    """Of `address`, `email`, `pec`, `source`; what is not named stays."""
    numbers: list[str] = []
    """Added to those that it has."""


class CompanyQuery(_Body):
    name: str
