"""Lists that hold nearly the same numbers, and may be made of the same data."""

from __future__ import annotations

import pytest

from portinaio.core.evidence import Evidence
from portinaio.core.numbers.pattern import key
from portinaio.lists.index import layout
from portinaio.lists.index.build import build, mark
from portinaio.lists.index.reader import ListIndex
from portinaio.lists.lookup import OpenLists
from portinaio.lists.overlap import FEWEST, made_of

MANY = range(1000)


@pytest.fixture
def put(tmp_path):
    open_lists = OpenLists(tmp_path)

    def put(name, numbers, **known):
        keys = [key(f"39020000{n:04d}") for n in numbers]
        path = tmp_path / f"{name}.nsx"
        build([Evidence(k, k, 1 + len(name)) for k in keys], path, list_date=1, created=1)
        open_lists.add(name, 0.5, path, **known)
        return open_lists.all()

    return put


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        pytest.param(range(100), MANY, True, id="a part of it"),
        pytest.param(MANY, range(10, 1010), True, id="yesterday's"),
        pytest.param(range(95, 195), range(100, 1000), True, id="but for one in twenty"),
        pytest.param(range(94, 194), range(100, 1000), False, id="but for more"),
        pytest.param(range(FEWEST), MANY, True, id="as few as can be told"),
        pytest.param(range(FEWEST - 1), MANY, False, id="fewer may be chance"),
        pytest.param(MANY, range(100), False, id="what holds another one is more than it"),
    ],
)
def test_a_list_is_told_whose_numbers_another_has_too(put, one, other, told):
    put("other", other)
    lists = put("one", one)

    assert made_of(lists[1], lists) == ("other" if told else "")


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [("ftc", "ftc", ""), ("ftc", "fcc", "other"), ("ftc", "", "other"), ("", "", "other")],
)
def test_who_has_said_that_they_are_of_one_origin_is_not_asked(put, one, other, told):
    put("other", MANY, origin=other)
    lists = put("one", range(100), origin=one)

    assert made_of(lists[1], lists) == told


def test_a_list_of_ranges_holds_no_number_by_itself(put, tmp_path):
    put("other", [1])
    low, high = key("390200000000"), key("390200009999")
    build([Evidence(low, high)], tmp_path / "other.nsx", list_date=1, created=1)
    lists = put("one", MANY)

    assert made_of(lists[1], lists) == ""


@pytest.mark.parametrize("which", [0, 1], ids=["the one that is asked about", "the other one"])
def test_public_bodies_are_made_of_no_list_of_callers(put, tmp_path, which):
    put("other", MANY)
    put("one", range(100))
    mark(tmp_path / ["one.nsx", "other.nsx"][which], layout.OF_INNOCENTS)
    lists = put("far", range(5000, 5100))
    other, one, _ = (each._replace(opened=ListIndex.open(each.path)) for each in lists)

    assert [one.innocents, other.innocents] == [which == 0, which == 1]
    assert made_of(one, (other,)) == ""


@pytest.mark.parametrize("which", [0, 1], ids=["the one that is asked about", "the other one"])
def test_a_list_that_is_not_there_is_made_of_none_and_none_of_it(put, which):
    put("other", MANY)
    lists = list(put("one", range(100)))
    lists[1 - which] = lists[1 - which]._replace(opened=None)
    other, one = lists

    assert made_of(one, (other,)) == ""
