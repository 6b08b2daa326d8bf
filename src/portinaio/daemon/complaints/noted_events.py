"""On which day it was written down that a letter was sent, received, answered: an event of last week may be noted today.

Kept beside the complaint, with the moment at which that was begun: the days of another one of the same id are not told.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portinaio.core.complaint import Complaint
    from portinaio.store.database import Store

PREFIX = "noted."
_BEGUN = "begun"


def note(store: Store, complaint: Complaint, event: str, day: date | None) -> None:
    """`None` takes it back."""
    days = days_of(store, complaint)
    days.pop(event, None)
    if day:
        days[event] = day.isoformat()
    kept = json.dumps({_BEGUN: _begun(complaint), **days}) if days else None
    if kept or store.state.get(_key(complaint)):
        store.state.set(_key(complaint), kept)


def days_of(store: Store, complaint: Complaint) -> dict[str, str]:
    """ISO dates by event, of those of which it is known."""
    try:
        kept = json.loads(store.state.get(_key(complaint)) or "{}")
        if kept.pop(_BEGUN, "") != _begun(complaint):
            return {}
        return {event: date.fromisoformat(day).isoformat() for event, day in kept.items()}
    except (ValueError, TypeError, AttributeError):  # a disk has spoilt it
        return {}


def forget(store: Store, complaint_id: int) -> None:
    store.state.set(f"{PREFIX}{complaint_id}", None)


def _key(complaint: Complaint) -> str:
    return f"{PREFIX}{complaint.id}"


def _begun(complaint: Complaint) -> str:
    return complaint.created.isoformat()
