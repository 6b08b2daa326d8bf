"""Files of one column in which a number stands once for each complaint, so that only how often is worth keeping."""

from __future__ import annotations

from collections import Counter
from itertools import islice, repeat
from typing import TYPE_CHECKING

from portinaio.core.evidence import Evidence
from portinaio.lists.intake.expression import meant_by
from portinaio.lists.intake.numbering import AMERICAN_STEP, FIRST_AMERICAN, NORTH_AMERICA
from portinaio.lists.intake.row import listed
from portinaio.lists.intake.runs import SortedRuns
from portinaio.lists.intake.text import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

    from portinaio.lists.intake.format import Context, Row, Rows

FEWEST_REPEATED = 0.05  # of the rows; below, a repetition is a slip and the list has no counts
FEWEST_TIMES = 4  # the number that is named most; one list made of two or three names none so often
_BATCH = 4096
_UNKNOWN = repeat(0), repeat(0), repeat(0), repeat(""), repeat(""), repeat(""), repeat(False)
_AMERICAN_LINE = 11  # ten digits and the end of the line


def read_one_column(
    source: BufferedReader, context: Context, *, complaints: bool | None
) -> Iterator[Rows]:
    """Rows in the order of their keys. Where nobody knows about `complaints`, repetitions count if there are enough."""
    runs = SortedRuns()
    try:
        rows = 0
        for row in _taken(source, context, runs):
            if isinstance(row, int):
                rows += row
            else:
                yield row
        counts = complaints
        if counts is None:
            counts = context.complaints = _repeats(runs, rows)
        for part in runs.stretches():
            times = Counter(part)  # keeps the order
            context.repeats += len(part) - len(times)
            reporters = times.values() if counts else repeat(None)
            reports = times.values() if counts else repeat(1)
            yield list(
                map(Evidence._make, zip(times, times, reporters, reports, *_UNKNOWN, strict=False))
            )
    finally:
        runs.close()


def _repeats(runs: SortedRuns, rows: int) -> bool:
    distinct = most = 0
    for part in runs.stretches():
        times = Counter(part)
        distinct += len(times)
        most = max(most, max(times.values(), default=0))
    return most >= FEWEST_TIMES and rows - distinct >= FEWEST_REPEATED * rows


def _taken(source: BufferedReader, context: Context, runs: SortedRuns) -> Iterator[Row | int]:
    """What is no number at once; of the others how many."""
    lines = lines_of(source)
    next(lines, None)
    first = 2
    while batch := list(islice(lines, _BATCH)):
        others = list(enumerate(batch, first))
        if context.numbering.plan.calling_code == NORTH_AMERICA:
            others = _american(batch, first, context, runs)
        before = len(runs.fresh)
        for line, whole in others:
            if text := whole.strip().strip('"'):
                meant = meant_by(text, context.numbering)
                if isinstance(meant, int):
                    runs.fresh.append(meant)
                else:
                    yield listed(line, text, meant)
        yield len(batch) - len(others) + len(runs.fresh) - before
        runs.settle()
        context.seen(len(batch))
        first += len(batch)


def _american(
    batch: list[str], first: int, context: Context, runs: SortedRuns
) -> list[tuple[int, str]]:
    """Takes the ten-digit rows of a batch all at once, and gives back the others with their lines."""
    plain = [text for text in batch if len(text) == _AMERICAN_LINE and text[0] > "1"]
    digits = "".join(plain).replace("\n", "")
    if not digits.isascii() or not digits.isdigit() or len(digits) != 10 * len(plain):
        return list(enumerate(batch, first))
    runs.fresh.extend([FIRST_AMERICAN + n * AMERICAN_STEP for n in map(int, plain)])
    context.numbering.saw_national(plain)
    if len(plain) == len(batch):
        return []
    return [
        (line, text)
        for line, text in enumerate(batch, first)
        if len(text) != _AMERICAN_LINE or text[0] <= "1"
    ]
