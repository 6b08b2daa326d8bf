"""What a site tells of whole blocks, and which of its shards are written anew."""

from __future__ import annotations

import pytest

from portinaio.core.numbers.pattern import key
from portinaio.lists.publish.ranges import LEAST_NUMBERS, LEAST_REPORTERS, ranges
from portinaio.lists.site.manifest import read_manifest
from portinaio.lists.site.planes import CURATED, Rows
from portinaio.lists.site.shards import ROWS, parts_of
from publishing import a_reader
from site_world import OTHERS, TODAY, row


def numbers_of_a_block(count, **known):
    return [row(f"+39020000{9000 + 7 * n:04d}", **{"reporters": 2, **known}) for n in range(count)]


def told_ranges(rows):
    lows = [
        (
            one.low,
            one.low,
            one.last_day - 719_163,
            one.first_day and one.first_day - 719_163,
            CURATED if one.reporters is None else one.reporters,
            1,
            one.disputes,
            0,
            "",
        )
        for one in rows
    ]
    return list(ranges(Rows.of(sorted(lows))))


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        pytest.param(numbers_of_a_block(LEAST_NUMBERS), 1, id="three numbers"),
        pytest.param(numbers_of_a_block(LEAST_NUMBERS - 1), 0, id="two numbers"),
        pytest.param(numbers_of_a_block(LEAST_REPORTERS, reporters=1), 1, id="four people"),
        pytest.param(numbers_of_a_block(LEAST_REPORTERS - 1, reporters=1), 0, id="three people"),
        pytest.param(numbers_of_a_block(5, reporters=None), 0, id="no counts"),
        pytest.param(numbers_of_a_block(5, last_day=719_163), 0, id="no days"),
        pytest.param(
            [*numbers_of_a_block(5), row("+390200009999", disputes=1)], 1, id="one dispute"
        ),
        pytest.param(
            [*numbers_of_a_block(5), row("+390200009999", disputes=2)], 0, id="two disputes"
        ),
        pytest.param(
            [*numbers_of_a_block(2), row("+390200009999", last_day=TODAY - 14)],
            1,
            id="a fortnight old",
        ),
        pytest.param(
            [*numbers_of_a_block(2), row("+390200009999", last_day=TODAY - 15)], 0, id="older"
        ),
        pytest.param(
            [*numbers_of_a_block(2), row("+390200008999")], 0, id="the third in the block beside"
        ),
    ],
)
def test_a_block_is_told_when_enough_stands_behind_it(rows, told):
    assert len(told_ranges(rows)) == told


def test_a_block_is_told_since_the_first_report_of_any_of_its_numbers():
    """Those that were not reported lately too, by which nothing else of it is told."""
    lately = numbers_of_a_block(LEAST_NUMBERS)
    ((_, _, last, first, _, count, *_),) = told_ranges(
        [*lately, row("+390200009999", last_day=TODAY - 100, reporters=9)]
    )

    assert (last, first, count) == (TODAY - 719_163, TODAY - 100 - 719_163, LEAST_NUMBERS)


def test_a_block_says_what_stands_behind_it_and_answers_for_its_other_numbers(publisher):
    publisher.publishes([*numbers_of_a_block(4, first_day=TODAY - 40), *OTHERS], ranges=True)
    reader = a_reader(publisher)
    reader.renews()
    hit = reader.index.find(key("390200009500"))
    block = reader.index.detail(hit)

    assert (hit.wide, block.reporters, block.reports, block.disputes) == (True, 8, 4, 0)
    assert (block.high - block.low) >> 4 == 999 * 1000
    assert (block.last_day <= TODAY, TODAY - 47 < block.first_day <= TODAY - 40) == (True, True)
    assert reader.index.find(key("390200019500")) is None


def shards_of(publisher):
    manifest = read_manifest(publisher.signed.manifest())
    folder = publisher.place / "data"
    return parts_of(manifest.shards, lambda digest: (folder / digest.hex()).read_bytes())


def many(count, **known):
    return [row(f"+3902001{n:05d}", **known) for n in range(count)]


def test_only_the_shards_of_what_has_changed_are_others(publisher):
    rows = many(600)
    publisher.publishes(rows, shards=True)
    before = shards_of(publisher)
    publisher.days_pass(1)
    publisher.publishes([*rows[:-1], row("+390200100599", reporters=16)], shards=True)
    fresh = shards_of(publisher) - before

    assert len(before) == 18
    assert len(fresh) == 3  # a shard, its table and their root


def test_a_list_that_passes_the_size_of_its_shards_keeps_them(publisher):
    rows = many(ROWS)
    publisher.publishes(rows, shards=True)
    publisher.publishes(many(ROWS + 1), shards=True)

    assert read_manifest(publisher.signed.manifest()).shards.digits == 0


@pytest.mark.parametrize(("much", "told"), [(1, True), (1_000_000, False)])
def test_whoever_uploads_is_told_how_many_shards_a_day_has_rewritten(
    publisher, monkeypatch, much, told
):
    monkeypatch.setattr("portinaio.lists.publish.publish.MUCH_BYTES", much)
    first = publisher.publishes(many(600), shards=True)
    day = publisher.publishes(many(600, reporters=16), shards=True)
    again = publisher.publishes(many(600, reporters=16), shards=True)

    assert (first.remarks, again.remarks) == ((), ())
    assert ["18 of the 18 files for those who ask" in str(said) for said in day.remarks] == (
        [True] if told else []
    )
