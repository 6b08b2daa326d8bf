"""What a text meant where a number should stand."""

from __future__ import annotations

from enum import StrEnum

from portinaio.core.call import Presentation
from portinaio.core.named_tuple import NamedTuple

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from portinaio.core.message import Message


class Kind(StrEnum):
    """What kind of thing stood where the number should."""

    NUMBER = "number"
    SHORT = "short"
    EMERGENCY = "emergency"
    INTERNAL = "internal"
    NAME = "name"
    NOTHING = "nothing"


class Reading(NamedTuple):
    number: str | None = None
    """E.164, `+` and up to 15 digits."""
    kind: Kind = Kind.NOTHING
    valid: bool = False
    """In an assigned range of its country."""
    presentation: Presentation = Presentation.ALLOWED
    hint: Message | None = None
    extension: str = ""
    behind_code: str = ""
    """The full number behind codes such as `*67#`, or before a `#`. Whoever writes one down is asked for the number alone."""
