"""What one check says of a call."""

from __future__ import annotations

from portinaio.core.named_tuple import NamedTuple

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from portinaio.core.message import Message


class Finding(NamedTuple):
    code: str
    """Programs read this; one of the keys of `CHECKS`."""
    message: Message
    weight: float = 0.0
    """Points, 0 to 100."""
    final: bool = False
    source: str = ""
    """Name of the list, range or book that says so."""
    forged: bool = False
    """Says that the number shown is not the caller's own."""
    groups: frozenset[str] | None = None
    """Folded, of one who is known by the address book or by having been called; `None` where groups do not matter."""
