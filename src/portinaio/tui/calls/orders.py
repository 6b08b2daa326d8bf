"""The orders of the calls, besides the newest on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.tui.screens.sorted_screen import Order

if TYPE_CHECKING:
    from portinaio.api.answers import CallAnswer


def _number(call: CallAnswer) -> tuple[bool, str]:
    return call["number"] is None, call["number"] or ""


ORDERS = (
    Order(msg("by number"), _number),
    Order(msg("by score"), lambda call: call["score"], descending=True),
    Order(msg("by line"), lambda call: call["line"]),
)
