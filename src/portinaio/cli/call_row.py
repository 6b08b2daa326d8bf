"""A logged call as a row of a table."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from portinaio.cli.terms import term
from portinaio.language import _, formatting

if TYPE_CHECKING:
    from portinaio.api.answers import CallAnswer

    Row = tuple[str, str, str, str, str, str, str]


def fixed_widths() -> tuple[int, ...]:
    """Of all columns but the last, where rows come one by one and nobody knows the next."""
    label = max(len(term(code)) for code in ("known", "unknown", "reported"))
    return (5, 18, 8, 15, label, 17)


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
        term(call["label"]),
        _deed(call),
        call["because"],
    )


def _caller(call: CallAnswer) -> str:
    """The number, else what the network sent instead, else why there is none."""
    if call["number"]:
        return call["number"]
    if call["presentation"] != "allowed":
        return term(call["presentation"])
    return call["calling"][:20] or "-"


def _deed(call: CallAnswer) -> str:
    """What was decided, and what became of it where that is something else."""
    action = term(call["action"])
    if call["outcome"] is None:
        return f"{action} …"
    return action if call["outcome"] == "done" else f"{action}: {term(call['outcome'])}"
