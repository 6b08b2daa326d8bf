"""How many calls a second are judged, on one core, with 1,000 personal entries in memory.

    pytest tests/benchmarks/test_decision.py --benchmark-disable-gc -q

Targets: a parsed call 200,000 a second, from E.164 text 100,000, from national text 90,000.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from portinaio.core.decide import decide
from portinaio.core.entry import Entry, EntryBook, EntryKind
from portinaio.core.facts import Call, Facts
from portinaio.core.numbers.number import read
from portinaio.core.numbers.pattern import key, stored
from portinaio.core.policy import Action, Policy
from portinaio.core.verdict import classify
from portinaio.countries.plans import plan_from, read_plan
from portinaio.countries.ranges_file import ranges_file
from portinaio.countries.reserved_ranges import range_book, read_ranges

if TYPE_CHECKING:
    from portinaio.core.numbers.reserved import RangeBook
from worlds import FROZEN_NOW, a_call, a_ring

chance = random.Random(42)
CALLERS = [f"+3902{chance.randrange(10**8):08d}" for _ in range(2000)]
NATIONAL = [number.removeprefix("+39") for number in CALLERS]
ITALY = plan_from(read_plan("IT"))
CAN = frozenset(Action)
POLICY = Policy()


@pytest.fixture(scope="module")
def book() -> EntryBook:
    exact = [f"+39029{chance.randrange(10**7):07d}" for _ in range(980)]
    wide = [f"+3908{n:02d}*" for n in range(20)]
    return EntryBook(
        Entry(i, stored(text), EntryKind.BLOCK, "", FROZEN_NOW)
        for i, text in enumerate(exact + wide)
    )


@pytest.fixture(scope="module")
def ranges() -> RangeBook:
    path = Path(ranges_file())
    return range_book(read_ranges(path.read_bytes(), path.name))


def judged(call: Call, book: EntryBook, ranges: RangeBook) -> Action:
    wanted = key(call.caller[1:])
    facts = Facts(
        entry=book.find(wanted, call.ringing.at),
        reserved=ranges.find(wanted, call.ringing.at.date()),
    )
    return decide(classify(call, facts), POLICY, call.ringing.at, CAN).action


def per_second(benchmark, count: int) -> None:
    rate = count / benchmark.stats.stats.median
    benchmark.extra_info["decisions a second"] = round(rate)
    print(f"\n{benchmark.name}: {rate:,.0f} decisions a second")  # a benchmark is read


def test_a_parsed_call(benchmark, book, ranges):
    calls = [a_call(number) for number in CALLERS]

    benchmark(lambda: [judged(call, book, ranges) for call in calls])

    per_second(benchmark, len(calls))


@pytest.mark.parametrize("texts", [CALLERS, NATIONAL], ids=["E.164", "national"])
def test_from_text(benchmark, book, ranges, texts):
    rings = [a_ring(text) for text in texts]

    benchmark(lambda: [judged(Call(r, read(r.calling, ITALY)), book, ranges) for r in rings])

    per_second(benchmark, len(rings))
