"""How a call ended on our branch of it, which is not always how the call ended.

A CANCEL says why in its Reason headers, RFC 3326: another telephone took the call (3.1), or the caller gave up. Many
proxies say nothing, and then nothing is known.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from portinaio.wire.sip.header import elements, parameters, whole

if TYPE_CHECKING:
    from collections.abc import Iterable


class End(Enum):
    GAVE_UP = auto()
    """CANCEL, and the caller hung up."""
    ELSEWHERE = auto()
    """CANCEL, since another telephone took the call."""
    CANCELLED = auto()
    """CANCEL without a word."""
    GIVEN_BACK = auto()
    """480 of ours: it rang for long enough here, or the line went away."""
    REFUSED = auto()
    """A refusal that was decided."""
    ANSWERED = auto()
    """Picked up by us, and heard by the far end."""
    LOST = auto()
    """Picked up by us, and no ACK came."""


_SAID = {
    ("sip", 200): End.ELSEWHERE,
    ("q.850", 26): End.ELSEWHERE,  # non-selected user clearing
    ("sip", 487): End.GAVE_UP,
}


def end_of_cancel(reasons: Iterable[str]) -> End:
    """By the Reason headers of a CANCEL. Whoever took the call outweighs what else is said."""
    said = {_said(element) for value in reasons for element in elements(value)}
    return next((end for end in (End.ELSEWHERE, End.GAVE_UP) if end in said), End.CANCELLED)


def _said(reason: str) -> End | None:
    protocol, _, tail = reason.partition(";")
    cause = whole(parameters(f";{tail}").get("cause"))
    return None if cause is None else _SAID.get((protocol.strip().lower(), cause))
