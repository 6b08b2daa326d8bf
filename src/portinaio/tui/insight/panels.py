"""What each panel of insight says, for the width it has."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content

from portinaio.language import formatting, ngettext
from portinaio.tui.insight import charts
from portinaio.tui.insight.page import spared_sentences, weekday_names
from portinaio.tui.themes import MUTED

if TYPE_CHECKING:
    from portinaio.api.answers import InsightAnswer

HEIGHT = 6  # lines of the plot by hour
WEEKS = 12  # the latest; more have no room


def hours(found: InsightAnswer, width: int) -> Content:
    """A bar an hour or, where that is too much, one for two of them."""
    together = 1 if width >= 24 * 2 else 2
    bars = 24 // together
    step = max(1, min(3, width // bars))
    counts = [charts.total(hour) for hour in found["hours"]]
    values = [sum(counts[at : at + together]) for at in range(0, 24, together)]
    between = 3 if together == 1 else 4  # hours from one label to the next
    axis = "".join(
        f"{hour:02d}".ljust(step * between // together) for hour in range(0, 24, between)
    )
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
    days = [formatting.short_day(date.fromisoformat(week["monday"])) for week in weeks]
    longest = max(map(len, days), default=0)
    room = max(5, width - longest - 1 - digits - 1)
    return Content("\n").join(
        Content.assemble(
            (f"{day:<{longest}} ", MUTED),
            charts.stacked(week, most, room),
            (f" {charts.total(week):>{digits}}", MUTED),
        )
        for day, week in zip(reversed(days), reversed(weeks), strict=True)
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
            (said(n).removeprefix(f"{n} "), MUTED),
            (f", {suspected}" if label == "unknown" and suspects else "", MUTED),
        )
        for label, n, said in (
            ("reported", labels["reported"], _reported),
            ("unknown", labels["unknown"], _unknown),
            ("known", labels["known"], _known),
        )
    ]
    n = charts.total(labels)
    calls = ngettext("%(n)d call", "%(n)d calls", n) % {"n": n}
    return Content("   ").join([Content.styled(calls, "bold"), *parts])


def spared(found: InsightAnswer) -> Content:
    head, how = spared_sentences(found)
    return Content.assemble((head, "bold $verdict-known"), "\n", (how, MUTED))


def _reported(n: int) -> str:
    return ngettext("%(n)d reported", "%(n)d reported", n) % {"n": n}


def _unknown(n: int) -> str:
    return ngettext("%(n)d unknown", "%(n)d unknown", n) % {"n": n}


def _known(n: int) -> str:
    return ngettext("%(n)d known", "%(n)d known", n) % {"n": n}
