"""A mobile telephone or a SIM in this computer, through the service of the desktop that has it."""

from __future__ import annotations

from portinaio.lines.mobile.line import MobileLine, MobileSettings

__all__ = ["MobileLine", "MobileSettings"]
