"""A call that was judged, as it is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.logged import LoggedCall
from portinaio.store.codec import writable

if TYPE_CHECKING:
    from portinaio.daemon.screening import Judgement


def as_logged(call_id: int, judgement: Judgement) -> LoggedCall:
    """The call as it stands in the log while the line is still at it."""
    call, verdict, decision = judgement.call, judgement.verdict, judgement.decision
    seen = call.ringing
    return LoggedCall(
        id=call_id,
        at=seen.at,
        line=seen.line,
        number=call.caller,
        calling=writable(seen.calling),
        called=writable(seen.called),
        name=writable(seen.name),
        presentation=call.presentation,
        attestation=seen.attestation,
        label=verdict.label,
        score=verdict.score,
        suspected=verdict.suspected,
        findings=verdict.findings,
        action=decision.action,
        because=decision.because,
    )
