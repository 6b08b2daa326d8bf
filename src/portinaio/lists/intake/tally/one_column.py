"""Files of one column in which a number stands once for each complaint, so that only how often is worth keeping."""

from __future__ import annotations

from itertools import chain, compress
from operator import not_
from typing import TYPE_CHECKING

from portinaio.core.evidence import Batch
from portinaio.core.numbers.alike import AMERICAN
from portinaio.lists.intake.expression import meant_by
from portinaio.lists.intake.many_keys import AMERICAN_STEP, FIRST_AMERICAN, NORTH_AMERICA
from portinaio.lists.intake.numbering import SAMPLE
from portinaio.lists.intake.row import listed
from portinaio.lists.intake.tally.runs import MOST, SortedRuns
from portinaio.lists.intake.tally.ten_digits import are_ten_digits, packed, unpacked
from portinaio.lists.intake.text import WholeLines, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

    from portinaio.lists.intake.format import Context, Row, Rows

FEWEST_REPEATED = 0.05  # of the rows; below, a repetition is a slip and the list has no counts
FEWEST_TIMES = 4  # the number that is named most; one list made of two or three names none so often
_AMERICAN_LINE = AMERICAN + 1  # with its end
_MIDDLE = MOST  # of all keys: what is left of them without it, a float holds


def read_one_column(
    source: BufferedReader, context: Context, *, complaints: bool | None
) -> Iterator[Rows]:
    """Rows in the order of their keys. Where nobody knows about `complaints`, repetitions count if there are enough."""
    column = _Column(context)
    try:
        yield from column.taken(source)
        counts = complaints
        if counts is None:
            counts = context.complaints = column.repeats_enough()
        for keys, times in column.counted():
            context.repeats += sum(times) - len(times)
            said = times if counts else None
            yield Batch(keys, reporters=said, reports=said)
    finally:
        column.close()


class _Column:
    """Its numbers: those of North America, which nearly all such files are of, and the others, whose keys are all above them."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._numbering = context.numbering
        self._american = self._numbering.plan.calling_code == NORTH_AMERICA
        self._ten_digits = SortedRuns()
        self._keys = SortedRuns()
        self._rows = 0

    def taken(self, source: BufferedReader) -> Iterator[Row]:
        """What is no number at once."""
        text = WholeLines(lines_of(source))
        next(iter(text), None)  # its title
        first = 2
        while stretch := text.stretch():
            count = stretch.count("\n") + (not stretch.endswith("\n"))
            if self._american and are_ten_digits(stretch):
                self._take(stretch)
            else:
                yield from self._taken(first, stretch.split("\n")[:count])
            self._ten_digits.settle()
            self._keys.settle()
            self._context.seen(count)
            first += count

    def _taken(self, first: int, lines: list[str]) -> Iterator[Row]:
        if self._american:
            plain = list(map(_is_american, lines))
            self._take("".join(f"{line}\n" for line in compress(lines, plain)))
        else:
            keys = self._numbering.keys_of(lines)
            plain = list(map(bool, keys))
            self._keys.fresh += [float(key - _MIDDLE) for key in keys if key]
            self._rows += sum(plain)
        if all(plain):
            return
        for line, whole in compress(enumerate(lines, first), map(not_, plain)):
            if text := whole.strip().strip('"'):
                meant = meant_by(text, self._numbering)
                if isinstance(meant, int):
                    self._take_key(meant)
                else:
                    yield listed(line, text, meant)

    def _take(self, lines: str) -> None:
        count = len(lines) // _AMERICAN_LINE
        self._ten_digits.fresh += packed(lines)
        self._rows += count
        self._numbering.saw_national(lines[: SAMPLE * _AMERICAN_LINE].split(), count)

    def _take_key(self, key: int) -> None:
        digits, more = divmod(key - FIRST_AMERICAN, AMERICAN_STEP)
        if not more and digits < 10**AMERICAN:
            self._ten_digits.fresh += packed(f"{digits:010}\n")
        else:
            self._keys.fresh.append(float(key - _MIDDLE))
        self._rows += 1

    def counted(self) -> Iterator[tuple[list[int], list[int]]]:
        """Keys in order, and how often each stands there."""
        for numbers, times in self._ten_digits.counted():
            yield [n * AMERICAN_STEP + FIRST_AMERICAN for n in unpacked(numbers)], times
        for numbers, times in self._keys.counted():
            yield [int(n) + _MIDDLE for n in numbers], times

    def repeats_enough(self) -> bool:
        """Read only as far as it takes to see it."""
        repeated = most = 0
        for _, times in chain(self._ten_digits.counted(), self._keys.counted()):
            repeated += sum(times) - len(times)
            most = max(most, max(times, default=0))
            if most >= FEWEST_TIMES and repeated >= FEWEST_REPEATED * self._rows:
                return True
        return False

    def close(self) -> None:
        self._ten_digits.close()
        self._keys.close()


def _is_american(line: str) -> bool:
    return len(line) == AMERICAN and line[0] > "1" and line.isdigit() and line.isascii()
