"""A call as the network announced it, and what it becomes once its number is read."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from portinaio.core.numbers.number import Reading


class Presentation(StrEnum):
    """Whether the caller's number may be shown (Q.931 calling party number, octet 3a)."""

    ALLOWED = "allowed"
    RESTRICTED = "restricted"
    UNAVAILABLE = "unavailable"


_RESTRICTED = Presentation.RESTRICTED


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


class Call(NamedTuple):
    """A ringing call whose number has been read."""

    ringing: Ringing
    reading: Reading

    @property
    def caller(self) -> str | None:
        """E.164, or `None` where the network gave no number that is one."""
        return self.reading.number

    @property
    def withheld(self) -> bool:
        hidden = _RESTRICTED
        return self.ringing.presentation is hidden or self.reading.presentation is hidden
