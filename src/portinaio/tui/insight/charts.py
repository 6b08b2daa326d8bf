"""Little plots out of characters: they work in every terminal, and say their numbers in black and white too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from portinaio.tui.themes import MUTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.api.answers import TallyAnswer, WeekAnswer

EIGHTHS = " ▁▂▃▄▅▆▇█"
PARTS = " ▏▎▍▌▋▊▉█"
LABELS = ("reported", "unknown", "known")
VERDICTS = ("reported", "suspected", "unknown", "known")
SHAPES = {"reported": "■", "unknown": "□", "known": "◆"}
FILL = {
    "reported": "█",
    "suspected": "▓",
    "unknown": "▒",
    "known": "░",
}  # told apart without colour


def total(tally: TallyAnswer) -> int:
    return tally["known"] + tally["unknown"] + tally["reported"]


def columns(values: Sequence[int], height: int, width: int, colour: str) -> list[Content]:
    """Standing bars, `width` cells each, the tallest `height` lines high; from the top."""
    most = max([*values, 1])
    lines = []
    for row in range(height - 1, -1, -1):
        line = ""
        for value in values:
            eighths = round(value / most * height * 8)
            if value:
                eighths = max(1, eighths)  # one call is seen beside a hundred
            line += EIGHTHS[max(0, min(8, eighths - row * 8))] * (width - 1) + " "
        lines.append(Content.styled(line, colour))
    return lines


def bar(value: int, most: int, width: int) -> str:
    """A lying bar, exactly `width` cells."""
    eighths = round(value / max(1, most) * width * 8)
    if value:
        eighths = max(1, eighths)
    whole, rest = divmod(eighths, 8)
    return ("█" * whole + (PARTS[rest] if rest else "")).ljust(width)


def stacked(week: WeekAnswer, most: int, width: int) -> Content:
    """A lying bar of the three labels, in their colours and fillings; the suspected ones apart from the unknown."""
    counts = {
        "reported": week["reported"],
        "suspected": week["suspected"],
        "unknown": week["unknown"] - week["suspected"],
        "known": week["known"],
    }
    parts, used, so_far = [], 0, 0
    for label, n in counts.items():
        so_far += n
        end = max(round(so_far / max(1, most) * width), used + (n > 0))
        end = min(width, end)
        parts.append((FILL[label] * (end - used), f"$verdict-{label}"))
        used = end
    return Content.assemble(*parts, " " * (width - used))


def named(rows: Sequence[tuple[str, int]], width: int, colour: str) -> list[Content]:
    """Names with bars and counts, longest first."""
    most = max([n for _name, n in rows], default=1)
    digits = len(str(most))
    name_width = max([len(name) for name, _n in rows], default=1)
    name_width = min(name_width, max(8, width - digits - 8))
    room = max(3, width - name_width - digits - 2)
    return [
        Content.assemble(
            (name[:name_width].ljust(name_width), ""),
            " ",
            (bar(n, most, room), colour),
            (f" {n:>{digits}}", MUTED),
        )
        for name, n in rows
    ]
