"""The quick way to a list that has nothing to say, beside the plain one, which asks them all."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portinaio.core.evidence import Evidence
from portinaio.core.facts import Facts
from portinaio.core.numbers.pattern import key
from portinaio.core.verdict import classify
from portinaio.lists.candidates import asked
from portinaio.lists.index.build import build
from portinaio.lists.index.changes import change
from portinaio.lists.lookup import NOTHING, OpenLists
from worlds import a_call

TODAY = date(2026, 11, 24)
DAY = TODAY.toordinal()
FIRST = 390_200_000_000


def everybody(candidates, _key, _today):
    every = [(each, -1, False) for candidate in candidates for each in candidate.lists]
    return sorted(every, key=lambda place: place[0].order)


def judged(open_lists, number, day):
    """What is heard of the number itself and of its blocks, and the verdict; a list that has nothing to say may have been asked."""
    heard = open_lists.look_up(key(number), day)
    facts = Facts(hits=heard.hits, neighbours=heard.neighbours, density=heard.density)
    return heard.hits, heard.density, classify(a_call(f"+{number}"), facts)


offsets = st.one_of(st.integers(1_200, 1_260), st.integers(900, 2_100), st.integers(0, 20_000))
ends = st.sampled_from(["", "", "", "", "7", "00"])
rows = st.builds(
    lambda offset, end, age, reporters, disputes: Evidence(
        key(f"{FIRST + offset}{end}"),
        key(f"{FIRST + offset}{end}"),
        reporters,
        disputes=disputes,
        last_day=0 if age is None else DAY - age,
    ),
    offsets,
    ends,
    st.none() | st.integers(0, 20) | st.integers(0, 300),
    st.sampled_from([None, 1, 2, 9]),
    st.sampled_from([0, 0, 0, 1]),
)
stretches = st.builds(
    lambda offset: Evidence(key(str(FIRST + offset)), key(str(FIRST + offset + 99))), offsets
)
lists = st.fixed_dictionaries(
    {
        "rows": st.lists(rows | rows | rows | stretches, max_size=30),
        "added": st.lists(rows, max_size=3),
        "age": st.integers(0, 60),
        "trust": st.sampled_from([0.2, 0.4, 0.8, 1.0]),
        "elsewhere": st.sampled_from([0, 40, 400]),
    }
)


def put(folder, place, asked_for):
    path = Path(folder) / f"{place}.nsx"
    others = (key(str(390_844_000_000 + n)) for n in range(asked_for["elsewhere"]))
    elsewhere = [Evidence(other, other, 3, last_day=DAY - 5) for other in others]
    list_date = DAY - asked_for["age"]
    build([*elsewhere, *asked_for["rows"]], path, list_date=list_date, created=1)
    if asked_for["added"]:
        change(path, asked_for["added"], [], list_date=list_date, created=2)
    return path


@given(st.lists(lists, min_size=1, max_size=4), st.booleans(), offsets, ends, st.integers(-3, 40))
@settings(deadline=None, max_examples=50)
def test_whoever_is_not_asked_would_have_said_nothing(made, copied, offset, end, passed):
    number, day = f"{FIRST + offset}{end}", TODAY + timedelta(passed)
    with tempfile.TemporaryDirectory() as folder:
        open_lists = OpenLists(folder)
        for place, each in enumerate(made):
            open_lists.add(f"list {place}", each["trust"], put(folder, place, each))
        if copied:
            copy = shutil.copyfile(Path(folder) / "0.nsx", Path(folder) / "copy.nsx")
            open_lists.add("copy", 0.8, copy)

        quickly = judged(open_lists, number, day)

        with patch("portinaio.lists.lookup.asked", everybody):
            plainly = judged(open_lists, number, day)
    assert quickly == plainly


def a_block(folder, *numbers, age=0):
    path = Path(folder) / "a.nsx"
    rows = [Evidence(key(n), key(n), 3, last_day=DAY - age) for n in numbers]
    build(rows, path, list_date=DAY, created=1)
    open_lists = OpenLists(folder)
    open_lists.add("a", 0.8, path)
    return open_lists


def is_asked(open_lists, number):
    return bool(asked(open_lists._candidates, key(number), DAY))


@pytest.mark.parametrize(
    ("age", "is_worth_it"),
    [pytest.param(0, True, id="today"), pytest.param(60, False, id="two months ago")],
)
def test_a_list_is_asked_of_two_numbers_far_off_while_they_are_fresh(tmp_path, age, is_worth_it):
    numbers = ["390100000000", "390200001999", "390200007000", "390500000000"]
    open_lists = a_block(tmp_path, *numbers, age=age)

    assert is_asked(open_lists, "390200001234") == is_worth_it


@pytest.mark.parametrize("side", ["before", "behind"])
@pytest.mark.parametrize(
    ("far", "speaks"), [(1, False), (7, False), (8, None), (9, None), (40, True)]
)
def test_many_weak_numbers_to_one_side_are_all_counted(tmp_path, side, far, speaks):
    """In the block of 5,000, where each says next to nothing; in that of 1,000 there is one."""
    number, beside, begin = (1_200, 1_300, 3_000) if side == "behind" else (4_850, 4_700, 1_000)
    others = [str(FIRST + begin + n) for n in range(far)]
    open_lists = a_block(tmp_path, str(FIRST + beside), "390844000000", *others, age=30)

    quickly = judged(open_lists, str(FIRST + number), TODAY)

    with patch("portinaio.lists.lookup.asked", everybody):
        assert judged(open_lists, str(FIRST + number), TODAY) == quickly
    assert speaks in {None, bool(quickly[1])}


def test_a_list_is_always_asked_of_one_in_the_block_of_100(tmp_path):
    assert is_asked(a_block(tmp_path, "390200001299", age=600), "390200001200")


def test_of_five_copies_each_speaks_in_the_users_order(tmp_path):
    open_lists = a_block(tmp_path, "390200001234")
    other = tmp_path / "other.nsx"
    build([Evidence(key("390200001234"), key("390200001234"))], other, list_date=DAY, created=1)
    open_lists.add("other", 0.5, other)
    for name in ("c", "d", "e", "b"):
        copy = shutil.copyfile(tmp_path / "a.nsx", tmp_path / f"{name}.nsx")
        open_lists.add(name, 0.8, copy)

    hits = open_lists.look_up(key("390200001234"), TODAY).hits

    assert [hit.list_name for hit in hits] == ["a", "other", "c", "d", "e", "b"]


def test_a_copy_is_read_once(tmp_path):
    open_lists = a_block(tmp_path, "390200001999")
    open_lists.add("b", 0.8, shutil.copyfile(tmp_path / "a.nsx", tmp_path / "b.nsx"))

    assert len(open_lists._candidates) == 1


def test_a_copy_of_another_day_is_read_by_itself(tmp_path):
    open_lists = a_block(tmp_path, "390200001999")
    numbers = [Evidence(key("390200001999"), key("390200001999"), 3, last_day=DAY)]
    build(numbers, tmp_path / "b.nsx", list_date=DAY - 9, created=1)
    open_lists.add("b", 0.8, tmp_path / "b.nsx")

    assert len(open_lists._candidates) == 2


def test_a_day_later_the_same_numbers_weigh_less(tmp_path):
    """What is reckoned of a country for one day serves no other."""
    open_lists = a_block(tmp_path, *(f"3902000019{n:02d}" for n in range(9)))

    shares = [
        open_lists.look_up(key("390200001234"), TODAY + timedelta(days)).density.share
        for days in (0, 9, 0)
    ]

    assert shares[1] < shares[0] == shares[2]


def test_nothing_near_asks_nobody(tmp_path):
    assert a_block(tmp_path, "390200001234").look_up(key("390500001234"), TODAY) is NOTHING
