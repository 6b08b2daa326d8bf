"""From records to the answers of the API."""

from __future__ import annotations

from portinaio.core.message import untranslated

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from portinaio.api.answers import (
        CallAnswer,
        ContactAnswer,
        CountAnswer,
        EntryAnswer,
        FindingAnswer,
        HeardAnswer,
    )
    from portinaio.core.checks.finding import Finding
    from portinaio.core.contact import Contact
    from portinaio.core.entry import Entry
    from portinaio.core.logged import Heard, LoggedCall


def finding_answer(finding: Finding) -> FindingAnswer:
    return {
        "code": finding.code,
        "weight": round(finding.weight),
        "final": finding.final,
        "text": untranslated(finding.message),
        "source": finding.source,
    }


def call_answer(call: LoggedCall) -> CallAnswer:
    return {
        "id": call.id,
        "at": call.at.isoformat(timespec="seconds"),
        "line": call.line,
        "number": call.number,
        "calling": call.calling,
        "called": call.called or None,
        "name": call.name,
        "presentation": call.presentation.value,
        "attestation": call.attestation.value,
        "label": call.label.value,
        "score": call.score,
        "suspected": call.suspected,
        "findings": [finding_answer(finding) for finding in call.findings],
        "action": call.action.value,
        "because": untranslated(call.because),
        "outcome": call.outcome.value if call.outcome else None,
        "cause": call.cause,
        "acted_ms": call.acted_ms,
        "rang_s": call.rang_s,
        "talked_s": call.talked_s,
        "notes": call.notes,
        "heard": heard_answer(call.heard) if call.heard else None,
        "answered_by": call.answered_by,
    }


def heard_answer(heard: Heard) -> HeardAnswer:
    return {
        "notice": heard.notice,
        "digest": heard.digest,
        "said_s": heard.said_s,
        "whole_s": heard.whole_s,
        "pressed": heard.pressed,
        "passed": heard.passed,
        "message": heard.message,
        "message_s": heard.message_s,
    }


def entry_answer(entry: Entry) -> EntryAnswer:
    return {
        "id": entry.id,
        "pattern": entry.pattern.text if entry.pattern else None,
        "name": entry.name.text if entry.name else None,
        "kind": entry.kind.value,
        "note": entry.note,
        "created": iso(entry.created),
        "until": iso(entry.until) if entry.until else None,
        "once": entry.once,
    }


def contact_answer(contact: Contact) -> ContactAnswer:
    return {
        "name": contact.name,
        "numbers": list(contact.numbers),
        "source": contact.source,
        "groups": list(contact.groups),
    }


def iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def counts(named: Iterable[tuple[str, int]]) -> list[CountAnswer]:
    return [{"name": name, "calls": calls} for name, calls in named]
