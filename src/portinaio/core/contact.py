"""A person or company in an address book."""

from __future__ import annotations

from portinaio.core.named_tuple import NamedTuple

OWN = "own"
"""The book of those whom the user added by hand; its names come before those of imported books."""


class Contact(NamedTuple):
    name: str
    """May be empty: the book knows the number and not whose it is."""
    numbers: tuple[str, ...]
    """E.164."""
    source: str
    """The book that it comes from, such as the name of the imported file."""
    groups: tuple[str, ...] = ()
    """As the book has them, which vCard calls categories; several books may put one number into several groups."""
