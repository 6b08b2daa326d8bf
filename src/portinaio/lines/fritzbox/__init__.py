"""A FRITZ!Box: who calls, as its call monitor tells."""

from portinaio.lines.fritzbox.line import FritzBoxLine

__all__ = ["FritzBoxLine"]
