"""An analog modem on the line: it sees who calls, and picks up and drops what is not to ring."""

from __future__ import annotations

from portinaio.lines.modem.line import ModemLine
from portinaio.lines.modem.settings import ModemSettings

__all__ = ["ModemLine", "ModemSettings"]
