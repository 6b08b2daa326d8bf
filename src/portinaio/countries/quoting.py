"""How a place in a pack is written."""

from __future__ import annotations

import re


def quoted(key: str) -> str:
    """A key as it stands in a path: `$.law."it.live".cite`."""
    return key if re.fullmatch(r"[\w-]+", key) else f'"{key}"'
