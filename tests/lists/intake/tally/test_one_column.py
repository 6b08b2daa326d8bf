"""One column of numbers that repeat, in any country, with whatever stands between them."""

import random
from collections import Counter

import pytest

from list_worlds import reading_of
from portinaio.lists.intake.row import pattern_of


def numbers_of(country):
    chance = random.Random(5)
    if country == "US":
        return [f"202555{chance.randrange(100, 200):04}" for _ in range(3000)]
    return [f"0200{chance.randrange(100):06}" for _ in range(3000)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mixed", [False, True])
@pytest.mark.parametrize(("country", "code"), [("US", "1"), ("IT", "39")])
def test_each_is_counted_whatever_stands_between(country, code, mixed, end, monkeypatch):
    monkeypatch.setattr("portinaio.lists.intake.text.CHARACTERS", 700)
    monkeypatch.setattr("portinaio.lists.intake.tally.runs.RUN", 200)
    monkeypatch.setattr("portinaio.lists.intake.tally.runs.STRETCH", 60)
    numbers = numbers_of(country)
    lines = list(numbers)
    if mixed:
        lines[7::100] = [f"+{code}{number}" for number in numbers[7::100]]
        lines[8::100] = [f'"{number}"' for number in numbers[8::100]]
        lines[20::500] = ["not telling"] * len(lines[20::500])
        lines[30::500] = ["+442079460000"] * len(lines[30::500])
    data = end.join(["pattern", *lines])

    reading = reading_of(data.encode(), region=country, format="spamblocker")
    rows = list(reading)

    kept = [n for at, n in enumerate(numbers) if not mixed or at % 500 not in {20, 30}]
    wanted = Counter(f"+{code}{n}" for n in kept)
    if mixed:
        wanted["+442079460000"] = 6
    assert {pattern_of(row): row.reports for row in rows} == wanted
    assert [row.low for row in rows] == sorted(row.low for row in rows)
    assert [bad.line for bad in reading.rejected] == (list(range(22, 3000, 500)) if mixed else [])
    assert reading.accepted == len(kept) + 6 * mixed
