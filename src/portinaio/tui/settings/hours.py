"""Hours of a policy as a person reads them: one line for the time, the days, the groups and what is another action then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.config.policies import HOLIDAY
from portinaio.core.policy import KEYS
from portinaio.language import _
from portinaio.tui.settings.values import joined

if TYPE_CHECKING:
    from collections.abc import Iterable

    Window = dict[str, Any]
    """As config.toml has it."""

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun", HOLIDAY)
NEW: Window = {"from": "22:00", "to": "07:00", "unknown": "silence"}
"""What most people want of their first hours."""


def day_names() -> dict[str, str]:
    """What each day is called in the reader's language."""
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"), _("holidays"))
    return dict(zip(DAYS, names, strict=True))


def summary(window: Window) -> str:
    names = day_names()
    days = " ".join(names.get(day, str(day)) for day in window.get("days") or ())
    parts = [
        f"{window.get('from', '')}-{window.get('to', '')}",
        days or _("every day"),
        joined(window.get("groups") or ()),
        ", ".join(f"{key} {window[key]}" for key in KEYS if key in window),
    ]
    return " · ".join(part for part in parts if part)


def summaries(hours: Iterable[Window]) -> list[str]:
    return [summary(window) for window in hours]
