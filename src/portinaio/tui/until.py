"""How long an entry counts, as a person types it: `2h`, `7d`, `3w`, a day, or nothing for good."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

_SPAN = re.compile(r"(\d{1,4}) ?([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def until(text: str, now: datetime) -> datetime | None:
    """The moment meant; a day ends at midnight. `ValueError` where nobody can say."""
    text = text.strip().casefold()
    if not text:
        return None
    if found := _SPAN.fullmatch(text):
        return now + timedelta(**{_UNITS[found[2]]: int(found[1])})
    day = date.fromisoformat(text) + timedelta(days=1)
    moment = datetime.combine(day, time(), now.tzinfo)
    if moment <= now:
        raise ValueError(text)
    return moment
