"""A logged call as a row of a table."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from portinaio.language import _, formatting
from portinaio.language.terms import ACTIONS, LABELS, NOT_DONE, PRESENTATIONS, label, term

if TYPE_CHECKING:
    from portinaio.api.answers import CallAnswer

    Row = tuple[str, str, str, str, str, str, str]


def fixed_widths() -> tuple[int, ...]:
    """Of all columns but the last, where rows come one by one and nobody knows the next."""
    labels = max(len(label(code)) for code in LABELS if code != "suspected")
    return (5, 18, 8, 15, labels, 17)


def head() -> Row:
    return (
        _("id"),
        _("date"),
        _("line"),
        _("number"),
        _("label"),
        _("action"),
        _("because"),
    )


def call_row(call: CallAnswer) -> Row:
    return (
        str(call["id"]),
        formatting.moment(datetime.fromisoformat(call["at"])),
        call["line"],
        _caller(call),
        label(call["label"]),
        _action(call),
        call["because"],
    )


def _caller(call: CallAnswer) -> str:
    """The number, else what the network sent instead, else why there is none."""
    if call["number"]:
        return call["number"]
    if call["presentation"] != "allowed":
        return term(call["presentation"], PRESENTATIONS)
    return call["calling"][:20] or "-"


def _action(call: CallAnswer) -> str:
    """What was decided, and what became of it where that is something else."""
    action = term(call["action"], ACTIONS)
    if call["outcome"] is None:
        return f"{action} …"
    return action if call["outcome"] == "done" else f"{action}: {term(call['outcome'], NOT_DONE)}"
