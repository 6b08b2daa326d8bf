"""What stands in config.toml after a command."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def config(house: Path) -> dict[str, Any]:
    return tomllib.loads((house / "config.toml").read_text())
