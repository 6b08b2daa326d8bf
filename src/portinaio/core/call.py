"""A call as the network announced it."""

from __future__ import annotations

from enum import StrEnum

from portinaio.core.named_tuple import NamedTuple

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from datetime import datetime


class Presentation(StrEnum):
    """Whether the caller's number may be shown (Q.931 calling party number, octet 3a)."""

    ALLOWED = "allowed"
    RESTRICTED = "restricted"
    UNAVAILABLE = "unavailable"


class Attestation(StrEnum):
    """What the network vouches for (RFC 8588 `attest`, SIP `verstat`)."""

    FULL = "A"
    PARTIAL = "B"
    GATEWAY = "C"
    FAILED = "failed"
    NONE = "none"


class Ringing(NamedTuple):
    """What a line saw, before anybody judged it; party numbers are raw, as the network wrote them."""

    line: str
    at: datetime
    """Aware, in the time of the house."""
    calling: str
    called: str = ""
    name: str = ""
    """Display name sent by the network; never trusted alone."""
    presentation: Presentation = Presentation.ALLOWED
    attestation: Attestation = Attestation.NONE
    own_system: bool = False
    """Sent by the telephone system of the house, whose telephones call each other by codes such as `**622`."""
    network_name: str = ""
    """What the network calls this call, on each way by which it comes; empty where it has no name for it."""
