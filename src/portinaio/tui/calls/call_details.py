"""A caller on one card: who, from where, what speaks for and against, and how often."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from textwrap import wrap
from typing import TYPE_CHECKING

from textual.content import Content

from portinaio.language import _, durations, formatting, ngettext, terms
from portinaio.tui import call_terms, format_number
from portinaio.tui.escape import plain
from portinaio.tui.symbols import symbol_of, verdict_of
from portinaio.tui.themes import MUTED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from portinaio.api.answers import CallAnswer, FindingAnswer
    from portinaio.tui.session import Session

WIDTH = 32  # cells of text in the pane, as the style sheet has it
DAYS = 28  # of the little chart
_BARS = "▁▂▃▄▅▆▇█"
_NO_CALL = ("▁", "$foreground 20%")


def call_details(
    session: Session, call: CallAnswer, history: Sequence[CallAnswer] | None
) -> Content:
    """What the pane at the right says of the call under the cursor."""
    parts = [_head(session, call), Content(), _verdict(session, call)]
    if history:
        parts += [Content(), _history(history, session.now().date())]
    parts += [Content(), _done(call)]
    if call["notes"]:
        parts += [Content(), Content.assemble(("✎ ", MUTED), plain(call["notes"]))]
    return Content("\n").join(parts)


def _head(session: Session, call: CallAnswer) -> Content:
    mask = session.state.mask
    lines = [Content.styled(format_number.caller(call, session.state.contacts, mask=mask), "bold")]
    number = call["number"]
    if number:
        if number in session.state.contacts:
            lines.append(Content(format_number.shown(number, mask=mask)))
        lines.append(Content.styled(format_number.place(number), MUTED))
    if call["name"]:
        lines.append(
            Content.styled(_("calls itself “%(name)s”") % {"name": plain(call["name"])}, MUTED)
        )
    return Content("\n").join(lines)


def _verdict(session: Session, call: CallAnswer) -> Content:
    shape, verdict = symbol_of(call, session.now())
    colour = f"$verdict-{verdict_of(call)}"
    head = Content.assemble(
        (f"{shape} ", f"bold $verdict-{verdict}"),
        (call_terms.label(call), f"bold {colour}"),
        (f"  {call['score']}", colour),
    )
    lines = [head, *(finding_line(one, mask=session.state.mask) for one in call["findings"])]
    if not call["findings"]:
        because = format_number.mask_numbers(call["because"], mask=session.state.mask)
        lines.append(Content.styled(because, MUTED))
    return Content("\n").join(lines)


def finding_line(found: FindingAnswer, *, mask: bool) -> Content:
    """`100  range +390844*: reserved for sales calls`."""
    weight = f"{found['weight']:>3}" if found["weight"] or not found["final"] else "  ·"
    said = format_number.mask_numbers(found["text"], mask=mask)
    return Content.assemble(
        (weight, "bold" if found["final"] else MUTED), "  ", hanging(said, WIDTH, 5)
    )


def hanging(text: str, width: int, indent: int) -> str:
    """Lines of `text` that stand `indent` cells from the left; the first is there already."""
    return ("\n" + " " * indent).join(wrap(text, max(12, width - indent)))


def _history(history: Sequence[CallAnswer], today: date) -> Content:
    days = [call_terms.moment(call["at"]).date() for call in history]
    span = (today - min(days)).days + 1
    said = ngettext("%(calls)s in %(n)d day", "%(calls)s in %(n)d days", span) % {
        "calls": terms.calls(len(history)),
        "n": span,
    }
    never = all(call_terms.talked_s(call) == 0 for call in history)
    return Content.assemble(
        said, "\n", chart(days, today), ("\n" + _("never answered") if never else "", MUTED)
    )


def chart(days: Sequence[date], today: date) -> Content:
    """One bar a day, today at the right."""
    counts = Counter(days)
    most = max(counts.values(), default=1)
    columns = [counts[today - timedelta(days=back)] for back in range(DAYS - 1, -1, -1)]
    bars = [(_BARS[max(1, round(n / most * 7))], "$primary") if n else _NO_CALL for n in columns]
    return Content.assemble(*bars)


def _done(call: CallAnswer) -> Content:
    at: datetime = call_terms.moment(call["at"])
    when = formatting.moment(at)
    parts = [call_terms.done_at_length(call)]
    if call["acted_ms"] is not None and call["action"] != "ring":
        parts.append(_("in %(n)d ms") % {"n": round(call["acted_ms"])})
    if call["cause"]:
        parts.append(f"({plain(call['cause'])})")
    if talked_s := call_terms.talked_s(call):
        parts.append(_("talked %(time)s") % {"time": durations.seconds(talked_s)})
    if (heard := call.get("heard")) and heard["notice"]:
        parts.append("\n" + _("told the caller: %(text)s") % {"text": plain(heard["notice"])})
    line = _("on line %(line)s") % {"line": plain(call["line"])}
    return Content.assemble((when, MUTED), "\n", " ".join(parts), "\n", (line, MUTED))
