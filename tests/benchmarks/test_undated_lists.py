"""How well an undated list ranks once its syncs have dated it, beside the same complaints with their days.

    PORTINAIO_SAMPLES=… pytest tests/benchmarks/test_undated_lists.py -q -s

The files of the FTC once more, as one growing list without a day: all rows of before and those that came, fetched on the
day of each file. Printed are, day by day, the shares of the next day's complaints when 0.1, 0.35 and 1 % of 3.0e9 numbers
are flagged, as a ranking and then as the finding speaks: by the list with its days, by the undated one as its syncs have
seen it, and by the same undated list when it is built in one go, as after a first subscription on that day.
PORTINAIO_BENCH=small judges the last day alone.

Seen, mean of 2025-11-21 to 12-03, as the finding speaks: dated 26.8, 35.2 and 41.1 %; as the syncs have seen it 26.3, 35.1
and 41.3 %; in one go 22.6, 33.6 and 40.6 %. As a ranking 24.8, 34.7 and 41.6 %; 23.9, 34.5 and 41.6 %; 18.5, 27.8 and 38.6 %.
"""

from __future__ import annotations

from benchmarks import test_learned_ranges as ranges
from benchmarks.ranking import Ranking
from portinaio.core.evidence import Evidence
from portinaio.core.numbers.pattern import key
from portinaio.lists.index.build import build
from portinaio.lists.index.reader import ListIndex
from portinaio.lists.index.sightings import Sightings

samples, days = ranges.samples, ranges.days


def synced(listed, day, path):
    """One column of all complaints so far, as `IndexBuilder` builds it."""
    place, fresh = path.with_suffix(".seen"), path.with_suffix(".fresh")
    today = day.toordinal()
    sightings = Sightings(place, fresh, "https://example.org/", today, today)
    rows = (Evidence(wanted, wanted, 1) for wanted in listed)
    build(rows, path, list_date=today, created=1, ordered=False, sightings=sightings)
    sightings.finish()
    fresh.replace(place)
    return ListIndex.open(path)


def shares(index, day, numbers):
    """As a ranking, and as the finding speaks, with the listed numbers inside the budget."""
    ranking = Ranking(index, day.toordinal())
    figures = list(ranges.catchers([], ranking))[2:8]
    return [ranges.percent(caught, numbers) for caught in figures]


def test_an_undated_list_that_is_synced_ranks_like_a_dated_one(days, tmp_path):
    listed, table = [], {}
    for place, (day, numbers) in enumerate(days[:-1]):
        listed += [key(f"1{number}") for number in numbers]
        seen_on = day.replace(month=10, day=28) if place == 0 else day
        seen = synced(listed, seen_on, tmp_path / "seen.nsx")
        judged_day, judged = days[place + 1]
        if ranges.SMALL and place < len(days) - 2:
            continue
        dated = ranges.learned(days[: place + 1], tmp_path / "dated.nsx")
        (tmp_path / "once.seen").unlink(missing_ok=True)
        once = synced(listed, seen_on, tmp_path / "once.nsx")
        table[judged_day] = [
            value for index in (dated, seen, once) for value in shares(index, judged_day, judged)
        ]
        ranges.told(f"{judged_day}:{_row(table[judged_day])}")
    counted = [row for day, row in table.items() if day >= ranges.JUDGED_FROM]
    means = [sum(column) / len(column) for column in zip(*counted, strict=True)]
    ranges.told(f"mean from {ranges.JUDGED_FROM}:{_row(means)}")


def _row(values):
    """Of each list the six figures of `shares`."""
    texts = [f"{value:5.2f}" for value in values]
    names = zip(("dated", "seen", "in one go"), (0, 6, 12), strict=True)
    return "".join(
        f"\n    {name:9}  {'  '.join(texts[place : place + 6])}" for name, place in names
    )
