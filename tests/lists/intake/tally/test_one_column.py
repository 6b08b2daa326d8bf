"""One column of numbers is sorted and counted as each would be by itself, whatever lengths and spellings are mixed in it."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from list_worlds import plan_of, reading_of
from portinaio.core.message import Message
from portinaio.lists.intake.expression import meant_by
from portinaio.lists.intake.numbering import Numbering
from portinaio.lists.intake.tally import runs

ITALIAN = ["02########", "333#######", "0776#####", "39########", "06######", "0#########"]
GERMAN = ["030########", "089#######", "0151########", "3023125###", "0049302312####"]
FRENCH = ["0162######", "06########", "+33162######", "33162######"]
IRISH = ["01#######", "0871######"]
AMERICAN = ["202555####", "+1202555####", "1202555####", "011390200######", "555####"]
ODD = [
    *("no number", "+390200001234", "+442079460000", "02 0000 1234", "112", "", "0200001234*"),
    *("1700000000", "3331234567 ", '"0200001234"', '"+390200001234"', "٣٣٣", "2026-01-01"),
]
SHAPES = pytest.mark.parametrize(
    ("region", "shapes"),
    [
        *(("IT", ITALIAN), ("IT", ITALIAN[:1]), ("DE", GERMAN), ("FR", FRENCH), ("IE", IRISH)),
        ("US", AMERICAN),
    ],
)


@pytest.fixture(params=[True, False], ids=["in runs on disk", "in memory"], autouse=True)
def _small(request, monkeypatch):
    if request.param:
        monkeypatch.setattr("portinaio.lists.intake.text.CHARACTERS", 700)
        monkeypatch.setattr(runs, "RUN", 100)
        monkeypatch.setattr(runs, "STRETCH", 60)


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
        if bare := text.strip().strip('"'):
            meant = meant_by(bare, numbering)
            if isinstance(meant, int):
                counted[meant] += 1
            elif isinstance(meant, Message):
                refused.append(line)
    return counted, refused


@SHAPES
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_numbers_are_counted_as_if_each_were_read_by_itself(region, shapes, end):
    lines = rows(shapes, 2_000, 7)

    text = end.join(["pattern", *lines])
    reading = reading_of(text, region=region, complaints=True, sure=True, name="x.csv")
    read = list(reading)

    counted, refused = one_by_one(lines, region)
    singles = [row for row in read if row.low == row.high]
    assert {row.low: row.reports for row in singles} == counted
    assert [row.low for row in singles] == sorted(counted)
    assert [row.line for row in reading.rejected] == refused[: len(reading.rejected)]
    assert reading.rejected_count == len(refused)
    assert reading.accepted == sum(counted.values()) + len(read) - len(singles)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_in_any_encoding(encoding):
    lines = [*rows(ITALIAN[:2], 500, 3), "perché"]

    text = "\n".join(["pattern", *lines])
    reading = reading_of(text.encode(encoding, "replace"), region="IT", name="x.csv")

    assert {row.low: row.reports for row in reading if row.low == row.high} == one_by_one(
        lines, "IT"
    )[0]


def test_repetitions_are_seen_in_many_stretches_as_in_few():
    text = "\n".join(["pattern", *rows(ITALIAN[:1], 2_000, 3)])

    assert all(row.reports for row in reading_of(text, region="IT", name="x.csv"))


@pytest.mark.parametrize(
    ("each", "counted"),
    [
        pytest.param([5, *[1] * 70], True, id="enough"),
        pytest.param([5, *[1] * 90], False, id="too few"),
        pytest.param([3, 3, 3, *[1] * 70], False, id="none of them often"),
    ],
)
def test_they_count_if_there_are_enough_and_one_stands_there_often(each, counted):
    numbers = [f"02000012{n:02}" for n, times in enumerate(each) for _ in range(times)]

    rows = list(reading_of("\n".join(["pattern", *numbers]), region="IT", name="x.csv"))

    assert (rows[0].reports > 1) is counted
