"""The shape of a call: it says in black and white what the colour says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.policy import TURNS_AWAY
from portinaio.tui.call_terms import rings

if TYPE_CHECKING:
    from datetime import datetime

    from portinaio.api.answers import CallAnswer, CheckAnswer


class Symbol(NamedTuple):
    shape: str
    verdict: str
    """Names the variable `$verdict-…` and the component class `verdict--…`."""


def symbol_of(call: CallAnswer, now: datetime) -> Symbol:
    if rings(call, now):
        breath = "◉" if int(now.timestamp()) % 2 == 0 else "◎"
        return Symbol(breath, "ringing")
    verdict = verdict_of(call)
    if verdict == "reported":
        refused = call["action"] in TURNS_AWAY and call["outcome"] in {None, "done"}
        return Symbol("■" if refused else "▣", verdict)
    return Symbol("◆" if verdict == "known" else "□", verdict)


def verdict_of(call: CallAnswer | CheckAnswer) -> str:
    """`reported`, `suspected`, `known` or `unknown`."""
    if call["label"] in {"reported", "known"}:
        return call["label"]
    return "suspected" if call["suspected"] else "unknown"
