"""What a list would do, told before it does anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.lists.offer import INNOCENTS
from portinaio.lists.strength import Evidence, Strength, of_listed, says

if TYPE_CHECKING:
    from portinaio.core.message import Message
    from portinaio.lists.offer import Offer


def of_offer(offer: Offer) -> tuple[Strength, Message]:
    """Without counts, where nobody has said that there are any."""
    if offer.kind == INNOCENTS:
        return Strength.NONE, msg("it speaks against nobody, and holds down what others say")
    evidence = Evidence(offer.trust, counted=bool(offer.counted))
    return of_listed(evidence), says(evidence)
