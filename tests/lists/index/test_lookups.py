"""What an index says of a number is what a plain walk over its rows would say."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portinaio.core import score
from portinaio.core.evidence import CATEGORIES, Evidence
from portinaio.core.numbers.pattern import Pattern, key, stored
from portinaio.lists.index.build import build
from portinaio.lists.index.changes import change
from portinaio.lists.index.reader import ListIndex

TODAY = 739_944  # 2026-11-24
A_NUMBER = key("390200001234")

# Few digits and few values, so that numbers repeat, beginnings nest and stretches cross.
digits = st.text("0123", min_size=8, max_size=11).map(
    lambda tail: "39" + tail[:2] + "00" + tail[2:]
)


@st.composite
def beginnings(draw: st.DrawFn) -> tuple[int, int]:
    text = draw(digits)
    pattern = stored(f"+{text[: draw(st.integers(3, len(text)))]}*")
    return pattern.low, pattern.high


@st.composite
def stretches(draw: st.DrawFn) -> tuple[int, int]:
    first = int(draw(digits))
    last = first + draw(st.integers(1, 500))
    return key(str(first)), key(str(last))


singles = digits.map(lambda text: (key(text), key(text)))
spans = st.one_of(singles, singles, beginnings(), stretches())


@st.composite
def rows(draw: st.DrawFn, spans: st.SearchStrategy[tuple[int, int]] = spans) -> Evidence:
    low, high = draw(spans)
    return Evidence(
        low,
        high,
        draw(st.none() | st.integers(0, 9)),
        draw(st.integers(1, 9)),
        draw(st.integers(0, 2)),
        draw(st.sampled_from([0, TODAY - 90])),
        draw(st.sampled_from([0, TODAY - 9, TODAY])),
        draw(st.sampled_from(CATEGORIES)),
        draw(st.sampled_from(["", "Ditta A", "Ditta B è cattiva"])),
    )


def unlike(found: list[Evidence]) -> list[Evidence]:
    """One row for each number or stretch."""
    return list({(row.low, row.high): row for row in found}.values())


many = st.lists(rows(), max_size=40).map(unlike)


def brute(all_rows: list[Evidence], wanted: int) -> Evidence | None:
    holding = [row for row in all_rows if Pattern("", row.low, row.high).holds(wanted)]
    return min(
        holding,
        key=lambda row: (row.high - row.low, row.low & 15 == 0, -row.low),
        default=None,
    )


def found(index: ListIndex, wanted: int) -> Evidence | None:
    hit = index.find(wanted)
    return index.detail(hit) if hit else None


@pytest.fixture
def file(tmp_path):
    return tmp_path / "spam.nsx"


def in_a_file(all_rows, changes=None):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spam.nsx"
        build(all_rows, path, list_date=TODAY, created=1)
        if changes:
            change(path, *changes, list_date=TODAY, created=2)
        return ListIndex.open(path)


@given(many, st.lists(digits, max_size=20))
@settings(deadline=None)
def test_the_number_itself_wins_then_the_narrowest_beginning_or_stretch(all_rows, strangers):
    index = in_a_file(all_rows)

    asked = [key(text) for text in strangers] + [row.low for row in all_rows if row.low & 15]

    assert [found(index, one) for one in asked] == [brute(all_rows, one) for one in asked]


@given(many)
@settings(deadline=None)
def test_everything_built_in_comes_out_again(all_rows):
    index = in_a_file(all_rows)

    out = list(index.rows())

    assert sorted(out) == sorted(all_rows)
    assert len(index) == len(all_rows)


@given(st.lists(digits, max_size=60), digits)
@settings(deadline=None)
def test_neighbours_are_as_long_and_begin_alike_but_for_the_last_few_digits(listed, caller):
    index = in_a_file(unlike([Evidence(key(text), key(text)) for text in listed]))

    near = index.near(key(caller), TODAY)

    alike = {
        text for text in listed if len(text) == len(caller) and text.startswith(caller[:-2])
    } - {caller}
    assert set(near) == {key(text) for text in alike}


@given(many, digits)
@settings(deadline=None)
def test_neighbours_are_worth_what_time_and_disputes_leave_of_them(all_rows, caller):
    index = in_a_file(all_rows)

    near = index.near(key(caller), TODAY)

    worths = {
        row.low: score.worth(
            row.reporters, TODAY - (row.last_day or TODAY), row.disputes * (row.reporters != 0)
        )
        for row in all_rows
        if row.low == row.high
    }
    assert near == {other: pytest.approx(worths[other]) for other in near}
    assert all(near.values())


@given(many, many, st.data())
@settings(deadline=None)
def test_changes_laid_over_a_list_read_like_a_list_built_anew(before, news, data):
    gone = [row for row in before if data.draw(st.booleans())]

    index = in_a_file(before, (news, [(row.low, row.high) for row in gone]))

    now = {(row.low, row.high): row for row in before if row not in gone}
    now |= {(row.low, row.high): row for row in news}
    rebuilt = in_a_file(list(now.values()))
    asked = {row.low | 10 for row in before + news}
    assert list(index.rows()) == list(rebuilt.rows())
    assert len(index) == len(rebuilt)
    assert [found(index, one) for one in asked] == [found(rebuilt, one) for one in asked]
    assert [index.near(one, TODAY) for one in asked] == [rebuilt.near(one, TODAY) for one in asked]
