"""Files of one column in which a number stands once for each complaint, so that only how often is worth keeping."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from portinaio.core.evidence import Batch
from portinaio.lists.intake.expression import meant_by
from portinaio.lists.intake.keys.plain_rules import EXPRESSION
from portinaio.lists.intake.row import listed
from portinaio.lists.intake.tally.repetitions import FEWEST_REPEATED, FEWEST_TIMES
from portinaio.lists.intake.tally.runs import SortedRuns
from portinaio.lists.intake.text import WholeLines, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

    from portinaio.lists.intake.format import Context, Row, Rows


def read_one_column(
    source: BufferedReader, context: Context, *, complaints: bool | None
) -> Iterator[Rows]:
    """Rows in the order of their keys. Where nobody knows about `complaints`, repetitions count if there are enough."""
    runs = SortedRuns()
    try:
        yield from _taken(source, context, runs)
        counts = complaints
        if counts is None:
            counts = context.complaints = _repeats_enough(runs)
        for keys, times in runs.counted():
            context.repeats += int(times.sum()) - len(times)
            said = times.tolist() if counts else None
            yield Batch(keys.tolist(), reporters=said, reports=said)
    finally:
        runs.close()


def _taken(source: BufferedReader, context: Context, runs: SortedRuns) -> Iterator[Row]:
    """Numbers go to `runs`; what is none comes at once."""
    text = WholeLines(lines_of(source))
    next(iter(text), None)  # its title
    numbering, first = context.numbering, 2
    while stretch := text.stretch():
        stretch += "\n" * (not stretch.endswith("\n"))
        keys, national = numbering.many.lines.keys_of(stretch, EXPRESSION)
        lines = stretch.split("\n")
        numbering.saw_many(lines, national)
        others = []
        for place in np.flatnonzero(keys == 0).tolist():
            if line := lines[place].strip().strip('"'):
                meant = meant_by(line, numbering)
                if isinstance(meant, int):
                    others.append(meant)
                else:
                    yield listed(first + place, line, meant)
        runs.add(keys[keys > 0])
        runs.add(others)
        context.seen(len(keys))
        first += len(keys)


def _repeats_enough(runs: SortedRuns) -> bool:
    rows = repeated = most = 0
    for numbers, times in runs.counted():
        rows += int(times.sum())
        repeated += int(times.sum()) - len(numbers)
        most = max(most, int(times.max(initial=0)))
    return repeated >= FEWEST_REPEATED * rows and most >= FEWEST_TIMES
