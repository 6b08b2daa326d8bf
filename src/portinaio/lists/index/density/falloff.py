"""How fast what a listed number says of others falls off with their distance: learned of each country from the list itself.

Americans complain of numbers spread over a block of 1,000; of what Germans report a third shares its block of 10 with another
number. So each list hides some of its numbers, one after the other, and asks which widths of block tell of them: by how much
must the shipped weight of each width be multiplied, so that the numbers that are there were the likeliest of all. By
Poisson's law, with expectation maximisation,

    m = sum over the hidden of (m * total / expected) / (how much `total` comes to over all numbers)

where `total` is what a width adds up to around a number, and `expected` the sum of that over the widths and a little for
numbers of which nothing near tells. What it comes to over all numbers needs no walk: a number of a block of 1,000 counts for
a thousand. The shipped weights are not the likeliest ones of the American complaints either (`model`), so what is learned is how a
country differs from those: `m` is divided by theirs, and only what is more than twice or less than half of it counts, since
theirs sway as much from day to day. A list that hides few numbers learns little: `m` to the power of n / (n + 100), n of the
hidden having anything near. Together the weights stay as large as the shipped ones, so that a number of the caller's block of
10, reported today, is worth as much in every country.

Seen, with numbers that nobody had counted when the weights were made, in the first 1,000, 10,000 and 100,000 numbers of the ranking:

German reports to PhoneBlock until 2023    shipped          learned
7,896 numbers, a fifth left out by chance  3.4  15.4  32.4  7.7  20.0  38.2 %
the last fifth left out                    0.9   6.6  25.7  1.6   9.3  28.7 %
a Spanish list that only grows
2,705 numbers, and what came in 5 months   0.4   1.5   8.0  0.4   1.6   8.4 %
9,794 numbers, and what came in 5 months   0.0   1.0   5.9  0.1   1.4   6.7 %

Of the American list itself the multipliers are 1, so its figures stay. To have it learn alone, without what is known of the
Americans, caught still more of the German numbers left out by chance (10.4, 26.5 and 40.7 %), but there it is what flagged three
innocents for one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from math import isqrt
from typing import TYPE_CHECKING, NamedTuple

from portinaio.lists.index.density import model
from portinaio.lists.index.density.notes import SHORTEST, between, block_bounds
from portinaio.lists.index.layout import EPOCH, LOW_BITS

if TYPE_CHECKING:
    from portinaio.lists.index.density.draft import Draft

_LENGTH = 0b1111
_LEAST = 1_000  # entries of a list; of less the hidden are too few to tell anything
# Numbers that are hidden, at 20 µs each. Of half as many comes the same, but for a twentieth where a list lies in clusters, and an eighth
# where it lies by chance and no width tells anything.
_MOST = 16_000
_AT_ONCE = 64  # hidden ones; each touches some pages, and Linux maps the fifteen around one with it
_ROUNDS = 20  # a hundred find the same to a hundredth
_DOUBT = 100.0  # hidden numbers of which half is believed
_SWAY = 2.0  # the American multipliers lay from 0.69 to 1.84 on three days of 2025, and from 0.44 in a seventh of the list
_FURTHEST = 64.0
# Of 222,781 numbers reported until 2025-11-20, every fourth one hidden.
_AMERICAN = (0.301, 1.0, 0.923, 1.892)
_NUMBERS = 1e10  # of a country, listed or not: the order is enough


class Span(NamedTuple):
    """The records of a country."""

    begin: int
    end: int
    slow: float
    fast: float
    """What they weigh."""


def falloffs(draft: Draft, spans: list[Span]) -> list[tuple[float, ...]]:
    """The multipliers of each country, as `model.weights` takes them."""
    if draft.n < _LEAST:
        return [model.AS_SHIPPED] * len(spans)
    hidden = min(max(6 * isqrt(draft.n), draft.n // 32), _MOST)
    begins = [span.begin for span in spans]
    totals: list[list[tuple[float, ...]]] = [[] for _ in spans]
    for number in range(hidden):
        if not number % _AT_ONCE:
            draft.let_go()
        place = (2 * number + 1) * draft.n // (2 * hidden)
        country = bisect_right(begins, place) - 1
        if country >= 0 and place < spans[country].end:
            totals[country].append(_around(draft, place))
    share = hidden / draft.n
    return [_falloff(span, around, share) for span, around in zip(spans, totals, strict=True)]


def _around(draft: Draft, place: int) -> tuple[float, ...]:
    """What each width adds up to around one record, itself left out."""
    key = draft.records[place] >> LOW_BITS
    length = key & _LENGTH
    totals = [0.0] * model.WIDTHS
    if length < SHORTEST:
        return tuple(totals)
    seen = draft.hot[place] >> 16
    age = draft.day - EPOCH - seen if seen else 0
    slow, fast = model.slow(age), model.fast(age)
    begin, end = 0, draft.n
    for block in model.BLOCKS:
        low, high = block_bounds(key, block.size)
        begin = bisect_left(draft.records, low << LOW_BITS, begin, place)
        end = bisect_left(draft.records, high << LOW_BITS, place, end)
        if end - begin == 1:
            break
        _, slow_sum, fast_sum = between(draft, length, begin, end)
        total = block.slow * (slow_sum - slow) + block.fast * (fast_sum - fast)
        totals[block.width] += max(total, 0.0)  # what is left of nothing after rounding
    return tuple(totals)


def _falloff(span: Span, around: list[tuple[float, ...]], share: float) -> tuple[float, ...]:
    everywhere = [0.0] * model.WIDTHS
    for block in model.BLOCKS:
        weight = block.slow * span.slow + block.fast * span.fast
        everywhere[block.width] += block.size * weight * share
    told = [totals for totals in around if any(totals)]
    if not told or not all(everywhere):
        return model.AS_SHIPPED
    likeliest = _likeliest(told, len(around) - len(told), everywhere, _NUMBERS * share)
    believed = len(told) / (len(told) + _DOUBT)
    scale = likeliest[1] or max(likeliest)
    return model.evened(
        tuple(
            _beyond(m / scale / american) ** believed
            for m, american in zip(likeliest, _AMERICAN, strict=True)
        )
    )


def _beyond(multiplier: float) -> float:
    """What is left of it when as much is taken off as the American ones sway from day to day."""
    if multiplier > 1:
        return min(max(multiplier / _SWAY, 1.0), _FURTHEST)
    return max(min(multiplier * _SWAY, 1.0), 1 / _FURTHEST)


def _likeliest(
    told: list[tuple[float, ...]], untold: int, everywhere: list[float], numbers: float
) -> list[float]:
    hidden = len(told) + untold
    wide, thousand, hundred, ten = (hidden / (5 * total) for total in everywhere)
    nothing = hidden / (5 * numbers)
    for _ in range(_ROUNDS):
        sums = [0.0, 0.0, 0.0, 0.0, float(untold)]
        for a, b, c, d in told:
            part = 1 / (wide * a + thousand * b + hundred * c + ten * d + nothing)
            sums[0] += a * part
            sums[1] += b * part
            sums[2] += c * part
            sums[3] += d * part
            sums[4] += nothing * part
        wide *= sums[0] / everywhere[0]
        thousand *= sums[1] / everywhere[1]
        hundred *= sums[2] / everywhere[2]
        ten *= sums[3] / everywhere[3]
        nothing = sums[4] / numbers
    return [wide, thousand, hundred, ten]
