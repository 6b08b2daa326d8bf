"""An Asterisk or a FreePBX, whose dial plan asks us by FastAGI before it rings a telephone."""

from portinaio.lines.asterisk.line import AsteriskLine

__all__ = ["AsteriskLine"]
