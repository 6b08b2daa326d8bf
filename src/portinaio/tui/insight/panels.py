"""What each panel of insight says, for the width it has."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content

from portinaio.language import formatting, ngettext, terms
from portinaio.tui.insight import charts
from portinaio.tui.insight.page import spared_sentences, weekday_names
from portinaio.tui.themes import MUTED

if TYPE_CHECKING:
    from portinaio.api.answers import InsightAnswer

HEIGHT = 6  # lines of the plot by hour
WEEKS = 12  # the latest; more have no room


def hours(found: InsightAnswer, width: int) -> Content:
    step = 3 if width >= 72 else 2
    values = [charts.total(hour) for hour in found["hours"]]
    axis = "".join(f"{hour:02d}".ljust(step * 3) for hour in range(0, 24, 3))
    lines = charts.columns(values, HEIGHT, step, "$primary")
    return Content("\n").join([*lines, Content.styled(axis, MUTED)])


def weekdays(found: InsightAnswer, width: int) -> Content:
    rows = [
        (name, charts.total(tally))
        for name, tally in zip(weekday_names(), found["weekdays"], strict=True)
    ]
    return Content("\n").join(charts.named(rows, width, "$primary"))


def weeks(found: InsightAnswer, width: int) -> Content:
    weeks = found["weeks"][-WEEKS:]
    most = max((charts.total(week) for week in weeks), default=1)
    digits = len(str(most))
    room = max(5, width - 8 - digits - 1)
    return Content("\n").join(
        Content.assemble(
            (f"{formatting.short_day(date.fromisoformat(week['monday'])):<7} ", MUTED),
            charts.stacked(week, most, room),
            (f" {charts.total(week):>{digits}}", MUTED),
        )
        for week in reversed(weeks)
    )


def names(rows: list[tuple[str, int]], none: str, width: int) -> Content:
    if not rows:
        return Content.styled(none, MUTED)
    return Content("\n").join(charts.named(rows, width, "$verdict-reported"))


def total(found: InsightAnswer) -> Content:
    labels = found["labels"]
    suspects = sum(week["suspected"] for week in found["weeks"])
    suspected = ngettext("%(n)d suspected", "%(n)d suspected", suspects) % {"n": suspects}
    parts = [
        Content.assemble(
            (f"{charts.SHAPES[label]} {n} ", f"bold $verdict-{label}"),
            (terms.label(label), MUTED),
            (f", {suspected}" if label == "unknown" and suspects else "", MUTED),
        )
        for label, n in (
            ("reported", labels["reported"]),
            ("unknown", labels["unknown"]),
            ("known", labels["known"]),
        )
    ]
    n = charts.total(labels)
    calls = ngettext("%(n)d call", "%(n)d calls", n) % {"n": n}
    return Content("   ").join([Content.styled(calls, "bold"), *parts])


def spared(found: InsightAnswer) -> Content:
    head, how = spared_sentences(found)
    return Content.assemble((head, "bold $verdict-known"), "\n", (how, MUTED))
