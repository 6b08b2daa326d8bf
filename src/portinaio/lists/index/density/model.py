"""How much the listed numbers around a caller say of it.

    total = 0.7 * slow(block of 1,000) + slow(block of 100) + 2 * slow(block of 10)
            + 0.4 * fast(block of 10,000) + 0.4 * fast(half of it)
            + fast(block of 1,000) + 3 * fast(block of 100) + 2 * fast(block of 10)
    share = total / (total + 15 * max(1.6, normal))

`slow` and `fast` add up the listed numbers of a block, each halved for every 90 and every 7 days since its last report.
`normal` is what `total` comes to where the listed numbers of the country lie evenly in those blocks of 1,000 that hold any at
all, and in a thousand empty ones: where a list names half of a country, a block must stand out from that. How often one
number was reported does not matter, only that it was.

One number may not make another suspected: there must be two in the block of 10,000, and one of them in that of 1,000. Two in
the block of 1,000 were wanted before; seven complaints of ten came from numbers that had fewer around them, so whatever
the weights, 32.8 % of the next day's were the most that 1 % of all numbers could catch.

Made for complaints to the FTC of late 2025, to catch as many of the next day's as possible in 0.1, 0.35 and 1 % of all
numbers, those on the list among them. Chosen on what came up to 2025-11-20 alone, in four ways: complaints of 11-14 and of 11-20,
and half of either day by its other half. Their means, all numbers and geographic ones:

slow weights of 1 for 1,000, 1 for 100, 5 for 10 and 0.2 for 5,000, fast 0.8 for 10,000   21.3  30.9  37.3 and 13.7  21.9  29.5 %
the weights above with 0.7 for the two wide blocks and 1 for the slow 1,000                22.7  31.2  37.3 and 14.1  22.3  29.4 %
the weights above                                                                         22.6  31.0  37.2 and 14.3  22.2  29.4 %

All three speak as widely. The second, shipped before, was below the first for geographic numbers at 0.1 % on 11-20 itself (9.9 for
10.0) and on the judged days; of wide weights from 0 to 1 each step down gives them a little and takes toll-free ones more.
Of some eighty others, one weight after the other changed, none was better in both by a tenth of a point.

What helped is fast weight at every width: toll-free numbers are rented anew for each campaign, and their blocks are quiet again after
a week. Most likely by Poisson's law (expectation maximisation over five widths and five half-lives) were ten times the weight on the
block of 10; that caught no more and flagged three innocents of 24,512 instead of one. Half-lives of 3 to 10 and of 30 to 90 days
came out alike. Worth nothing, on the same days: sums over 100,000 to 10,000,000 numbers; last digits and exchanges that blocks
have in common; weights for toll-free numbers of their own, which took more from the others than they gave. Blocks of 2, 25
and 50 and the blocks next door gave 0.3 points of geographic numbers at 0.1 %, and would cost a look-up twice what it costs now.

By the bound of 25 points 0.074 % of all numbers are suspected, with 15.9 % of the complaints of 11-20 and 6.8 % of the geographic ones,
and one of the 24,512 geographic innocents; with the weights before it were 0.075, 16.2 and 6.7 %, since the least that counts as
normal went with the weights. Judged afterwards on 11-21 to 12-03, as the benchmark tells. In other countries the widths weigh otherwise: `falloff`.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate

from portinaio.core.named_tuple import NamedTuple

SLOW_DAYS = 90.0
FAST_DAYS = 7.0


class Block(NamedTuple):
    size: int
    slow: float
    fast: float
    """What a number of it weighs, for as long as it does."""
    width: int
    """Place of its multiplier among those that are learned of a country."""


BLOCKS = (
    Block(10_000, 0.0, 0.4, 0),
    Block(5_000, 0.0, 0.4, 0),
    Block(1_000, 0.7, 1.0, 1),
    Block(100, 1.0, 3.0, 2),
    Block(10, 2.0, 2.0, 3),
)
"""The wider before the narrower."""
SIZES = tuple(block.size for block in BLOCKS)
WIDTHS = 4
AS_SHIPPED = (1.0,) * WIDTHS
OUTSTANDING = 15.0  # times what is normal makes a share of one half
LEAST_NORMAL = 1.6  # that of the American complaints is 1.2 to 2.1
SPEAKS_FROM = 0.05  # of a share: less is not worth a word
LEAST = 2  # numbers in a block of 10,000 that are worth a word, one of them in the block of 1,000


@lru_cache(4096)
def slow(age_days: int) -> float:
    weight: float = 0.5 ** (max(age_days, 0) / SLOW_DAYS)
    return weight


@lru_cache(4096)
def fast(age_days: int) -> float:
    weight: float = 0.5 ** (max(age_days, 0) / FAST_DAYS)
    return weight


@lru_cache(4096)
def both(age_days: int) -> tuple[float, float]:
    return slow(age_days), fast(age_days)


def share(total: float, normal: float) -> float:
    """0 to 1."""
    return total / (total + OUTSTANDING * max(LEAST_NORMAL, normal))


def wanted(normal: float) -> float:
    """The total from which a share is worth a word."""
    return SPEAKS_FROM / (1 - SPEAKS_FROM) * OUTSTANDING * max(LEAST_NORMAL, normal)


class Weights(NamedTuple):
    """The blocks as they weigh in a country."""

    blocks: tuple[Block, ...]
    slow: tuple[float, ...]
    fast: tuple[float, ...]
    """What a number weighs that shares a block with the caller, and so all wider ones; for each of the blocks."""
    slow_normal: float
    fast_normal: float
    """What `total` comes to for a weight of one in each block of 1,000."""

    def normal(self, slow_mean: float, fast_mean: float) -> float:
        """What the listed numbers around a caller weigh where each block of 1,000 holds as much."""
        return self.slow_normal * slow_mean + self.fast_normal * fast_mean


@lru_cache(64)
def weights(multipliers: tuple[float, ...] = AS_SHIPPED) -> Weights:
    """The shipped ones, those of each width multiplied by what was learned."""
    blocks = tuple(
        Block(size, slow * multipliers[width], fast * multipliers[width], width)
        for size, slow, fast, width in BLOCKS
    )
    return Weights(
        blocks,
        tuple(accumulate(block.slow for block in blocks)),
        tuple(accumulate(block.fast for block in blocks)),
        sum(block.slow * block.size / 1_000 for block in blocks),
        sum(block.fast * block.size / 1_000 for block in blocks),
    )


def evened(multipliers: tuple[float, ...]) -> tuple[float, ...]:
    """So that a number of the caller's block of 10, reported today, weighs as much as with the shipped ones."""
    shipped, learned = weights(), weights(multipliers)
    scale = (shipped.slow[-1] + shipped.fast[-1]) / (learned.slow[-1] + learned.fast[-1])
    return tuple(multiplier * scale for multiplier in multipliers)
