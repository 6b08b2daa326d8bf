"""Files of one column in which a number stands once for each complaint, so that only how often is worth keeping."""

from __future__ import annotations

from itertools import groupby, islice
from typing import TYPE_CHECKING

from portinaio.core.evidence import Evidence
from portinaio.core.pattern import key
from portinaio.lists.intake.expression import meant_by
from portinaio.lists.intake.numbering import NORTH_AMERICA
from portinaio.lists.intake.row import listed
from portinaio.lists.intake.runs import SortedRuns
from portinaio.lists.intake.text import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

    from portinaio.lists.intake.format import Context, Row

FEWEST_REPEATED = 0.05  # of the rows; below, a repetition is a slip and the list has no counts
_BATCH = 4096
_AMERICAN_LINE = 11  # ten digits and the end of the line
_FIRST_AMERICAN = key(NORTH_AMERICA + "0" * 10)
_STEP = key(NORTH_AMERICA + "0" * 9 + "1") - _FIRST_AMERICAN


def tallied(source: BufferedReader, context: Context, *, complaints: bool = False) -> Iterator[Row]:
    """Rows in the order of their keys. Without `complaints`, repetitions count only where there are enough of them."""
    runs = SortedRuns()
    try:
        rows = 0
        for row in _taken(source, context, runs):
            if isinstance(row, int):
                rows += row
            else:
                yield row
        distinct = rows
        if not complaints:
            distinct = sum(1 for stretch in runs.stretches() for _ in groupby(stretch))
        counts = complaints or rows - distinct >= FEWEST_REPEATED * rows > 0
        for stretch in runs.stretches():
            for number, same in groupby(stretch):
                times = len(list(same))
                context.repeats += times - 1
                yield Evidence(number, number, times if counts else None, times if counts else 1)
    finally:
        runs.close()


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
    runs.fresh.extend([_FIRST_AMERICAN + n * _STEP for n in map(int, plain)])
    context.numbering.saw_national(plain)
    if len(plain) == len(batch):
        return []
    return [
        (line, text)
        for line, text in enumerate(batch, first)
        if len(text) != _AMERICAN_LINE or text[0] <= "1"
    ]
