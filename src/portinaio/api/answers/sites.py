"""List sites: as they are looked at, and as they are published."""

from __future__ import annotations

from typing import TypedDict


class SiteAnswer(TypedDict):
    url: str
    """Where it is."""
    root: str
    """Fingerprint of its first root, to be compared with what its publisher says."""
    shown: str
    """The same in groups."""
    title: str


class PublishedAnswer(TypedDict):
    site: str
    root: str
    serial: int
    """How often its rows have changed."""
    entries: int
    accepted: int
    """Rows that came, or are told otherwise than before."""
    removed: int
    rejected: int
    """Rows of the source that could not be used."""
    bytes: int
    """Of new files."""
    keys_made: bool
    """Whether this is a new site, whose keys were made just now."""
    remarks: list[str]


class SiteKeyAnswer(TypedDict):
    id: str
    where: str
    """Its private half: a path, `passwords`, or empty where it is not at hand."""


class SiteRoleAnswer(TypedDict):
    role: str
    threshold: int
    """How many of its keys must sign."""
    keys: list[SiteKeyAnswer]


class SiteKeysAnswer(TypedDict):
    site: str
    root: str
    version: int
    """Of the newest root."""
    expires: str
    moved: str
    """Where the root says that the site is now; empty where it says nothing."""
    roles: list[SiteRoleAnswer]
    remarks: list[str]


class InvitationAnswer(TypedDict):
    invitation: str
    """Whoever has this word reads the list."""
    url: str
    published: PublishedAnswer


class FamilyAnswer(TypedDict):
    name: str
    url: str
    entries: int
    state: str
