"""From records to the shapes of the API, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.message import render
from portinaio.core.numbers import validity

if TYPE_CHECKING:
    from datetime import datetime

    from portinaio.api.answers import (
        CallAnswer,
        CheckAnswer,
        ContactAnswer,
        EntryAnswer,
        FindingAnswer,
    )
    from portinaio.core.checks import Finding
    from portinaio.core.contact import Contact
    from portinaio.core.entry import Entry
    from portinaio.core.logged import LoggedCall
    from portinaio.core.message import Translation
    from portinaio.core.numbers.plan import Plan
    from portinaio.daemon.calls.screening import Judgement


def check_answer(judgement: Judgement, plan: Plan, tongue: Translation | None) -> CheckAnswer:
    call, verdict, decision = judgement
    described = validity.describe(call.caller, plan)
    hint = call.reading.hint
    return {
        "number": call.caller,
        "national": described.national,
        "country": described.country,
        "type": described.type,
        "valid": described.valid,
        "label": verdict.label.value,
        "score": verdict.score,
        "suspected": verdict.suspected,
        "findings": [finding_answer(finding, tongue) for finding in verdict.findings],
        "action": decision.action.value,
        "because": render(decision.because, tongue),
        "hint": render(hint, tongue) if hint else None,
    }


def finding_answer(finding: Finding, tongue: Translation | None) -> FindingAnswer:
    return {
        "code": finding.code,
        "weight": round(finding.weight),
        "final": finding.final,
        "text": render(finding.message, tongue),
        "source": finding.source,
    }


def call_answer(call: LoggedCall, tongue: Translation | None) -> CallAnswer:
    return {
        "id": call.id,
        "at": call.at.isoformat(timespec="seconds"),
        "line": call.line,
        "number": call.number,
        "calling": call.calling,
        "called": call.called,
        "name": call.name,
        "presentation": call.presentation.value,
        "attestation": call.attestation.value,
        "label": call.label.value,
        "score": call.score,
        "suspected": call.suspected,
        "findings": [finding_answer(finding, tongue) for finding in call.findings],
        "action": call.action.value,
        "because": render(call.because, tongue),
        "outcome": call.outcome.value if call.outcome else None,
        "cause": call.cause,
        "acted_ms": call.acted_ms,
        "rang_s": call.rang_s,
        "talked_s": call.talked_s,
        "notes": call.notes,
    }


def entry_answer(entry: Entry) -> EntryAnswer:
    return {
        "id": entry.id,
        "pattern": entry.pattern.text,
        "kind": entry.kind.value,
        "note": entry.note,
        "created": iso(entry.created),
        "until": iso(entry.until) if entry.until else None,
        "once": entry.once,
    }


def contact_answer(contact: Contact) -> ContactAnswer:
    return {"name": contact.name, "numbers": list(contact.numbers), "source": contact.source}


def iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
