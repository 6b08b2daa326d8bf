"""A year on one page: the calls, what of the ringing was spared, the companies, and what came of the complaints about them.

Only what was measured stands in it, and from when on; what is not known is said to be so. To be shared it bears no number and
no name of a person: a company is named there only where its name shows that it is one.
"""

from __future__ import annotations

import re
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

from portinaio.complaints.pdf import FONTS, compile_pdf
from portinaio.core.message import Message, counted, msg
from portinaio.core.safe_text import one_line
from portinaio.language.terms import COMPLAINT_STATES, LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from portinaio.complaints.pdf import Pdf
    from portinaio.core.message import Say

ROWS = 14  # of companies; more have no room on a page
LONGEST_NAME = 60
WIDTH = 100  # characters of the text
_LEGAL_FORM = re.compile(
    r"(?i)(?<!\w)(s\.?\s?p\.?\s?a|s\.?\s?r\.?\s?l|gmbh|ag|ltd|limited|plc|llc|inc|corp|s\.?a|sarl|s\.?l|b\.?v|n\.?v)\.?(?!\w)"
)
_MANY_DIGITS = re.compile(r"\d(?:[\s./-]*\d){4,}")


class YearCompany(NamedTuple):
    name: str
    calls: int
    complaints: int = 0
    state: str = ""
    """Of the complaint that was sent last."""


class YearReport(NamedTuple):
    year: int
    until: date
    """The last day of it that has been."""
    today: date
    labels: Mapping[str, int]
    counted_only: int
    since: date | None
    refused: int
    usual_ring_s: int | None
    timed: int
    companies: tuple[YearCompany, ...]
    """The busiest first."""
    states: Mapping[str, int]
    """Of the complaints that were sent in the year, as they stand today."""
    holder: str = ""
    shared: bool = False

    @property
    def spared_s(self) -> int | None:
        return None if self.usual_ring_s is None else self.refused * self.usual_ring_s


class Page(NamedTuple):
    """The report in words."""

    title: str
    subtitle: str
    figures: tuple[tuple[str, str], ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


def for_sharing(report: YearReport) -> YearReport:
    """Without numbers and without names of persons."""
    named = tuple(c for c in report.companies if _is_company(c.name))
    return report._replace(holder="", shared=True, companies=(*named, *_rest(report, named)))


def _rest(report: YearReport, named: tuple[YearCompany, ...]) -> tuple[YearCompany, ...]:
    others = [c for c in report.companies if c not in named]
    if not others:
        return ()
    calls, complaints = sum(c.calls for c in others), sum(c.complaints for c in others)
    return (YearCompany("", calls, complaints),)


def _is_company(name: str) -> bool:
    return bool(_LEGAL_FORM.search(name)) and not _MANY_DIGITS.search(name) and "@" not in name


def page(report: YearReport, say: Say) -> Page:
    span = msg("%(first)s to %(last)s", first=f"{report.year}-01-01", last=report.until.isoformat())
    head = (msg("Company"), msg("Calls"), msg("Complaints"), msg("Outcome"))
    return Page(
        say(msg("Calls and complaints of %(year)s", year=str(report.year))),
        " · ".join(filter(None, (one_line(report.holder, LONGEST_NAME), say(span)))),
        tuple((say(label), say(value)) for label, value in _figures(report)),
        tuple(map(say, head)),
        tuple(_rows(report, say)),
        tuple(map(say, _notes(report))),
    )


def _figures(report: YearReport) -> Iterable[tuple[Message, Message]]:
    yield msg("Calls"), _number(sum(report.labels.values()))
    for label in ("reported", "unknown", "known"):
        said = msg("Calls, label: %(label)s", label=LABELS[label])
        yield said, _number(report.labels.get(label, 0))
    yield msg("Refused for you"), _number(report.refused)
    yield msg("Ringing spared"), _spared(report.spared_s)
    yield msg("Complaints sent"), _number(sum(report.states.values()))
    for state, n in report.states.items():
        said = COMPLAINT_STATES.get(state, Message(state))
        yield msg("Complaints, state: %(state)s", state=said), _number(n)


def _number(n: int) -> Message:
    return Message("%(number)s", {"number": str(n)})


def _spared(spared_s: int | None) -> Message:
    if spared_s is None:
        return msg("not known")
    if spared_s < 60:
        return counted("%(n)d second", "%(n)d seconds", spared_s)
    return counted("%(n)d minute", "%(n)d minutes", round(spared_s / 60))


def _rows(report: YearReport, say: Say) -> Iterable[tuple[str, ...]]:
    shown = report.companies[:ROWS] if len(report.companies) > ROWS else report.companies
    for one in shown:
        name = one_line(one.name, LONGEST_NAME) or say(msg("others"))
        state = say(COMPLAINT_STATES.get(one.state, Message(one.state))) if one.state else ""
        yield name, str(one.calls), str(one.complaints), state
    if rest := report.companies[len(shown) :]:
        name = say(counted("%(n)d more", "%(n)d more", len(rest)))
        yield name, str(sum(c.calls for c in rest)), str(sum(c.complaints for c in rest)), ""


def _notes(report: YearReport) -> Iterable[Message]:
    if report.usual_ring_s is None:
        yield msg("For how long calls ring is not known: none that nobody took has been timed.")
    else:
        yield msg(
            "Ringing spared: refused calls, times %(seconds)d s, the median of how long calls rang that nobody took (timed:"
            " %(timed)d). Times of this device's own branch do not count.",
            seconds=report.usual_ring_s,
            timed=report.timed,
        )
    if report.counted_only:
        yield counted(
            "%(n)d call is only counted, as the log keeps no more of it; refusals, times and companies are known since"
            " %(day)s.",
            "%(n)d calls are only counted, as the log keeps no more of them; refusals, times and companies are known since"
            " %(day)s.",
            report.counted_only,
            day=report.since.isoformat() if report.since else "-",
        )
    yield msg(
        "Outcomes as of %(day)s. Companies are those that were named for these calls; a number on a display proves nothing"
        " about who called.",
        day=report.today.isoformat(),
    )
    if report.shared:
        yield msg(
            "To be shared: without numbers, and without names that do not show that they are a company's."
        )


def as_text(report: YearReport, say: Say) -> str:
    made = page(report, say)
    width = max((len(label) for label, _ in made.figures), default=0)
    figures = [f"{label:<{width}}  {value:>10}" for label, value in made.figures]
    table = [made.head, *made.rows] if made.rows else []
    columns = [max(len(row[place]) for row in table) for place in range(4)] if table else []
    lines = [
        f"{name:<{columns[0]}}  {calls:>{columns[1]}}  {complaints:>{columns[2]}}  {state}".rstrip()
        for name, calls, complaints, state in table
    ]
    parts = [[made.title, made.subtitle], figures, lines, _wrapped(made.notes)]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _wrapped(notes: Iterable[str]) -> list[str]:
    return [line for note in notes for line in wrap(note, WIDTH)]


def as_year_pdf(report: YearReport, say: Say) -> Pdf:
    content = page(report, say)._asdict() | {"fonts": list(FONTS)}
    return compile_pdf("year.typ", "year", content)
