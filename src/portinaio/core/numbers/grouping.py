"""How digits are grouped for which the numbering plan says nothing."""

from __future__ import annotations

import re

_FROM_THE_RIGHT = re.compile(r"(?<=\d\d)(?=(?:\d{3})+$)")
"""Before every third digit from the end, so that no group of one stands in front: `1234 567`."""


def in_groups(digits: str, area: str = "") -> str:
    """`0844 123 456` behind the area code `0844`; in threes alone where no area code is known."""
    if area and len(digits) > len(area) and digits.startswith(area):
        return f"{area} {in_groups(digits[len(area) :])}"
    return _FROM_THE_RIGHT.sub(" ", digits)
