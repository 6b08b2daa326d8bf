"""A telephone, router or dial plan that asks the gateway: what it is called, and what it may."""

from __future__ import annotations

from portinaio.core.named_tuple import NamedTuple

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from datetime import datetime

    from portinaio.core.entry import EntryKind

LOOK_UP, CALLS, REPORT = "look_up", "calls", "report"
RIGHTS = (LOOK_UP, CALLS, REPORT)
"""To ask about a caller, to read the last calls, and to report or allow one number and take that back."""
BLOCK, CONTACTS = "block", "contacts"
BOOKS = (BLOCK, CONTACTS)
"""What a device may be given to keep: the numbers that the house blocks, and its contacts."""


class Device(NamedTuple):
    name: str
    """Also that of the line under which its calls are logged."""
    digest: str
    """SHA-256 of its token, in hexadecimal; the token itself is kept nowhere."""
    rights: frozenset[str]
    """Some of `RIGHTS`."""
    books: frozenset[str]
    """Some of `BOOKS`."""
    created: datetime
    seen: datetime | None = None
    """When it asked last, to the minute."""
    lists: frozenset[str] = frozenset()
    """Names of subscribed lists that it is given as files."""

    def may(self, right: str) -> bool:
        return right in self.rights

    def has(self, book: str) -> bool:
        return book in self.books


class Deed(NamedTuple):
    """What a device has done to one number, for as long as that counts."""

    entry: int
    """The id of the entry that it made."""
    device: str
    number: str
    """E.164."""
    kind: EntryKind
    at: datetime
    former: str = ""
    """What the entry stands in the place of, as the store writes it; empty where there was none."""
