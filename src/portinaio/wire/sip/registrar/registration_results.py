"""What becomes of a registration: the registrar's word, or none."""

from __future__ import annotations

from dataclasses import dataclass

from portinaio.wire.sip.flow import Send


@dataclass(frozen=True, slots=True)  # unlike a tuple, equal to its own kind alone
class Registered:
    lifetime_s: int
    outbound: bool = False
    """Whether the registrar promised to answer our signs of life, RFC 5626 6."""
    flow_timer_s: int | None = None
    """How often it wants one at least, RFC 5626 4.4."""


@dataclass(frozen=True, slots=True)
class Denied:
    """The registrar said no, and will say so again."""

    code: int
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """No answer, or one that may be another next time."""

    code: int | None


@dataclass(frozen=True, slots=True)
class Unlisted:
    """The registrar agreed, and does not list our contact: calls would not come to us."""


@dataclass(frozen=True, slots=True)
class NoAnswerYet:
    """No answer yet, and we were patient; the tries go on."""


@dataclass(frozen=True, slots=True)
class RegisterDue:
    """Time to register, by whatever flow there is now."""


@dataclass(frozen=True, slots=True)
class Unregistered:
    pass


Result = (
    Send | Registered | Denied | Unanswered | Unlisted | NoAnswerYet | RegisterDue | Unregistered
)
