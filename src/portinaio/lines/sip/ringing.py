"""An INVITE as the call that it announces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.clock import local_now
from portinaio.core.call import Ringing
from portinaio.wire.sip import party

if TYPE_CHECKING:
    from portinaio.wire.sip.uas import Invited


def ringing_of(invited: Invited, line: str, *, own: bool) -> Ringing:
    """`own` is whether the house's own system sent it."""
    parties = party.caller(invited.invite.headers, trusted=True)  # nobody else is answered
    return Ringing(
        line,
        local_now(),
        parties.calling,
        parties.called,
        parties.name,
        parties.presentation,
        parties.attestation,
        own,
        invited.invite.call_id,
    )
