"""What all subscribed lists together know of a caller, and that a new generation is noticed."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portinaio.core.evidence import Evidence
from portinaio.core.facts import Facts, Hit, Neighbours
from portinaio.core.numbers.pattern import key
from portinaio.core.verdict import Label, classify
from portinaio.lists.blocks import is_full
from portinaio.lists.index import layout
from portinaio.lists.index.build import build, mark
from portinaio.lists.index.changes import change, fold
from portinaio.lists.index.density.model import SPEAKS_FROM
from portinaio.lists.index.reader import ListIndex
from portinaio.lists.lookup import NOTHING, Lookup, OpenLists
from worlds import a_call

TODAY = date(2026, 11, 24)
DAY = TODAY.toordinal()
CALLER = key("390200001234")


@pytest.fixture
def open_lists(tmp_path):
    return OpenLists(tmp_path)


@pytest.fixture
def put(open_lists, tmp_path):
    def _put(name, *numbers, trust=0.8, list_date=DAY - 30, **fields):
        rows = [
            Evidence(key(n), key(n), **({"reporters": 3, "last_day": DAY} | fields))
            for n in numbers
        ]
        path = tmp_path / f"{name}.nsx"
        build(rows, path, list_date=list_date, created=1)
        open_lists.add(name, trust, path)

    return _put


def test_no_list_knows_a_stranger(open_lists, put):
    put("a", "390844000000")

    assert open_lists.look_up(CALLER, TODAY) is NOTHING


def test_each_list_that_knows_the_number_says_so(open_lists, put):
    put("a", "390200001234", category="scam", disputes=1)
    put("b", "390844000000")
    put("c", "390200001234", trust=0.3, reporters=None, last_day=0)

    hits = open_lists.look_up(CALLER, TODAY).hits

    listed_on = date.fromordinal(DAY - 30)
    assert hits == (
        Hit("a", 0.8, listed_on, 3, 1, "scam"),
        Hit("c", 0.3, listed_on),
    )


def test_a_complaint_that_an_older_version_took_for_a_curated_row_is_one_report(
    open_lists, put, tmp_path
):
    put("a", "390200001234", reporters=None)

    open_lists.add("a", 0.8, tmp_path / "a.nsx", origin="ftc", complaints=True)

    (hit,) = open_lists.look_up(CALLER, TODAY).hits
    assert (hit.reporters, hit.origin) == (1, "ftc")


@pytest.mark.parametrize(
    ("reporters", "counted"), [(None, None), (0, 0), (1, 2), (2, 2), (3, 3)], ids=str
)
def test_a_row_of_a_vetted_list_is_two_reporters_at_least(
    open_lists, put, tmp_path, reporters, counted
):
    put("a", "390200001234", reporters=reporters)

    open_lists.add("a", 0.8, tmp_path / "a.nsx", vetted=True)

    assert open_lists.look_up(CALLER, TODAY).hits[0].reporters == counted


@pytest.mark.parametrize(
    ("reporters", "meant", "listed"),
    [
        pytest.param(1, {}, 0, id="one report says nothing of those beside it"),
        pytest.param(1, {"vetted": True}, 3, id="of a vetted list it does"),
        pytest.param(None, {}, 3, id="a row without a count does"),
        pytest.param(None, {"complaints": True}, 0, id="not where rows are complaints"),
        pytest.param(None, {"complaints": True, "vetted": True}, 3, id="but vetted ones"),
    ],
)
def test_a_row_is_meant_alike_for_itself_and_for_those_beside_it(
    open_lists, put, reporters, meant, listed
):
    put("a", "390200001230", "390200001231", "390200001232", reporters=reporters)

    open_lists.add("a", 0.8, open_lists.all()[0].path, **meant)

    neighbours = open_lists.look_up(CALLER, TODAY).neighbours
    assert (neighbours.listed if neighbours else 0) == listed


def test_complaints_that_were_counted_stay_counted(open_lists, put, tmp_path):
    put("a", "390200001234", reporters=7)

    open_lists.add("a", 0.8, tmp_path / "a.nsx", complaints=True)

    assert open_lists.look_up(CALLER, TODAY).hits[0].reporters == 7


def test_neighbours_on_several_lists_count_once_each(open_lists, put):
    put("a", "390200001230", "390200001231", last_day=DAY - 125)
    put("b", "390200001231", "390200001232", "390200001234", last_day=DAY - 125)

    assert open_lists.look_up(CALLER, TODAY).neighbours == Neighbours(3, 10, 1.5)


def test_the_block_of_a_hundred_speaks_where_it_says_more(open_lists, put):
    put("a", *(f"3902000012{n}" for n in range(40, 70)), "390200001230", list_date=DAY)

    assert open_lists.look_up(CALLER, TODAY).neighbours == Neighbours(31, 100, 31.0)


def scored(found: Lookup) -> int:
    told = {"hits": found.hits, "neighbours": found.neighbours, "density": found.density}
    return classify(a_call("+390200001230"), Facts(**told)).score


@pytest.mark.parametrize("around", range(10))
def test_beside_a_full_range_neighbours_of_a_listed_number_change_nothing(open_lists, put, around):
    put("a", "390200001234", *(f"3902000012{40 + n}" for n in range(around)), list_date=DAY)
    found = open_lists.look_up(CALLER, TODAY)
    asked = open_lists.all()[0].opened.near(CALLER, TODAY.toordinal(), lambda told: told)
    beside = Neighbours(len(asked), 100, sum(asked.values())) if asked else None

    assert scored(found) == scored(found._replace(neighbours=beside))


@pytest.mark.parametrize(
    ("fields", "worth"),
    [
        pytest.param({"reporters": 2}, 4.0, id="two reporters suffice"),
        pytest.param({"reporters": None, "last_day": 0}, 4.0, id="an editor, too"),
        pytest.param({"last_day": DAY - 125}, 2.0, id="after four months half of it is left"),
        pytest.param({"reporters": 24, "disputes": 1}, 3.2, id="a dispute takes its part"),
    ],
)
def test_a_neighbour_says_as_much_as_its_reporters_and_its_age_let_it(
    open_lists, put, fields, worth
):
    put("a", *(f"39020000123{n}" for n in range(4)), list_date=DAY, **fields)

    told = open_lists.look_up(key("390200001239"), TODAY).neighbours

    assert told == Neighbours(4, 10, pytest.approx(worth))


@pytest.mark.parametrize("age_days", [0, 4 * 365])
def test_four_numbers_with_one_reporter_each_make_no_fifth_one_suspected(open_lists, put, age_days):
    put("a", *(f"39020000123{n}" for n in range(4)), reporters=1, last_day=DAY - age_days)

    assert open_lists.look_up(key("390200001239"), TODAY).neighbours is None


def test_four_neighbours_of_four_years_ago_make_nobody_suspected(open_lists, put):
    put("a", *(f"39020000123{n}" for n in range(4)), reporters=9, last_day=DAY - 4 * 365)

    heard = open_lists.look_up(key("390200001239"), TODAY)

    facts = Facts(neighbours=heard.neighbours, density=heard.density)
    assert classify(a_call("+390200001239"), facts).score == 0


@pytest.mark.parametrize(("listed", "block"), [(9, 10), (99, 100)])
def test_the_last_number_of_a_block_whose_others_are_all_listed_is_suspected(
    open_lists, put, listed, block
):
    put("a", *(f"390200001{n:03d}" for n in range(200, 200 + listed)))
    caller = f"390200001{200 + listed}"

    heard = open_lists.look_up(key(caller), TODAY)

    verdict = classify(
        a_call(f"+{caller}"), Facts(neighbours=heard.neighbours, density=heard.density)
    )
    assert heard.neighbours[:2] == (listed, block)
    assert (verdict.suspected, verdict.label) == (True, Label.UNKNOWN)


def test_a_switchboard_is_not_suspected_for_the_numbers_that_begin_like_it(open_lists, put):
    put("a", *(f"39020000{n:04d}" for n in range(0, 10_000, 3)))

    assert open_lists.look_up(key("39020000"), TODAY) is NOTHING


def test_a_thick_block_of_a_thousand_is_told(open_lists, put):
    put("a", *(f"390200001{n:03d}" for n in range(300, 360)), last_day=DAY - 40)

    told = open_lists.look_up(CALLER, TODAY).density

    assert told.numbers == 60
    assert told.share > 0.5


def test_one_number_far_off_in_the_block_of_a_thousand_is_not_worth_a_word(open_lists, put):
    put("a", "390200001999")

    assert open_lists.look_up(CALLER, TODAY).density is None


def test_two_numbers_in_the_block_of_a_thousand_are_told_wherever_they_stand(
    open_lists, put, tmp_path
):
    put("a", "390200001999", "390844000000", *(f"3908440001{n:02d}" for n in range(40)))
    path, row = tmp_path / "a.nsx", Evidence(key("390200001001"), key("390200001001"))
    alone = open_lists.look_up(CALLER, TODAY).density

    change(path, [row], [], list_date=DAY, created=2)

    assert (alone, open_lists.look_up(CALLER, TODAY).density.numbers) == (None, 2)


@given(st.sets(st.integers(0, 1100), max_size=9), st.integers(0, 1100))
@settings(deadline=None)
def test_the_short_way_round_a_list_leaves_nothing_out(listed, caller):
    wanted = key(str(390_200_001_000 + caller))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.nsx"
        keys = [key(str(390_200_001_000 + n)) for n in listed]
        build([Evidence(k, k) for k in keys], path, list_date=DAY, created=1)
        open_lists = OpenLists(folder)
        open_lists.add("a", 0.8, path)

        heard = open_lists.look_up(wanted, TODAY)

        around = ListIndex.open(path).around(wanted, DAY)
    assert bool(heard.hits) == (caller in listed)
    others = [n for n in listed if n // 100 == caller // 100 and n != caller]
    is_said = bool(heard.hits) and is_full(heard.density)  # then they add nothing
    assert bool(heard.neighbours) == (bool(others) and not is_said)
    assert bool(heard.density) == bool(around and around.share >= SPEAKS_FROM)


def test_a_list_that_is_not_there_yet_is_heard_once_it_is(open_lists, put, tmp_path):
    missing = open_lists.add("a", 0.8, tmp_path / "a.nsx")
    put("b", "390844000000")
    rows = [Evidence(CALLER, CALLER)]

    build(rows, tmp_path / "a.nsx", list_date=DAY, created=1)

    assert missing.opened is None
    assert [hit.list_name for hit in open_lists.look_up(CALLER, TODAY).hits] == ["a"]


def test_todays_changes_are_heard_at_once(open_lists, put, tmp_path):
    put("a", "390200001234", *(f"3908440000{n:02d}" for n in range(50)))
    before = open_lists.look_up(CALLER, TODAY).hits

    change(tmp_path / "a.nsx", [], [(CALLER, CALLER)], list_date=DAY, created=2)

    assert (len(before), open_lists.look_up(CALLER, TODAY).hits) == (1, ())


def test_a_damaged_list_is_silent_and_says_why(open_lists, put, tmp_path):
    (tmp_path / "a.nsx").write_bytes(b"<html>not found</html>")
    put("b", "390200001234")

    refused = open_lists.add("a", 0.8, tmp_path / "a.nsx")

    assert [hit.list_name for hit in open_lists.look_up(CALLER, TODAY).hits] == ["b"]
    assert "damaged" in str(refused.error)


def test_a_list_that_was_taken_off_is_not_heard(open_lists, put):
    put("a", "390200001234")

    open_lists.remove("a")

    assert open_lists.look_up(CALLER, TODAY) is NOTHING


@pytest.fixture
def put_halls(open_lists, tmp_path):
    def _put(name, *numbers):
        path = tmp_path / f"{name}.nsx"
        rows = [Evidence(key(n), key(n)) for n in numbers]
        build(rows, path, list_date=DAY - 30, created=1)
        mark(path, layout.OF_INNOCENTS)
        open_lists.add(name, 1.0, path)

    return _put


def test_a_public_body_is_known_by_the_list_that_holds_its_number(open_lists, put_halls):
    put_halls("halls", "390200001234")
    put_halls("offices", "390200001234")

    assert open_lists.look_up(CALLER, TODAY) == Lookup(innocent="halls")


@pytest.mark.parametrize("other", ["390200001235", "39020000123", "3902000012341"])
def test_the_numbers_around_a_public_body_are_anybodys(open_lists, put_halls, other):
    put_halls("halls", other)

    assert open_lists.look_up(CALLER, TODAY) is NOTHING


def test_public_bodies_make_no_neighbour_and_no_block_suspect(open_lists, put_halls):
    put_halls("halls", *(str(390_200_001_200 + n) for n in range(100) if n != 34))

    assert open_lists.look_up(CALLER, TODAY) is NOTHING


def test_what_lists_say_of_a_public_body_is_told_beside_it(open_lists, put, put_halls):
    put("a", "390200001234", *(str(390_200_001_200 + n) for n in range(30)))
    before = open_lists.look_up(CALLER, TODAY)

    put_halls("halls", "390200001234")

    assert open_lists.look_up(CALLER, TODAY) == before._replace(innocent="halls")


def test_public_bodies_stay_so_when_changes_are_folded_into_their_list(
    open_lists, put_halls, tmp_path
):
    put_halls("halls", "390200001234")

    fold(ListIndex.open(tmp_path / "halls.nsx"), list_date=DAY, created=2)

    assert open_lists.look_up(CALLER, TODAY).innocent == "halls"


@pytest.mark.parametrize(
    ("age", "listed"),
    [
        pytest.param(0, 4, id="four of ten of today are all that neighbours can say"),
        pytest.param(1, 5, id="four of yesterday are not quite"),
    ],
)
def test_the_next_list_is_asked_until_neighbours_have_said_all(open_lists, put, age, listed):
    put("a", *(f"39020000123{n}" for n in range(4)), last_day=DAY - age, list_date=DAY)
    put("b", "390200001238", trust=0.3)

    assert open_lists.look_up(CALLER, TODAY).neighbours.listed == listed


def test_of_two_blocks_that_say_as_much_the_narrower_is_told(open_lists, put):
    put("a", "390200001235", *(f"39020000120{n}" for n in range(9)), list_date=DAY)

    assert open_lists.look_up(CALLER, TODAY).neighbours == Neighbours(1, 10, 1.0)
