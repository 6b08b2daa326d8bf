"""What a letter on the screen is about."""

from __future__ import annotations

from typing import Any, NamedTuple

FORMS = frozenset({"web", "sheet"})
"""What is filled in field by field."""


class Matter(NamedTuple):
    """What is complained about, and to whom."""

    call: int
    who: str
    """The caller or the company, as the screen below shows them."""
    recipient: str = ""
    """Empty for the first letter of the country."""
    others: tuple[int, ...] = ()
    """Further calls of the same company."""

    @property
    def about(self) -> dict[str, Any]:
        """As the house is asked."""
        return {"calls": (self.call, *self.others)} if self.others else {"call": self.call}
