"""The numbering plan of the country that a line is in."""

from __future__ import annotations

from portinaio.core.named_tuple import NamedTuple

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from datetime import datetime

    from portinaio.core.numbers.metadata import Metadata


class SalesHours(NamedTuple):
    since: str
    """ISO date of the first day, empty for always."""
    until: str
    days: tuple[tuple[tuple[int, int], ...], ...]
    """Of each weekday from Monday on, the parts in which calls may be made: first minute of the day, first one after."""


class Plan(NamedTuple):
    country: str
    """ISO 3166-1 alpha-2; the region in which national notation is read."""
    calling_code: str
    """Digits without `+`."""
    emergency: frozenset[str] = frozenset()
    """Short numbers that may never be blocked, listed or reported."""
    international_prefix: str = "00"
    also: tuple[tuple[str, str], ...] = ()
    """E.164 beginnings that are the same party under another: `("+3780549", "+390549")`."""
    sales_hours: tuple[SalesHours, ...] = ()
    """When law or code lets sales calls be made: the first rule that is in force counts. Empty where none is known."""
    metadata: Metadata | None = None
    """Of the plan's own calling code; without it the library is asked."""


def outside_sales_hours(plan: Plan, at: datetime) -> bool:
    """Whether a sales call at the local time `at` falls outside the hours that the plan knows. Holidays are not known."""
    day = at.date().isoformat() if plan.sales_hours else ""
    for rule in plan.sales_hours:
        if rule.since <= day and (not rule.until or day <= rule.until):
            minute = at.hour * 60 + at.minute
            return not any(first <= minute < last for first, last in rule.days[at.weekday()])
    return False


NOWHERE = Plan("ZZ", "")
"""A plan that reads international notation only."""
