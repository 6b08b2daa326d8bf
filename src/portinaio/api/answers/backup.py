"""What a backup holds, and what became of it."""

from __future__ import annotations

from typing import TypedDict


class BackupAnswer(TypedDict):
    file: str
    bytes: int
    created: str
    version: str
    """Of the program that wrote it."""
    counts: dict[str, int]
    """Of calls, entries, contacts, complaints, lists."""
    passwords: bool
    """Whether they are in it, encrypted."""


class RestorePlanAnswer(TypedDict):
    holds: BackupAnswer
    present: dict[str, int]
    """What is here now, and would be replaced."""


class RestoredAnswer(TypedDict):
    holds: BackupAnswer
    kept: str | None
    """The backup of what was here before; null where nothing was."""
    passwords: int
    """How many were put back."""
    remarks: list[str]
