"""A logged call as a row, and back."""

from __future__ import annotations

from portinaio.core.call import Attestation, Presentation
from portinaio.core.checks.finding import Finding
from portinaio.core.logged import GIVEN_BACK, Heard, LoggedCall
from portinaio.core.policy import TURNS_AWAY, Action, Outcome
from portinaio.core.verdict import Label
from portinaio.store.codec import (
    json_column,
    json_of,
    message_column,
    message_of,
    micros,
    moment,
    offset,
    pack_message,
    unpack_message,
    writable,
)
from portinaio.store.rows import MAYBE_FRACTION, MAYBE_TEXT, NUMBER, TEXT

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from portinaio.store.rows import Kinds, Row

BRANCH_S = (3.0, 3.5)
"""After three seconds a line on a FRITZ!Box gives a good call back, and the other telephones ring on. Old rows hold that time."""

TURNED_AWAY = "({})".format(", ".join(sorted(f"'{action.value}'" for action in TURNS_AWAY)))
"""In SQL."""

COLUMNS = (
    "id",
    "at",
    "offset",
    "line",
    "number",
    "calling",
    "called",
    "name",
    "presentation",
    "attestation",
    "label",
    "score",
    "suspected",
    "action",
    "outcome",
    "cause",
    "acted_ms",
    "rang_s",
    "talked_s",
    "because",
    "findings",
    "heard",
    "answered_by",
    "name_folded",
    "notes",
    "notes_folded",
)


KINDS: Kinds = (
    *[NUMBER] * 3,
    TEXT,
    MAYBE_TEXT,
    *[TEXT] * 6,
    *[NUMBER] * 2,
    TEXT,
    *[MAYBE_TEXT] * 2,
    *[MAYBE_FRACTION] * 3,
    *[TEXT] * 2,
    *[MAYBE_TEXT] * 2,
    *[TEXT] * 3,
)
"""What each of them may hold."""


def folded(text: str) -> str:
    """As texts are compared in a search."""
    return writable(text).casefold()


def row_of(call: LoggedCall) -> tuple[object, ...]:
    """The values of `COLUMNS`."""
    return (
        call.id,
        micros(call.at),
        offset(call.at),
        writable(call.line),
        None if call.number is None else writable(call.number),
        writable(call.calling),
        writable(call.called),
        writable(call.name),
        call.presentation.value,
        call.attestation.value,
        call.label.value,
        call.score,
        call.suspected,
        call.action.value,
        call.outcome.value if call.outcome else None,
        None if call.cause is None else writable(call.cause),
        call.acted_ms,
        call.rang_s,
        call.talked_s,
        message_column(call.because),
        _findings_column(call.findings),
        json_column(call.heard._asdict()) if call.heard else None,
        writable(call.answered_by) or None,
        folded(call.name),
        writable(call.notes),
        folded(call.notes),
    )


def logged(row: Row) -> LoggedCall:
    field = dict(zip(COLUMNS, row, strict=True))
    outcome = field["outcome"]
    unseen = _is_of_a_branch(field)
    return LoggedCall(
        id=field["id"],
        at=moment(field["at"], field["offset"]),
        line=field["line"],
        number=field["number"],
        calling=field["calling"],
        called=field["called"],
        name=field["name"],
        presentation=Presentation(field["presentation"]),
        attestation=Attestation(field["attestation"]),
        label=Label(field["label"]),
        score=field["score"],
        suspected=bool(field["suspected"]),
        findings=_findings_of(field["findings"]),
        action=Action(field["action"]),
        because=message_of(field["because"]),
        outcome=Outcome(outcome) if outcome else None,
        cause=field["cause"],
        acted_ms=field["acted_ms"],
        rang_s=None if unseen else field["rang_s"],
        talked_s=None if unseen else field["talked_s"],
        notes=field["notes"],
        heard=heard_of(field["heard"]),
        answered_by=field["answered_by"] or "",
    )


def _is_of_a_branch(field: Mapping[str, Any]) -> bool:
    """Sealed rows stay as they are, so what is known to be no time of the call is passed over where they are read."""
    rang_s = field["rang_s"]
    return (
        field["action"] == Action.RING
        and field["cause"] == GIVEN_BACK
        and rang_s is not None
        and BRANCH_S[0] <= rang_s < BRANCH_S[1]
    )


def heard_of(column: str | None) -> Heard | None:
    """What a newer version keeps besides is passed over."""
    if column is None:
        return None
    kept = json_of(column)
    return Heard(**{key: kept[key] for key in Heard._fields if key in kept})


def _findings_column(findings: tuple[Finding, ...]) -> str:
    return json_column(
        [
            [writable(f.code), pack_message(f.message), f.weight, f.final, writable(f.source)]
            for f in findings
        ]
    )


def _findings_of(column: str) -> tuple[Finding, ...]:
    return tuple(
        Finding(code, unpack_message(sentence), weight, final, source)
        for code, sentence, weight, final, source in json_of(column)
    )
