"""What a call tells whoever handles it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.wire.sip.flow import Flow, Send

if TYPE_CHECKING:
    from portinaio.wire.sip.dialogs.end import End
    from portinaio.wire.sip.validate import Incoming


class Invited(NamedTuple):
    handle: str
    invite: Incoming
    flow: Flow


class Offer(NamedTuple):
    """What a caller would talk by; of a call that is gone, nothing."""

    description: bytes
    here: str
    """Our address as the far end sees it."""
    there: str
    """Whence it signals."""


class Confirmed(NamedTuple):
    """The ACK of a call that is kept."""

    handle: str
    body: bytes
    """The far end's answer, where the offer was ours."""


class Informed(NamedTuple):
    """An INFO of a call that is kept, or rings: a digit, perhaps, RFC 6086."""

    handle: str
    content_type: str
    body: bytes


class Over(NamedTuple):
    handle: str
    rang_s: float
    talked_s: float
    cause: str | None
    end: End


Output = Send | Invited | Confirmed | Informed | Over
