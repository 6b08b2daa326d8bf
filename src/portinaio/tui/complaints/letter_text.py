"""A draft as the screen shows it: what is to be heeded, the letter, what it says, and its sources."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content

from portinaio.language import _, formatting
from portinaio.tui import format_number
from portinaio.tui.complaints.gaps import WARNING, with_gaps_marked
from portinaio.tui.escape import escaped_lines, plain
from portinaio.tui.themes import MUTED

if TYPE_CHECKING:
    from portinaio.api.answers import ReportAnswer


def letter_text(draft: ReportAnswer, *, mask: bool) -> Content:
    parts = [Content.assemble(("! ", WARNING), plain(one)) for one in draft["cautions"]]
    parts.append(with_gaps_marked(format_number.mask_letter(draft["text"], mask=mask)))
    if draft["aid"]:
        parts += [
            Content.styled(_("What it says:"), f"bold {MUTED}"),
            escaped_lines(draft["aid"]).stylize(MUTED),
        ]
    cites = [f"· {plain(one['cite'])} ({day(one['checked'])})" for one in draft["sources"]]
    if cites:
        parts += [Content.styled(_("Sources, and when they were checked:"), f"bold {MUTED}")]
        parts += [Content.styled("\n".join(cites), MUTED)]
    return Content("\n\n").join(parts)


def how_it_leaves(draft: ReportAnswer) -> str:
    said = {
        "sms": _("to be texted to %(number)s; nothing is sent yet"),
        "phone": _("to be said to %(number)s; nobody was rung yet"),
    }.get(draft["channel"], _("as it will leave; nothing is sent yet"))
    return plain(said % {"number": draft["number"]})


def day(text: str) -> str:
    """An ISO 8601 day as the reader writes it; anything else as it is."""
    try:
        return formatting.day(date.fromisoformat(text))
    except ValueError:
        return plain(text)
