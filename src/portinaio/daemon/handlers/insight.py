"""The façade's acts of looking closer: what an entry would catch, what a list holds, what the log amounts to."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from portinaio.core.message import msg, render
from portinaio.daemon.handlers import answers
from portinaio.daemon.handlers.part import Part
from portinaio.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable
    from datetime import datetime

    from portinaio.api.answers import (
        CountAnswer,
        InsightAnswer,
        ListRowAnswer,
        ListRowsAnswer,
        PreviewAnswer,
        TallyAnswer,
    )
    from portinaio.core.evidence import Evidence
    from portinaio.core.verdict import Label
    from portinaio.lists.index.reader import ListIndex

LATEST = 5  # calls of a preview; enough to recognise who would be caught
MOST_DAYS = 3660
MOST_ROWS = 500  # of a list, at a time
LONGEST_TEXT = 80  # characters of a list's own words


class LookingActs(Part):
    """A part of the façade."""

    def preview(self, pattern: str) -> PreviewAnswer:
        """What an entry would have caught, or why there can be none; nothing is written."""
        from portinaio.core.numbers.pattern import (  # `check` comes through this file
            Refusal,
            read_pattern,
        )

        found = read_pattern(pattern, self.context.config.plan)
        if isinstance(found, Refusal):
            refusal = render(found.reason, self.tongue)
            return {"pattern": None, "refusal": refusal, "calls": 0, "latest": [], "contacts": []}
        insights = self.context.store.insights
        return {
            "pattern": found.text,
            "refusal": None,
            "calls": insights.count_of(found),
            "latest": [
                answers.call_answer(call, self.tongue) for call in insights.latest_of(found, LATEST)
            ],
            "contacts": [
                answers.contact_answer(contact._replace(numbers=inside))
                for contact in self.context.store.contacts.all()
                if (inside := tuple(n for n in contact.numbers if found.covers(n)))
            ],
        }

    def insight(self, days: int = 30) -> InsightAnswer:
        """What the last `days` days amount to."""
        since = self._days_ago(days)
        found = self.context.store.insights.since(since)
        spared = None if found.usual_ring_s is None else found.refused * found.usual_ring_s
        return {
            "days": days,
            "since": answers.iso(since),
            "labels": _tally(found.labels),
            "hours": [_tally(each) for each in found.hours],
            "weekdays": [_tally(each) for each in found.weekdays],
            "weeks": [
                {
                    "monday": monday.isoformat(),
                    "suspected": found.suspected[monday],
                    **_tally(each),
                }
                for monday, each in found.weeks.items()
            ],
            "ranges": _counts(found.ranges),
            "companies": _counts(found.companies),
            "refused": found.refused,
            "usual_ring_s": found.usual_ring_s,
            "timed": found.timed,
            "spared_s": spared,
        }

    def caught(self, days: int = 30) -> list[CountAnswer]:
        """By list, how many reported calls it spoke against."""
        found = self.context.store.insights.caught(self._days_ago(days))
        return _counts(sorted(found.items(), key=lambda each: -each[1]))

    def list_rows(self, name: str, number: str = "", limit: int = 100) -> ListRowsAnswer:
        """The first rows of a list, or what it says of one number."""
        if not 1 <= limit <= MOST_ROWS:
            raise UsageError(msg("a page has 1 to %(most)d rows", most=MOST_ROWS))
        index = self._index(name)
        rows = self._rows_of(index, number) if number.strip() else islice(index.rows(), limit)
        return {"entries": len(index), "rows": [_row(row) for row in rows]}

    def _days_ago(self, days: int) -> datetime:
        if not 1 <= days <= MOST_DAYS:
            raise UsageError(msg("the log is counted over 1 to %(most)d days", most=MOST_DAYS))
        return self.context.now() - timedelta(days=days)

    def _index(self, name: str) -> ListIndex:
        open_lists = self.context.open_lists
        open_list = (
            next((one for one in open_lists.all() if one.name == name), None)
            if open_lists
            else None
        )
        if open_list is None:
            raise NotFoundError(msg("there is no list called %(name)s", name=name[:60]))
        if open_list.error:
            raise open_list.error
        if open_list.opened is None:
            raise NotFoundError(msg("nothing of %(name)s has been fetched yet", name=name))
        return open_list.opened

    def _rows_of(self, index: ListIndex, number: str) -> Iterable[Evidence]:
        from portinaio.core.numbers.number import read  # as above
        from portinaio.core.numbers.pattern import key  # as above

        reading = read(number, self.context.config.plan)
        if reading.number is None:
            reason = reading.hint or msg("this is not a telephone number")
            raise UsageError(msg("%(text)s: %(reason)s", text=number[:60], reason=reason))
        hit = index.find(key(reading.number[1:]))
        return [index.detail(hit)] if hit else []


def _row(row: Evidence) -> ListRowAnswer:
    from portinaio.lists.intake.row import iso, pattern_of  # as above

    return {
        "pattern": pattern_of(row),
        "reporters": row.reporters,
        "disputes": row.disputes,
        "last": iso(row.last_day) or None,
        "category": row.category,
        "company": row.company[:LONGEST_TEXT],
    }


def _tally(counter: Counter[Label]) -> TallyAnswer:
    from portinaio.core.verdict import Label  # as above

    return {
        "known": counter[Label.KNOWN],
        "unknown": counter[Label.UNKNOWN],
        "reported": counter[Label.REPORTED],
    }


def _counts(named: Iterable[tuple[str, int]]) -> list[CountAnswer]:
    return [{"name": name, "calls": calls} for name, calls in named]
