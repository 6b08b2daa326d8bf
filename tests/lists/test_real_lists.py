"""Lists that other people wrote, read and counted once more in another way."""

import pytest

from list_worlds import plan_of
from portinaio.errors import UntrustedListError, UsageError
from portinaio.lists.intake.row import pattern_of
from portinaio.lists.read_list import read_list
from real_lists import FOLDER, REAL_LISTS, SNAPSHOTS, RealList, needs_samples

pytestmark = needs_samples


def reading(path, **how):
    with open(f"{FOLDER}/{path}", "rb") as source:  # noqa: PTH123  # a folder that may be none
        found = read_list(source, plan_of=plan_of, name=path, **how)
        rows = list(found)
    return found, rows


@pytest.mark.parametrize("real", REAL_LISTS, ids=lambda real: real.path)
def test_a_real_list_is_read_row_by_row_as_another_hand_counts_it(real: RealList):
    wanted = real.count()

    found, rows = reading(real.path, region=real.region)

    assert (found.format.id, found.accepted, found.rejected_count) == (
        real.format,
        wanted.times.total(),
        wanted.rejected,
    )
    assert {pattern_of(row) for row in rows} == set(wanted.times)


@pytest.mark.parametrize("real", SNAPSHOTS, ids=lambda real: real.path)
def test_each_american_complaint_is_a_reporter(real: RealList):
    _, rows = reading(real.path, region=real.region)

    assert {pattern_of(row): row.reporters for row in rows} == real.count().times


def test_a_snapshot_of_american_complaints_is_not_read_as_italian():
    with pytest.raises(UsageError, match="US"):
        reading("lists/dnc-snapshot/2025-10-28.csv", region="IT")


def test_patterns_for_names_alone_are_no_list_of_numbers():
    with pytest.raises(UntrustedListError, match="names of callers, which no list has"):
        reading("lists/callattendant/cid_patterns.yaml", region="US")
