"""The two themes of the house, brass on slate and ink on paper, and the colours that verdicts have in every theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Mapping

MUTED = "$foreground 60%"
"""The colour of what is beside the point."""
DOTS = "#ffffff on #000000"  # light is drawn, whatever the theme: a camera wants dark dots on light

DARK = Theme(
    name="portinaio",
    primary="#d9a74a",
    secondary="#6fb0c4",
    accent="#d9a74a",
    foreground="#d9dce3",
    background="#11141a",
    surface="#151920",
    panel="#1c2129",
    success="#86c28b",
    warning="#e3a15c",
    error="#e5686b",
    dark=True,
    variables={
        "scrollbar": "#39414f",
        "scrollbar-background": "#11141a",
        "verdict-reported": "#ee7477",
        "verdict-suspected": "#e8a763",
        "verdict-known": "#8ccb91",
        "verdict-ringing": "#f2c95c",
    },
)
LIGHT = Theme(
    name="portinaio-light",
    primary="#8a5a00",
    secondary="#0f6577",
    accent="#8a5a00",
    foreground="#2a2926",
    background="#f6f3ec",
    surface="#fbf9f4",
    panel="#ece7dc",
    success="#2c6a33",
    warning="#8f4d00",
    error="#b3261e",
    dark=False,
    variables={
        "scrollbar": "#cfc6b4",
        "scrollbar-background": "#f6f3ec",
        "verdict-reported": "#b3261e",
        "verdict-suspected": "#8f4d00",
        "verdict-known": "#226b2b",
        "verdict-ringing": "#8a5a00",
    },
)


def verdict_variables(theme: Mapping[str, str]) -> dict[str, str]:
    """`$verdict-*` out of a theme's own colours; a theme that names them itself keeps its own."""
    return {
        "verdict-reported": theme.get("text-error", "ansi_red"),
        "verdict-suspected": theme.get("text-warning", "ansi_yellow"),
        "verdict-known": theme.get("text-success", "ansi_green"),
        "verdict-unknown": theme.get("foreground", "ansi_default"),
        "verdict-ringing": theme.get("text-accent", "ansi_cyan"),
    }
