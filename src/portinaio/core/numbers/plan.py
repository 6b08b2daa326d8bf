"""The numbering plan of the country that a line is in."""

from __future__ import annotations

from portinaio.core.named_tuple import NamedTuple

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from datetime import datetime

    from portinaio.core.numbers.metadata import Metadata


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
    sales_hours: tuple[tuple[int, int] | None, ...] = ()
    """First minute of the day and first minute after, from Monday on, in which law or code lets sales calls be made;
    `None` for a day without any, and empty where no rule is known."""
    metadata: Metadata | None = None
    """Of the plan's own calling code; without it the library is asked."""


def outside_sales_hours(plan: Plan, at: datetime) -> bool:
    """Whether a sales call at the local time `at` falls outside the hours that the plan knows. Holidays are not known."""
    if not plan.sales_hours:
        return False
    hours = plan.sales_hours[at.weekday()]
    return hours is None or not hours[0] <= at.hour * 60 + at.minute < hours[1]


NOWHERE = Plan("ZZ", "")
"""A plan that reads international notation only."""
