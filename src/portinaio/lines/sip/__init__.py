"""A line that is a SIP account, or an extension that an exchange calls directly."""

from portinaio.lines.sip.line import SipLine

__all__ = ["SipLine"]
