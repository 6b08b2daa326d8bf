"""What a list said of strangers after their calls, as the state keeps it until they call again."""

from __future__ import annotations

from datetime import date

from portinaio.core.named_tuple import NamedTuple

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Mapping

LOOKED_UP = "looked_up."
"""Before the number, in the key."""


class LookUp(NamedTuple):
    share: float
    """0 to 1; see `Facts.looked_up`."""
    day: date


def kept_look_up(found: LookUp) -> str:
    return f"{found.share:.2f} {found.day.isoformat()}"


def read_look_up(value: str | None) -> LookUp | None:
    """`None` where nothing is kept, and for what a disk has spoilt."""
    share, _, day = (value or "").partition(" ")
    try:
        found = LookUp(float(share), date.fromisoformat(day))
    except ValueError:
        return None
    return found if 0 <= found.share <= 1 else None


def look_ups(state: Mapping[str, str]) -> dict[str, float]:
    """By number, of those whom a list knew."""
    found = {
        key.removeprefix(LOOKED_UP): read_look_up(value)
        for key, value in state.items()
        if key.startswith(LOOKED_UP)
    }
    return {number: one.share for number, one in found.items() if one and one.share}
