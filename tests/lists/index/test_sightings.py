"""Days of a list that gives none, against a model that keeps everything in memory."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

from hypothesis import example, given, settings
from hypothesis import strategies as st

from portinaio.core.evidence import Evidence
from portinaio.core.numbers.pattern import key
from portinaio.lists.index.build import build
from portinaio.lists.index.layout import EPOCH
from portinaio.lists.index.reader import ListIndex
from portinaio.lists.index.sightings import RETURNS, Sightings

DAY = 740_000
ADDRESS = "https://example.org/list.csv"


class Kept(NamedTuple):
    day: int
    count: int
    gone: int = 0


def as_it_should_be(
    before: dict[int, Kept], listed: dict[int, int | None], today: int
) -> dict[int, Kept]:
    """By number, what is known after a sync on which so many reporters stood beside each; `None` on a curated list."""
    after = {}
    for number, reporters in listed.items():
        count = reporters or 0
        was = before.get(number)
        new = (
            was is None
            or 0 < was.count < count
            or (was.gone and (was.count == 1 or today - was.gone > RETURNS))
        )
        after[number] = Kept(today if new or was is None else was.day, count)
    for number, was in before.items():
        if number not in listed and was.count != 1:
            after[number] = was._replace(gone=was.gone or today)
    return after


counts = st.none() | st.integers(1, 4)
generations = st.lists(
    st.tuples(st.integers(1, 5), st.dictionaries(st.integers(0, 12), counts, max_size=9)),
    min_size=1,
    max_size=6,
)


@given(generations)
@example([(1, {0: 1}), (1, {}), (1, {0: None})])
@settings(deadline=None, max_examples=80)
def test_days_are_those_of_a_model_whatever_comes_goes_and_returns(syncs):
    known: dict[int, Kept] = {}
    today = DAY
    with tempfile.TemporaryDirectory() as folder:
        place, fresh, path = (Path(folder, name) for name in ("seen", "fresh", "a.nsx"))
        for days, listed in syncs:
            today += days
            known = as_it_should_be(known, listed, today)
            keys = {number: key(f"39020000{number:04d}") for number in listed}
            rows = [Evidence(keys[n], keys[n], listed[n]) for n in listed]

            sightings = Sightings(place, fresh, ADDRESS, today, today)
            build(rows, path, list_date=today, created=1, sightings=sightings)
            sightings.finish()
            if fresh.exists():
                fresh.replace(place)

            found = {row.low: row.last_day for row in ListIndex.open(path).rows()}
            assert found == {keys[number]: known[number].day for number in listed}


def test_a_number_that_stands_in_an_increment_twice_is_seen_once(tmp_path):
    place, fresh = tmp_path / "seen", tmp_path / "fresh"
    sightings = Sightings(place, fresh, ADDRESS, DAY, DAY, whole=False)

    days = [sightings.since(5, 1), sightings.since(5, 2)]
    sightings.finish()

    fresh.replace(place)
    again = Sightings(place, fresh, ADDRESS, DAY + 3, DAY + 3)
    assert (days, again.since(5, 1)) == ([DAY - EPOCH] * 2, DAY - EPOCH)
    again.close()
