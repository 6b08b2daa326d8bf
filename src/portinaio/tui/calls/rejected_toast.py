"""A call that was turned away is told quietly, with one key to let the caller in from now on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from portinaio.core.policy import TURNS_AWAY
from portinaio.language import _
from portinaio.tui import call_terms, format_number
from portinaio.tui.escape import plain

if TYPE_CHECKING:
    from datetime import datetime

    from portinaio.api.answers import CallAnswer
    from portinaio.tui.state import State

FRESH = timedelta(minutes=2)  # a note that is written to an old call is no news of a rejection


def just_rejected(call: CallAnswer, before: CallAnswer | None, now: datetime) -> bool:
    """Whether `call` has just been refused, and nobody was told yet."""
    refused = call["action"] in TURNS_AWAY and call["outcome"] == "done"
    told = before is not None and before["outcome"] is not None
    return refused and not told and now - call_terms.moment(call["at"]) < FRESH


def rejected_sentence(call: CallAnswer, state: State, key: str) -> str:
    who = format_number.caller(call, state.contacts, mask=state.mask)
    why = format_number.mask_numbers(call["because"], mask=state.mask)
    said = _("%(caller)s was turned away: %(why)s") % {"caller": who, "why": why}
    if call["number"] is None:
        return plain(said)
    return plain(said) + " · " + _("%(key)s to allow") % {"key": key}
