"""All telephone numbers ranked by what `density.model` adds up around them, with no look-up a number.

Numbers that lie alike to everything listed weigh alike: those of a block of 10 that holds a listed number, the rest of its
block of 100, and so on. So it is enough to rank these regions, narrow ones in the hole of wider ones.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from portinaio.core import score
from portinaio.core.numbers.pattern import key
from portinaio.lists.index.density import model
from portinaio.lists.index.density.countries import country_of
from portinaio.lists.index.layout import EPOCH

NUMBERS = 3.0e9
SIZES = (*sorted(model.SIZES), 100_000)
_SUSPECTED = score.SUSPECTED_FROM / 100


class Ranking:
    """Of ten-digit American numbers, by an index file."""

    def __init__(self, index, today):
        file = index.base
        country = country_of(file, key("12020000000"), today)
        self.weights_of, self.normal = country.weights, country.normal
        self.listed = set()
        self.counts = {size: Counter() for size in SIZES}
        self.weights = {size: Counter() for size in model.SIZES}
        for record, seen in zip(file.records, file.hot, strict=True):
            number = (record >> 10) // 160_000 - 10**10
            age = today - (seen >> 16) - EPOCH if seen >> 16 else today - file.day
            self.listed.add(number)
            for block in self.weights_of.blocks:
                weight = block.slow * model.slow(age) + block.fast * model.fast(age)
                self.counts[block.size][number // block.size] += 1
                self.weights[block.size][number // block.size] += weight
        self.regions = sorted(self._regions(), reverse=True)

    def _regions(self):
        """Weight, size and block of each, and how many numbers it holds, wider ones without their narrower ones."""
        within = Counter()
        for size, wider in pairwise(SIZES):
            taken, within = within, Counter()
            for block in self.weights[size]:
                yield self.weight(size, block), size, block, size - taken[block]
                within[block * size // wider] += size

    def weight(self, narrowest, block):
        number = block * narrowest
        return sum(
            weights[number // size] for size, weights in self.weights.items() if size >= narrowest
        )

    def region(self, number):
        """The narrowest one that holds a number."""
        sizes = (size for size in SIZES if number // size in self.weights.get(size, ()))
        size = next(sizes, 0)
        return size and (size, number // size)

    def speaks(self, size, block):
        """Whether the finding says a word of a region."""
        number = block * size
        wide = self.counts[10_000][number // 10_000]
        return size <= 1_000 and wide >= model.LEAST

    def suspects(self, region):
        """Whether it says enough by itself."""
        if not region or not self.speaks(*region):
            return False
        return model.share(self.weight(*region), self.normal) >= _SUSPECTED

    def within(self, share, *, spoken=False, listed=False):
        """The regions that are flagged when a share of all numbers may be; `listed` ones first, if they are to be."""
        room, chosen = share * NUMBERS - len(self.listed) * listed, set()
        for _, size, block, free in self.regions:
            if spoken and not self.speaks(size, block):
                continue
            room -= free - (self.counts[10][block] if listed and size == 10 else 0)
            if room < 0:
                return chosen
            chosen.add((size, block))
        return chosen

    def suspected_share(self):
        """Of all numbers."""
        return (
            sum(free for *_, size, block, free in self.regions if self.suspects((size, block)))
            / NUMBERS
        )
