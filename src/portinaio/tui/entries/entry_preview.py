"""What an entry has caught, or would have, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from portinaio.core.covered_contacts import covered_contacts, is_exact
from portinaio.language import _, formatting, ngettext, translate
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


def contacts_warning(preview: PreviewAnswer) -> str:
    """Which contacts have such numbers; empty where none."""
    names = [plain(one["name"]) for one in preview["contacts"]]
    said = covered_contacts(names, exact=is_exact(preview["pattern"] or ""))
    return translate(said) if said else ""
