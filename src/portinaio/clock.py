"""The time of the house."""

from __future__ import annotations

from datetime import datetime


def local_now() -> datetime:
    """With the zone of the system."""
    return datetime.now().astimezone()
