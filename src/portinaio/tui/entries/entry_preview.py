"""What an entry has caught, or would have, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from portinaio.language import _, formatting, ngettext
from portinaio.tui import call_terms, format_number
from portinaio.tui.escape import plain
from portinaio.tui.symbols import symbol_of
from portinaio.tui.themes import MUTED

if TYPE_CHECKING:
    from portinaio.api.answers import PreviewAnswer
    from portinaio.tui.session import Session


def quoted_name(name: str) -> str:
    return _("“%(name)s”") % {"name": plain(name)}


def preview_lines(preview: PreviewAnswer, session: Session) -> Content:
    """How many calls of the log, and the latest few."""
    n = preview["calls"]
    if not n:
        none = (
            _("no call in the log came from there")
            if preview["name"] is None
            else _("no call in the log came with such a name")
        )
        return Content.styled(none, MUTED)
    head = (
        ngettext(
            "%(n)d call in the log came from there", "%(n)d calls in the log came from there", n
        )
        if preview["name"] is None
        else ngettext(
            "%(n)d call in the log came with such a name",
            "%(n)d calls in the log came with such a name",
            n,
        )
    )
    lines = [Content(head % {"n": n})]
    if callers := preview["recent_callers"]:
        calls = preview["recent_calls"]
        of_late = ngettext("%(n)d in 90 days", "%(n)d in 90 days", calls) % {"n": calls}
        numbers = ngettext("of %(n)d caller", "of %(n)d callers", callers) % {"n": callers}
        lines.append(Content.styled(f"{of_late}, {numbers}", MUTED))
    for call in preview["latest"]:
        shape, verdict = symbol_of(call, session.now())
        at = call_terms.moment(call["at"])
        who = format_number.caller(call, session.state.contacts, mask=session.state.mask)
        lines.append(
            Content.assemble(
                (f"{shape} ", f"$verdict-{verdict}"),
                (f"{formatting.short_day(at.date())} ", MUTED),
                who,
            )
        )
    return Content("\n").join(lines)
