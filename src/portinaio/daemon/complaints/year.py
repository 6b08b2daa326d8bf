"""The yearly report, put together from the log, the company book and the complaints."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from portinaio.complaints.year import (
    YearCompany,
    YearReport,
    as_text,
    as_year_pdf,
    for_sharing,
)
from portinaio.core.message import composed, msg
from portinaio.core.verdict import Label
from portinaio.daemon.complaints.complaint_answers import stands_now
from portinaio.errors import UsageError
from portinaio.store.counts.insight import median

if TYPE_CHECKING:
    from portinaio.api.answers import LetterAnswer, YearAnswer
    from portinaio.complaints.pdf import Pdf
    from portinaio.core.complaint import Complaint
    from portinaio.core.message import Say
    from portinaio.daemon.context import Context

FIRST_YEAR = 2000


def year_report(context: Context, year: int | None, *, share: bool) -> YearReport:
    today = context.now().date()
    year = today.year if year is None else year
    if year > today.year:
        raise UsageError(msg("%(year)s has not begun", year=str(year)))
    everything = context.store.complaints.all()
    sent = [
        (one, stands_now(context, one, everything).state.value)
        for one in sorted(everything, key=lambda c: (c.sent or date.max, c.id))
        if one.sent and one.sent.year == year
    ]
    counts = context.store.insights.year(year)
    report = YearReport(
        year,
        min(today, date(year, 12, 31)),
        today,
        {label.value: counts.labels[label] for label in Label},
        counts.counted_only,
        counts.since,
        counts.refused,
        median(counts.rang),
        sum(n for _, n in counts.rang),
        _companies(counts.companies, sent),
        Counter(state for _, state in sent),
        context.store.profile.all().get("name", ""),
    )
    return for_sharing(report) if share else report


def _companies(
    called: list[tuple[str, int]], sent: list[tuple[Complaint, str]]
) -> tuple[YearCompany, ...]:
    found = {_key(name): YearCompany(name, calls) for name, calls in called}
    for complaint, state in sent:
        if complaint.company:
            key = _key(complaint.company)
            one = found.get(key, YearCompany(complaint.company, 0))
            found[key] = one._replace(complaints=one.complaints + 1, state=state)
    return tuple(sorted(found.values(), key=lambda c: (-c.calls, -c.complaints, c.name.casefold())))


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def year_answer(report: YearReport) -> YearAnswer:
    return {
        "year": report.year,
        "until": report.until.isoformat(),
        "labels": {
            "known": report.labels["known"],
            "unknown": report.labels["unknown"],
            "reported": report.labels["reported"],
        },
        "counted_only": report.counted_only,
        "since": report.since.isoformat() if report.since else None,
        "refused": report.refused,
        "usual_ring_s": report.usual_ring_s,
        "timed": report.timed,
        "spared_s": report.spared_s,
        "companies": [
            {
                "name": one.name,
                "calls": one.calls,
                "complaints": one.complaints,
                "state": one.state or None,
            }
            for one in report.companies
        ],
        "states": dict(report.states),
        "text": composed(lambda say: as_text(report, say)),
    }


def year_file(report: YearReport) -> LetterAnswer:
    made: list[Pdf] = []  # the words are known when the language is

    def data(say: Say) -> str:
        made.append(as_year_pdf(report, say))
        return b64encode(made[-1].data).decode("ascii")

    def notice(say: Say) -> str:
        found = made[-1].notice if made else None
        return say(found) if found else ""

    return {
        "name": f"portinaio-{report.year}.pdf",
        "type": "application/pdf",
        "data": composed(data),
        "notice": composed(notice),
    }
