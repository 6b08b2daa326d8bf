"""Complaints whose next step can be done now."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portinaio.core.message import Message
    from portinaio.daemon.context import Context


def complaints_due(context: Context) -> list[Message]:
    """One sentence for each."""
    if not context.store.complaints.some_sent():
        return []  # most people have none, and the packs need not be read for them
    from portinaio.daemon.complaints.follow_up import due  # noqa: PLC0415  # reads the packs

    return due(context)
