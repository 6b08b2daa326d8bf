"""One column of national numbers is sorted and counted as each would be by itself, whatever lengths and spellings are mixed in it."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from list_worlds import plan_of, reading_of
from portinaio.core.message import Message
from portinaio.lists.intake.expression import meant_by
from portinaio.lists.intake.numbering import Numbering
from portinaio.lists.intake.tally import one_column, runs
from portinaio.lists.intake.tally.runs import merged

ITALIAN = ["02########", "333#######", "0776#####", "39########", "06######", "0#########"]
GERMAN = ["030########", "089#######", "0151########", "3023125###", "0049302312####"]
FRENCH = ["0162######", "06########", "+33162######", "33162######"]
IRISH = ["01#######", "0871######"]
ODD = [
    "no number",
    "+390200001234",
    "02 0000 1234",
    "112",
    "",
    "0200001234*",
    "1700000000",
    "3331234567 ",
    "٣٣٣",
]


def rows(shapes: list[str], count: int, seed: int) -> list[str]:
    chance = random.Random(seed)

    def one() -> str:
        digits = iter(lambda: str(chance.randrange(10)), "")
        return "".join(next(digits) if c == "#" else c for c in chance.choice(shapes))

    few = [one() for _ in range(count // 3)]
    return [
        chance.choice(ODD) if chance.random() < 0.02 else chance.choice(few) for _ in range(count)
    ]


def one_by_one(lines: list[str], region: str) -> tuple[Counter[int], list[int]]:
    numbering, counted, refused = Numbering(region, plan_of), Counter[int](), []
    for line, text in enumerate(lines, 2):
        if text.strip():
            meant = meant_by(text.strip(), numbering)
            if isinstance(meant, int):
                counted[meant] += 1
            elif isinstance(meant, Message):
                refused.append(line)
    return counted, refused


@pytest.mark.parametrize("small", [True, False], ids=["in runs on disk", "in memory"])
@pytest.mark.parametrize(
    ("region", "shapes"),
    [("IT", ITALIAN), ("IT", ITALIAN[:1]), ("DE", GERMAN), ("FR", FRENCH), ("IE", IRISH)],
)
def test_numbers_are_counted_as_if_each_were_read_by_itself(region, shapes, small, monkeypatch):
    if small:
        monkeypatch.setattr(runs, "RUN", 100)
        monkeypatch.setattr(runs, "STRETCH", 60)
    lines = rows(shapes, 2_000, 7)

    text = "\n".join(["pattern", *lines])
    reading = reading_of(text, region=region, complaints=True, sure=True, name="x.csv")
    read = list(reading)

    counted, refused = one_by_one(lines, region)
    singles = [row for row in read if row.low == row.high]
    assert {row.low: row.reports for row in singles} == counted
    assert [row.line for row in reading.rejected] == refused


def test_what_stands_in_both_of_two_adds_up():
    one = [([1, 3], [1, 2]), ([5, 9], [1, 1])]
    other = [([2, 3, 4], [7, 7, 7]), ([9], [4])]

    assert [pair for keys, n in merged(iter(one), iter(other)) for pair in zip(keys, n, strict=True)] == [
        (1, 1), (2, 7), (3, 9), (4, 7), (5, 1), (9, 5),
    ]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), [([], []), ([([1], [2])], []), ([], [([1], [2])])])
def test_where_only_one_has_any_it_is_all(one, other):
    assert list(merged(iter(one), iter(other))) == one + other


@pytest.mark.parametrize("times", [1, 2, 5])
def test_few_that_stand_there_more_than_once_are_counted_all_the_same(times):
    block = [float(n) for n in range(1, 400)] + [7.0] * (times - 1)

    assert runs._counted_one_by_one(block) == runs._counted(block)


def test_repetitions_are_seen_in_many_stretches_as_in_few(monkeypatch):
    monkeypatch.setattr(runs, "RUN", 100)
    monkeypatch.setattr(runs, "STRETCH", 60)
    monkeypatch.setattr(one_column, "_MANY", 100)
    text = "\n".join(["pattern", *rows(ITALIAN[:1], 2_000, 3)])

    assert all(row.reports for row in reading_of(text, region="IT", name="x.csv"))
