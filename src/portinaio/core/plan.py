"""The numbering plan of the country that a line is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from portinaio.core.metadata import Metadata


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
    metadata: Metadata | None = None
    """Of the plan's own calling code; without it the library is asked."""


NOWHERE = Plan("ZZ", "")
"""A plan that reads international notation only."""
