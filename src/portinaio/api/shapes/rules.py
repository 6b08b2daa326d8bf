"""What the user wants: entries, contacts, moments."""

from __future__ import annotations

from typing import TypedDict

from portinaio.api.shapes.calls import CallShape  # noqa: TC001  # msgspec reads the annotations


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


class ExportShape(TypedDict):
    format: str
    name: str
    """A file name that fits."""
    data: str
    """The file, in base64."""
    written: int
    rejected: list[RejectedShape]
    """Rows that the format cannot hold."""


class PauseShape(TypedDict):
    until: str | None
