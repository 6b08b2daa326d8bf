"""A call and a verdict in sentences, a line each: for screen readers, which read columns and marks aloud one by one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from portinaio.core.numbers.validity import as_dialled
from portinaio.core.safe_text import printable
from portinaio.language import _, formatting
from portinaio.language.terms import ACTIONS, LABELS, PRESENTATIONS, doing, label, term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.api.answers import CallAnswer, CheckAnswer, FindingAnswer

LONGEST_ECHO = 60  # of a text that is no number


def call_in_words(call: CallAnswer) -> Iterator[str]:
    """Two sentences on a line, then one for each finding, which the label and the action follow from."""
    at = datetime.fromisoformat(call["at"])
    said = _("Call %(id)d, %(day)s at %(time)s, line %(line)s, from %(caller)s.") % {
        "id": call["id"],
        "day": formatting.near_day(at.date()),
        "time": formatting.clock(at),
        "line": call["line"],
        "caller": _caller(call),
    }
    yield printable(f"{said} {_verdict(call, doing(call['action'], call['outcome']))}")
    yield from _findings(call["findings"])


def check_in_words(asked: str, check: CheckAnswer) -> Iterator[str]:
    """As above, of a call that might come."""
    if check["number"] is None:
        shown = printable(asked[:LONGEST_ECHO]) + ("…" if len(asked) > LONGEST_ECHO else "")
        head = _("%(text)s is no number.") % {"text": shown or "-"}
    else:
        shown = check["national"] or check["number"]
        head = _("Number %(number)s.") % {"number": shown}
    yield f"{head} {printable(_verdict(check, term(check['action'], ACTIONS)))}"
    yield from _findings(check["findings"])
    if check["hint"]:
        yield _("Hint: %(hint)s.") % {"hint": printable(check["hint"])}


def _verdict(judged: CallAnswer | CheckAnswer, action: str) -> str:
    named = label(judged["label"])
    if judged["suspected"]:
        named += ", " + term("suspected", LABELS)
    return _("Label %(label)s, score %(score)d of 100. Action %(action)s, because %(because)s.") % {
        "label": named,
        "score": judged["score"],
        "action": action,
        "because": judged["because"],
    }


def _findings(findings: list[FindingAnswer]) -> Iterator[str]:
    for one in findings:
        yield _("Finding: %(text)s, weight %(weight)d.") % {
            "text": printable(one["text"]),
            "weight": one["weight"],
        }


def _caller(call: CallAnswer) -> str:
    if call["number"]:
        return as_dialled(call["number"])
    if call["presentation"] != "allowed":
        return _("a caller without a number: %(why)s") % {
            "why": term(call["presentation"], PRESENTATIONS)
        }
    return call["calling"][:20] or _("nobody who gave a number")
