"""Files of one column in which a number stands once for each complaint, so that only how often is worth keeping."""

from __future__ import annotations

from bisect import bisect_right
from itertools import chain, compress, islice
from operator import not_
from typing import TYPE_CHECKING

from portinaio.core.evidence import Batch
from portinaio.core.numbers.alike import AMERICAN
from portinaio.core.numbers.national_keys import HEAD
from portinaio.lists.intake.expression import meant_by
from portinaio.lists.intake.many_keys import AMERICAN_STEP, FIRST_AMERICAN, NORTH_AMERICA
from portinaio.lists.intake.numbering import SAMPLE
from portinaio.lists.intake.row import listed
from portinaio.lists.intake.tally.national_digits import LONGEST_CODE, PLACES, Lines, keys_of
from portinaio.lists.intake.tally.runs import MOST, SortedRuns, merged
from portinaio.lists.intake.tally.ten_digits import are_ten_digits, packed, unpacked
from portinaio.lists.intake.text import WholeLines, lines_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from io import BufferedReader

    from portinaio.lists.intake.format import Context, Row, Rows

FEWEST_REPEATED = 0.05  # of the rows; below, a repetition is a slip and the list has no counts
FEWEST_TIMES = 4  # the number that is named most; one list made of two or three names none so often
_MANY, _ONE_OF = 200_000, 4  # rows, of which stretches are looked at for repetitions
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
    """Its numbers: those of North America, which nearly all such files are of, or those of another country in national notation, and
    the others.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._numbering = context.numbering
        self._code = self._numbering.plan.calling_code
        self._american = self._code == NORTH_AMERICA
        self._ten_digits = SortedRuns()
        self._national = SortedRuns()
        self._keys = SortedRuns()
        self._runs = (self._ten_digits, self._national, self._keys)
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
            elif self._american or not self._take_national(stretch):
                yield from self._taken(first, stretch.split("\n")[:count])
            for runs in self._runs:
                runs.settle()
            self._context.seen(count)
            first += count

    def _taken(self, first: int, lines: list[str]) -> Iterator[Row]:
        if self._american:
            plain = list(map(_is_american, lines))
            self._take("".join(f"{line}\n" for line in compress(lines, plain)))
            left = list(compress(enumerate(lines, first), map(not_, plain)))
        else:
            others = self._without_national(lines)
            left = [(n, line) for n, line in enumerate(lines, first) if line in others]
            keys = self._numbering.keys_of([line for _, line in left])
            self._keys.fresh += [float(key - _MIDDLE) for key in keys if key]
            self._rows += len(keys) - list(keys).count(None)
            left = [each for each, key in zip(left, keys, strict=True) if not key]
        for line, whole in left:
            if text := whole.strip().strip('"'):
                meant = meant_by(text, self._numbering)
                if isinstance(meant, int):
                    self._take_key(meant)
                else:
                    yield listed(line, text, meant)

    def _without_national(self, lines: list[str]) -> set[str]:
        """Takes those of each length that are plainly national numbers; the others come back, each once."""
        ordered, others, begin = sorted(lines, key=len), set[str](), 0
        while begin < len(ordered):
            end = bisect_right(ordered, len(ordered[begin]), begin, key=len)
            texts = ordered[begin:end]
            if not self._take_national("\n".join([*texts, ""])):
                doubtful = self._numbering.many.doubtful(
                    len(texts[0]), {text[:HEAD] for text in texts}
                )
                good = [text for text in texts if text[:HEAD] not in doubtful]
                if len(good) == len(texts) or not self._take_national("\n".join([*good, ""])):
                    good = []
                others |= set(texts).difference(good)
            begin = end
        return others

    def _take_national(self, text: str) -> bool:
        """Whether all lines were such, and are read in one way."""
        lines = Lines.of(text) if len(self._code) <= LONGEST_CODE else None
        if lines is None:
            return False
        rule = self._rule_of(lines, lines.likely_beginnings(HEAD))
        rule = rule or self._rule_of(lines, lines.beginnings(HEAD))
        if rule is None:
            return False
        digits = rule[1] % 16 - len(self._code)
        if digits > PLACES:
            return False
        self._national.fresh += lines.packed(lines.size - digits)
        self._rows += lines.count
        self._numbering.saw_national(lines.first(SAMPLE), lines.count)
        return True

    def _rule_of(self, lines: Lines, heads: Collection[str]) -> tuple[int, int] | None:
        return self._numbering.many.rule_of(lines.size, heads, lambda odd: odd in lines.text)

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
        for numbers, times in self._ten_digits.counted():  # those of a 1 are below all others
            yield [n * AMERICAN_STEP + FIRST_AMERICAN for n in unpacked(numbers)], times
        national = ((keys_of(n, self._code), times) for n, times in self._national.counted())
        others = (([int(n) + _MIDDLE for n in n_], times) for n_, times in self._keys.counted())
        yield from merged(national, others)

    def repeats_enough(self) -> bool:
        """Read only as far as it takes to see it; of many stretches some are looked at."""
        repeated, each = 0, _ONE_OF if self._rows > _MANY else 1
        blocks = chain.from_iterable(runs.blocks() for runs in self._runs)
        for block in islice(blocks, 0, None, each):
            repeated += each * (len(block) - len(set(block)))
            if repeated >= FEWEST_REPEATED * self._rows:
                counted = chain.from_iterable(runs.counted() for runs in self._runs)
                return any(max(times, default=0) >= FEWEST_TIMES for _, times in counted)
        return False

    def close(self) -> None:
        for runs in self._runs:
            runs.close()


def _is_american(line: str) -> bool:
    return len(line) == AMERICAN and line[0] > "1" and line.isdigit() and line.isascii()
