"""The insight as one page of Markdown, and the sentences that it shares with the screen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from portinaio.language import _, formatting, ngettext, terms
from portinaio.tui.escape import plain
from portinaio.tui.insight.charts import VERDICTS, total

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from portinaio.api.answers import CountAnswer, InsightAnswer


def weekday_names() -> list[str]:
    return [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]


def spared_sentences(found: InsightAnswer) -> tuple[str, str]:
    """How much ringing was spared, and how that is computed."""
    n, usual, spared = found["refused"], found["usual_ring_s"], found["spared_s"]
    refused = ngettext("%(n)d refused call", "%(n)d refused calls", n) % {"n": n}
    if usual is None or spared is None:
        return refused, _(
            "for how long they would have rung is not known: no call has been timed yet"
        )
    minutes = round(spared / 60)
    head = ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if spared < 60:
        head = ngettext("%(n)d second", "%(n)d seconds", spared) % {"n": spared}
    timed = ngettext(
        "the time that %(n)d call rang which nobody took",
        "the median of how long %(n)d calls rang that nobody took",
        found["timed"],
    ) % {"n": found["timed"]}
    how = _("%(refused)s \N{MULTIPLICATION SIGN} %(n)d s, %(timed)s")
    return head, how % {"refused": refused, "n": usual, "timed": timed}


def page(found: InsightAnswer, caught: Iterable[tuple[str, int]], now: datetime) -> str:
    """Markdown; names from outside are made harmless and bear no markup. `caught` are titles of lists."""
    head, how = spared_sentences(found)
    parts = [
        f"# {_title(found, now)}",
        _labels(found),
        f"**{_('Ringing spared')}:** {head} ({how})",
        f"## {_('By hour')}",
        _table(
            (_("Hour"), _("Calls")),
            [(f"{hour:02d}:00", total(tally)) for hour, tally in enumerate(found["hours"])],
        ),
        f"## {_('By day of the week')}",
        _table(
            (_("Day"), _("Calls")),
            [(n, total(t)) for n, t in zip(weekday_names(), found["weekdays"], strict=True)],
        ),
        f"## {_('By week')}",
        _weeks(found),
        f"## {_('Ranges that call')}",
        _counts(_("Range"), _pairs(found["ranges"])),
        f"## {_('Companies')}",
        _counts(_("Company"), _pairs(found["companies"])),
        f"## {_('Lists that spoke up')}",
        _counts(_("List"), caught),
    ]
    return "\n\n".join(parts) + "\n"


def _title(found: InsightAnswer, now: datetime) -> str:
    since = formatting.day(date.fromisoformat(found["since"][:10]))
    said = _("Calls from %(since)s to %(day)s")
    return said % {"since": since, "day": formatting.day(now.date())}


def _labels(found: InsightAnswer) -> str:
    counts = found["labels"]
    rows = [
        (terms.label("reported"), counts["reported"]),
        (terms.label("unknown"), counts["unknown"]),
        (terms.label("known"), counts["known"]),
    ]
    return _table((_("Label"), _("Calls")), rows)


def _weeks(found: InsightAnswer) -> str:
    rows = [
        (
            formatting.day(date.fromisoformat(week["monday"])),
            week["reported"],
            week["suspected"],
            week["unknown"] - week["suspected"],
            week["known"],
        )
        for week in found["weeks"]
    ]
    return _table((_("Week of"), *map(terms.label, VERDICTS)), rows)


def _pairs(rows: Iterable[CountAnswer]) -> list[tuple[str, int]]:
    return [(one["name"], one["calls"]) for one in rows]


def _counts(name: str, rows: Iterable[tuple[str, int]]) -> str:
    return _table((name, _("Calls")), [(f"`{_harmless(text)}`", calls) for text, calls in rows])


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    ruled = ["---"] + ["---:"] * (len(head) - 1)
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in (head, ruled, *rows))


def _harmless(text: str) -> str:
    """No bar ends the cell, no backtick the code."""
    return plain(text).replace("|", "/").replace("`", "'")
