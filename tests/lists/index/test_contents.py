"""What the rows of a list have in common: the day of the newest, and whether any has a count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portinaio.core.evidence import Evidence
from portinaio.core.numbers.pattern import key, stored
from portinaio.lists.index import contents
from portinaio.lists.index.build import build
from portinaio.lists.index.changes import change
from portinaio.lists.index.contents import Contents, contents_of
from portinaio.lists.index.reader import ListIndex

if TYPE_CHECKING:
    from pathlib import Path

TODAY = 739_944  # 2026-11-24


def a_row(last: int, day: int = 0, reporters: int | None = None, *, seen: bool = False) -> Evidence:
    low = key(f"3902000{last:05}")
    return Evidence(low, low, reporters, last_day=day, seen=seen)


def a_beginning(day: int, reporters: int | None = None) -> Evidence:
    pattern = stored("+390844*")
    return Evidence(pattern.low, pattern.high, reporters, last_day=day)


def found(folder: Path, *rows: Evidence, changes: tuple[list, list] | None = None) -> Contents:
    path = folder / "spam.nsx"
    build(rows, path, list_date=TODAY, created=1)
    if changes:
        change(path, *changes, list_date=TODAY, created=2)
    return contents_of(ListIndex.open(path))


@pytest.mark.parametrize(
    ("rows", "newest"),
    [
        pytest.param([a_row(1, TODAY - 9), a_row(2, TODAY - 3)], TODAY - 3, id="the newest"),
        pytest.param([a_row(1), a_row(2, TODAY - 3)], TODAY - 3, id="one without a day"),
        pytest.param([a_row(1), a_row(2)], 0, id="no day"),
        pytest.param([a_row(1, TODAY, seen=True)], 0, id="a day that only syncs have seen"),
        pytest.param(
            [a_row(1, TODAY, seen=True), a_row(2, TODAY - 3)], TODAY - 3, id="one of both"
        ),
        pytest.param([a_row(1, TODAY - 9), a_beginning(TODAY - 2)], TODAY - 2, id="of a beginning"),
        pytest.param([a_beginning(TODAY - 2)], TODAY - 2, id="beginnings alone"),
    ],
)
def test_the_newest_day_is_one_that_the_list_gives(tmp_path, rows, newest):
    assert found(tmp_path, *rows).newest == newest


@pytest.mark.parametrize(
    ("rows", "counted"),
    [
        pytest.param([a_row(1), a_row(2)], False, id="none"),
        pytest.param([a_row(1), a_row(2, reporters=3)], True, id="one"),
        pytest.param([a_row(1, reporters=0)], True, id="nobody is a count"),
        pytest.param([a_row(1), a_beginning(0, reporters=2)], True, id="of a beginning"),
    ],
)
def test_one_row_with_a_count_is_enough(tmp_path, rows, counted):
    assert found(tmp_path, *rows).counted is counted


def test_changes_speak_too_and_a_row_that_they_delete_is_no_count(tmp_path):
    gone = [(a_row(1).low, a_row(1).high)]

    deleted = found(tmp_path, a_row(1), a_row(2), changes=([], gone))
    changed = found(tmp_path, a_row(1), changes=([a_row(2, TODAY - 1, 4)], []))

    assert (deleted, changed) == (
        Contents(0, counted=False, undated=True),
        Contents(TODAY - 1, counted=True, undated=True),
    )


@pytest.mark.parametrize("rows", [1, 4, 5, 9])
def test_a_long_list_is_read_to_its_end(tmp_path, monkeypatch, rows):
    monkeypatch.setattr(contents, "_PART", 4)
    last = a_row(rows, TODAY, 5)

    assert found(tmp_path, *(a_row(n) for n in range(rows)), last) == Contents(
        TODAY, counted=True, undated=True
    )


@pytest.mark.parametrize(
    ("rows", "undated"),
    [
        pytest.param([a_row(1, TODAY), a_row(2, TODAY - 9)], False, id="none"),
        pytest.param([a_row(1, TODAY), a_row(2)], True, id="one"),
        pytest.param([a_row(1, TODAY), a_beginning(0)], True, id="a beginning"),
    ],
)
def test_one_row_without_a_day_is_enough(tmp_path, rows, undated):
    assert found(tmp_path, *rows).undated is undated
