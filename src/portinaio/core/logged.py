"""A call once it is over and written down."""

from __future__ import annotations

from portinaio.core.named_tuple import NamedTuple
from portinaio.core.verdict import Label

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from datetime import datetime

    from portinaio.core.call import Attestation, Presentation
    from portinaio.core.checks.finding import Finding
    from portinaio.core.message import Message
    from portinaio.core.policy import Action, Outcome

IMPORTED = "import"
"""Stands where the name of a line would: the call was taken over from another log, and no line of ours saw it."""

PICKED_UP = "SIP 200"
"""The cause of a call that the line itself has answered."""

GIVEN_BACK = "SIP 480"
"""The cause of a call that rang on our branch for as long as it may; other telephones may ring on."""


GIVEN_BACK_BY = frozenset({GIVEN_BACK, "SIP 302"})
"""The same, also where a PBX was told at once where to go on."""


class Heard(NamedTuple):
    """What was said and heard in a call that the line itself picked up: evidence, as far as the line saw it."""

    notice: str = ""
    """What was said to the caller: the text, or the name of the file."""
    digest: str = ""
    """SHA-256 of its sound, so that nobody can say it was another; of several sentences one after the other."""
    said_s: float = 0.0
    """How much of it was sent before the call was over."""
    whole_s: float = 0.0
    """How long it is."""
    pressed: str = ""
    """The digit that counted; empty where none came, or none was asked for."""
    passed: bool = False
    """Whether it was the one that was asked for."""
    message: str = ""
    """The name of the file with what the caller said after the tone."""
    message_s: float = 0.0


class LoggedCall(NamedTuple):
    id: int
    at: datetime
    line: str
    number: str | None
    """E.164."""
    calling: str
    """Raw, as the network wrote it."""
    called: str
    name: str
    presentation: Presentation
    attestation: Attestation
    label: Label
    score: int
    suspected: bool
    findings: tuple[Finding, ...]
    action: Action
    """What was decided."""
    because: Message
    outcome: Outcome | None = None
    """What happened; `None` while the line is at it."""
    cause: str | None = None
    acted_ms: float | None = None
    """From the ring to the line's act."""
    rang_s: float | None = None
    """How long the call rang; `None` where the line has not seen its end."""
    talked_s: float | None = None
    """How long somebody talked, 0 where nobody did; `None` where another telephone may have been picked up."""
    notes: str = ""
    heard: Heard | None = None
    """What was said and heard, where the line itself picked up and spoke."""
    answered_by: str = ""
    """The extension that picked up, as the telephone system of the house calls it; empty where nobody did, or nobody says."""

    @property
    def suspect(self) -> bool:
        """Whether something is said against the caller."""
        return self.suspected or self.label is Label.REPORTED

    @property
    def imported(self) -> bool:
        return self.line == IMPORTED

    @property
    def picked_up(self) -> bool:
        """By the line itself, so that the caller talked to nobody."""
        return self.cause == PICKED_UP
