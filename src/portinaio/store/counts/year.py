"""What the log knows of one calendar year, on the wall clock of the house.

Days that are counts by now know how many called and with which label, and nothing more; from when on more is known is said.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.logged import GIVEN_BACK
from portinaio.core.verdict import Label
from portinaio.store.call_row import BRANCH_S, TURNED_AWAY

if TYPE_CHECKING:
    from portinaio.store.connection import Connection

_WITHIN = "(at / 1000000 + offset * 60) >= ? AND (at / 1000000 + offset * 60) < ?"
_LABELS = f"SELECT label, count(*), min(at / 1000000 + offset * 60) FROM calls WHERE {_WITHIN} GROUP BY label"  # noqa: S608  # our own constants, here and below
_OLD = "SELECT label, sum(calls) FROM counts WHERE day >= ? AND day < ? GROUP BY label"
_REFUSED = f"""
    SELECT count(*) FROM calls
    WHERE {_WITHIN} AND action IN {TURNED_AWAY} AND outcome = 'done'
"""  # noqa: S608
# As in the insight: no time of our own branch is taken for the call's.
_RANG = f"""
    SELECT cast(rang_s + 0.5 AS INTEGER) AS rang, count(*) FROM calls
    WHERE {_WITHIN} AND action = 'ring' AND rang_s > 0 AND talked_s = 0
    AND NOT (rang_s >= {BRANCH_S[0]} AND rang_s < {BRANCH_S[1]} AND cause IS '{GIVEN_BACK}')
    GROUP BY rang ORDER BY rang
"""  # noqa: S608
_COMPANIES = f"""
    SELECT companies.name, count(*) AS n FROM company_numbers
    JOIN calls ON calls.number = company_numbers.number AND {_WITHIN}
    JOIN companies ON companies.folded = company_numbers.company
    GROUP BY companies.folded ORDER BY n DESC, companies.folded
"""  # noqa: S608


class YearCounts(NamedTuple):
    labels: Counter[Label]
    counted_only: int
    """Of these, calls of which the log has nothing else any more."""
    since: date | None
    """Day of the first call that is still in the log; what follows knows nothing of earlier ones."""
    refused: int
    rang: list[tuple[int, int]]
    """For how many seconds calls rang that nobody took, ascending, and how many did; only what the line has seen."""
    companies: list[tuple[str, int]]


def count_year(connection: Connection, year: int) -> YearCounts:
    first, end = (int(datetime(y, 1, 1, tzinfo=UTC).timestamp()) for y in (year, year + 1))
    known = {label.value: label for label in Label}
    labels: Counter[Label] = Counter()
    begins: list[int] = []
    for name, calls, earliest in connection.search(_LABELS, (first, end)):
        if name in known:  # else spoilt by the disk
            labels[known[name]] += calls
            begins.append(earliest)
    counted_only = 0
    for name, calls in connection.search(_OLD, (f"{year:04}-01-01", f"{year + 1:04}-01-01")):
        if name in known:
            labels[known[name]] += calls
            counted_only += calls
    return YearCounts(
        labels,
        counted_only,
        datetime.fromtimestamp(min(begins), UTC).date() if begins else None,
        int(connection.search(_REFUSED, (first, end))[0][0]),
        [(int(s), int(n)) for s, n in connection.search(_RANG, (first, end))],
        [(str(name), int(n)) for name, n in connection.search(_COMPANIES, (first, end))],
    )
