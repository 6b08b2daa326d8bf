"""Our own log, as `calls --json` and `calls --watch --json` write it: what was decided then comes back with the calls."""

from __future__ import annotations

import json
import math
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from portinaio.core.call import Attestation, Presentation
from portinaio.core.checks.finding import Finding
from portinaio.core.evidence import Rejected
from portinaio.core.logged import IMPORTED, LoggedCall
from portinaio.core.message import Message, msg
from portinaio.core.policy import Action, Outcome
from portinaio.core.safe_text import one_line
from portinaio.core.verdict import Label
from portinaio.wire.calllog.json_items import items
from portinaio.wire.calllog.past_call import (
    LONGEST_NAME,
    LONGEST_NUMBER,
    LONGEST_S,
    LONGEST_SHOWN,
    PastCall,
    likely,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from enum import StrEnum

    Value = TypeVar("Value", bound=StrEnum)

ID = "portinaio"
MOST_FINDINGS = 50
LONGEST_NOTE = 4000  # characters
LONGEST_SENTENCE = 500  # characters
_NO_CALL = msg("not a call as portinaio calls --json writes it: %(key)s")


def sniff(text: str) -> bool:
    return text[:1] in {"[", "{"} and '"acted_ms"' in text[:65536]


def read(text: str, file: str) -> Iterator[PastCall | Rejected]:
    """One call after the other. `UsageError` where the JSON breaks off."""
    for row, item in enumerate(items(text, file), 1):
        found = call_of(row, item)
        shown = one_line(json.dumps(item, ensure_ascii=False)[:400], LONGEST_SHOWN, mark="")
        yield Rejected(row, shown, found) if isinstance(found, Message) else found


class _WrongError(Exception):
    """Stays in this file: the value of a key is none that we write."""


def call_of(row: int, item: object) -> PastCall | Message:
    """What an item of `calls --json` says, or what is wrong with it."""
    if not isinstance(item, dict):
        return _NO_CALL._replace(values={"key": "id"})
    try:
        judged = _judged(item)
    except _WrongError as wrong:
        return _NO_CALL._replace(values={"key": str(wrong)})
    return PastCall(
        row,
        judged.at,
        judged.number or judged.calling,
        presentation=judged.presentation,
        own=judged.called,
        name=judged.name,
        talked_s=judged.talked_s,
        judged=judged,
    )


def _judged(item: dict[str, Any]) -> LoggedCall:
    outcome = item.get("outcome")
    return LoggedCall(
        id=0,
        at=_moment(item),
        line=IMPORTED,
        number=_text(item, "number", LONGEST_NUMBER, missing="") or None,
        calling=_text(item, "calling", LONGEST_NUMBER),
        called=_text(item, "called", LONGEST_NUMBER, missing=""),
        name=_text(item, "name", LONGEST_NAME),
        presentation=_one_of(Presentation, item, "presentation"),
        attestation=_one_of(Attestation, item, "attestation"),
        label=_one_of(Label, item, "label"),
        score=int(_amount(item, "score", 100) or 0),
        suspected=item.get("suspected") is True,
        findings=_findings(item),
        action=_one_of(Action, item, "action"),
        because=Message(_text(item, "because", LONGEST_SENTENCE)),
        outcome=None if outcome is None else _one_of(Outcome, item, "outcome"),
        cause=_text(item, "cause", LONGEST_NAME, missing="") or None,
        acted_ms=_amount(item, "acted_ms", LONGEST_S),
        rang_s=_amount(item, "rang_s", LONGEST_S),
        talked_s=_amount(item, "talked_s", LONGEST_S),
        notes=_text(item, "notes", LONGEST_NOTE, missing=""),
        answered_by=_text(item, "answered_by", LONGEST_NUMBER, missing=""),
    )


def _moment(item: dict[str, Any]) -> datetime:
    try:
        at = datetime.fromisoformat(_text(item, "at", 40))
    except ValueError:
        raise _WrongError("at") from None
    if not likely(at) or at.tzinfo is None:
        raise _WrongError("at")
    return at


def _text(item: dict[str, Any], key: str, longest: int, *, missing: str | None = None) -> str:
    value = item.get(key)
    if value is None and missing is not None:
        return missing
    if not isinstance(value, str):
        raise _WrongError(key)
    return one_line(value, longest, mark="")


def _one_of(kind: type[Value], item: dict[str, Any], key: str) -> Value:
    try:
        return kind(_text(item, key, 20))
    except ValueError:
        raise _WrongError(key) from None


def _amount(item: dict[str, Any], key: str, most: float) -> float | None:
    value = item.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise _WrongError(key)
    return float(value)


def _findings(item: dict[str, Any]) -> tuple[Finding, ...]:
    found = item.get("findings")
    if not isinstance(found, list) or len(found) > MOST_FINDINGS:
        raise _WrongError("findings")
    return tuple(map(_finding, found))


def _finding(item: object) -> Finding:
    weight = item.get("weight") if isinstance(item, dict) else None
    if (
        not isinstance(item, dict)
        or isinstance(weight, bool)
        or not isinstance(weight, int | float)
        or not math.isfinite(weight)
        or abs(weight) > 100
    ):
        raise _WrongError("findings")
    return Finding(
        _text(item, "code", 40),
        Message(_text(item, "text", LONGEST_SENTENCE)),
        float(weight),
        item.get("final") is True,
        _text(item, "source", LONGEST_NAME, missing=""),
    )
