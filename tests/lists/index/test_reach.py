"""How much of a country's numbers a list means, and that one which means too many makes nobody reported."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from list_worlds import as_an_older_version_wrote_it
from portinaio.core import score
from portinaio.core.evidence import Evidence
from portinaio.core.facts import Facts
from portinaio.core.numbers.pattern import key, stored
from portinaio.core.reach import TYPES, Reach
from portinaio.core.verdict import classify
from portinaio.countries.phonenumbers_metadata import KINDS
from portinaio.lists.index import reach
from portinaio.lists.index.build import build
from portinaio.lists.index.changes import change, fold
from portinaio.lists.index.reader import ListIndex, changes_path
from portinaio.lists.lookup import OpenLists
from worlds import a_call

TODAY = date(2026, 11, 24)
DAY = TODAY.toordinal()
A_MOBILE = "+393200001234"
EIGHT_SLICES = [f"+393{n}*" for n in range(2, 10)]
A_TWENTIETH = [f"+393{n}*" for n in range(200, 250)]  # of 31, 32 to 39 and 43: ten beginnings
FRENCH_SALES = "+33162* +33163* +33270* +33271* +33377* +33378* +33424* +33425* +33568* +33569*"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "spam-it.nsx"


def rows_of(patterns) -> list[Evidence]:
    return [Evidence(p.low, p.high, last_day=DAY) for p in map(stored, patterns)]


def built(file, patterns) -> ListIndex:
    build(rows_of(patterns), file, list_date=DAY, created=1)
    return ListIndex.open(file)


def judged(file, *, caller: str = A_MOBILE, trust: float = 1.0):
    open_lists = OpenLists(file.parent)
    open_lists.add("spam-it", trust, file)
    hits, neighbours, density, _ = open_lists.look_up(key(caller[1:]), TODAY)
    # Late in the evening, too: an hour speaks against listed callers alone, so a list brings it about.
    facts = Facts(hits=hits, neighbours=neighbours, density=density, outside_hours=True)
    return classify(a_call(caller), facts)


@pytest.mark.parametrize(
    ("patterns", "found"),
    [
        pytest.param(EIGHT_SLICES, Reach(80, "mobile", "IT"), id="mobiles in eight slices"),
        pytest.param([f"+393{n}*" for n in range(200, 300)], Reach(10, "mobile", "IT"), id="in a hundred"),
        pytest.param([f"+393{n}000000..+393{n}999999" for n in range(200, 300)], Reach(10, "mobile", "IT"), id="as stretches of one length"),
        pytest.param(["+393200000000..+393299999999"], Reach(10, "mobile", "IT"), id="one stretch"),
        pytest.param(A_TWENTIETH, None, id="a twentieth and not one more"),
        pytest.param([*A_TWENTIETH, *(f"+3939900000{n:02d}" for n in range(100))], Reach(6, "mobile", "IT"), id="a twentieth and a hundred numbers"),
        pytest.param([*A_TWENTIETH, "+393990000000"], None, id="a number or two are no country's"),
        pytest.param([*A_TWENTIETH, "+39399000*"], Reach(6, "mobile", "IT"), id="a twentieth and a short range"),
        pytest.param([*A_TWENTIETH, "+393200001234", "+39320*"], None, id="what is meant twice counts once"),
        pytest.param([*A_TWENTIETH, "+393000000000", "+39300*"], None, id="numbers of nobody do not count"),
        pytest.param([*A_TWENTIETH, "+39011*", "+39031*"], None, id="nor do those of another type"),
        pytest.param([*EIGHT_SLICES, *[f"+39{n}*" for n in range(10, 20)]], Reach(80, "mobile", "IT"), id="nor do they thin it out"),
        pytest.param(["+3902*"], Reach(15, "fixed_line", "IT"), id="all of Milan"),
        pytest.param(["+390200000000..+390299999999"], Reach(15, "fixed_line", "IT"), id="all of Milan that is in use"),
        pytest.param(["+39011*"], None, id="a smaller town"),
        pytest.param(["+390844*"], None, id="the range for sales"),
        pytest.param([*FRENCH_SALES.split(), "+33948*", "+33949*"], None, id="the ranges for sales of France"),
        pytest.param(["+56600*"], Reach(100, "shared_cost", "CL"), id="a range that the law names and does not reserve for sales"),
        pytest.param(["+91140*"], None, id="the only numbers of their type, for sales"),
        pytest.param(["+390844*", "+39899*", "+4490*", "+4491*", "+4498*", "+1900*", "+3389*", "+49900*"], None, id="premium-rate numbers, from which nobody calls"),
        pytest.param(["+4480*"], Reach(100, "toll_free", "GB"), id="toll-free ones, from which companies call"),
        pytest.param(["+3906698*"], Reach(100, "fixed_line", "VA"), id="a small country behind a large one's code"),
        pytest.param(["+441481*"], Reach(100, "fixed_line", "GG"), id="an island behind another's code"),
        pytest.param([*EIGHT_SLICES, "+441481*"], Reach(80, "mobile", "IT"), id="of two the one with more numbers is named"),
        pytest.param(["+1246*"], Reach(100, "mobile", "BB"), id="an island behind +1"),
        pytest.param(["+1212*"], None, id="one area of a large country"),
        pytest.param(["+7701*", "+7702*", "+7705*"], Reach(16, "mobile", "KZ"), id="a country behind +7"),
        pytest.param(["+7901*", "+7902*", "+7903*"], None, id="the same of its larger neighbour"),
        pytest.param(["+68340*"], None, id="a hundredth of a country of few numbers"),
        pytest.param([f"+683400{n}" for n in range(10)], None, id="ten numbers of them"),
        pytest.param(["+999123*"], None, id="a code of nobody"),
        pytest.param(["+39990000000..+40269999999"], Reach(50, "fixed_line", "RO"), id="from one country into the next"),
    ],
)  # fmt: skip
def test_a_list_is_measured_by_the_numbers_of_a_type(file, patterns, found):
    index = built(file, patterns)

    assert (index.measured, index.reach) == (True, found)


def test_thousands_of_ranges_are_measured_as_one_whole(file):
    chance = random.Random(8)
    beginnings = [f"+393{n:05d}*" for n in chance.sample(range(20_000, 100_000), 9_000)]

    index = built(file, beginnings)

    assert index.reach == Reach(9, "mobile", "IT")


@pytest.mark.parametrize(
    ("listed", "found"),
    [(1000, None), (1001, Reach(6, "mobile", "FK"))],
    ids=["a twentieth of twenty thousand", "one more"],
)
def test_single_numbers_add_up_where_a_country_has_few(file, listed, found):
    index = built(file, [f"+5005{n:04d}" for n in range(listed)])

    assert index.reach == found


@pytest.mark.parametrize(
    ("listed", "found"),
    [(99, None), (100, Reach(10, "fixed_line", "VA"))],
    ids=["fewer than a hundred", "a hundred"],
)
def test_a_few_numbers_are_a_few_numbers_however_small_a_country_is(file, listed, found):
    index = built(file, [f"+3906698{n:03d}" for n in range(listed)])

    assert index.reach == found


@pytest.mark.parametrize(
    ("beside", "found"), [(100, None), (101, Reach(6, "mobile", "FK"))], ids="{} beside them".format
)
def test_numbers_that_a_range_holds_add_nothing_to_it(file, beside, found):
    ranges = [f"+5005{n:02d}*" for n in range(9)]
    within = [f"+50050{n:03d}" for n in range(500)]

    index = built(file, [*ranges, *within, *(f"+50051{n:03d}" for n in range(beside))])

    assert index.reach == found


def test_of_single_numbers_those_of_another_length_are_left_out(file):
    numbers = [f"+5005{n:04d}" for n in range(1000)]

    index = built(file, [*numbers, *(f"+500590{n:03d}" for n in range(99))])

    assert index.reach is None


@given(st.sets(st.integers(0, 999), max_size=300), st.sets(st.integers(0, 99), max_size=12))
@settings(deadline=None, max_examples=25)
def test_ranges_and_numbers_in_any_mixture_are_counted_once(tmp_path_factory, numbers, blocks):
    patterns = [f"+50055{n:03d}" for n in numbers] + [f"+5005{n:02d}*" for n in blocks]
    file = tmp_path_factory.mktemp("lists") / "a.nsx"
    meant = {n for block in blocks for n in range(100 * block, 100 * block + 100)}
    singly = {5000 + n for n in numbers} - meant
    meant |= singly if len(singly) >= 100 else set()

    index = built(file, [*patterns, *(f"+5006{n:03d}*" for n in range(90, 100))])

    # The last ten beginnings are a hundred numbers of their own.
    assert (index.reach is not None) == (len(meant) + 100 > 1000)


def test_a_days_changes_bring_the_list_over_the_limit_and_back(file):
    built(file, A_TWENTIETH)
    more = rows_of(["+39399*"])

    change(file, more, [], list_date=DAY, created=2)
    over = ListIndex.open(file).reach
    change(file, [], [(row.low, row.high) for row in more], list_date=DAY, created=3)

    assert (over, ListIndex.open(file).reach) == (Reach(6, "mobile", "IT"), None)


def test_single_numbers_of_the_changes_count_and_deleted_ones_do_not(file):
    numbers = [f"+5005{n:04d}" for n in range(1000)]
    built(file, numbers)
    one_more, one_less = rows_of(["+50060000"]), rows_of([numbers[0]])

    change(file, one_more, [], list_date=DAY, created=2)
    over = ListIndex.open(file)
    change(file, rows_of(numbers[1:2]), [(one_less[0].low,) * 2], list_date=DAY, created=3)
    back = ListIndex.open(file)

    assert [bool(index.changes) for index in (over, back)] == [True, True]
    assert [index.reach for index in (over, back)] == [Reach(6, "mobile", "FK"), None]


@pytest.mark.parametrize("patterns", [EIGHT_SLICES, [A_MOBILE]], ids=["wide", "one number"])
def test_a_file_that_nobody_has_measured_makes_nobody_reported(file, patterns):
    built(file, patterns)
    as_an_older_version_wrote_it(file)

    verdict = judged(file)

    assert (verdict.suspected, "yet to be measured" in str(verdict.findings[0].message)) == (
        True,
        True,
    )


def test_folding_measures_what_nobody_has_measured(file):
    built(file, EIGHT_SLICES)
    as_an_older_version_wrote_it(file)

    fold(ListIndex.open(file), list_date=DAY, created=1)

    assert ListIndex.open(file).reach == Reach(80, "mobile", "IT")


def test_a_plan_that_cannot_be_unfolded_leaves_the_list_unmeasured(file, monkeypatch):
    def odd(_calling_code):
        raise ValueError

    monkeypatch.setattr(reach, "numbers_behind", odd)

    assert built(file, [A_MOBILE]).measured is False


@pytest.mark.parametrize("trust", [0.3, 0.4, 0.6, 1.0])
@pytest.mark.parametrize("reporters", [None, 2, 900])
def test_a_list_that_means_too_much_makes_a_caller_suspected_at_most(file, trust, reporters):
    rows = rows_of([*EIGHT_SLICES, *(f"+39320000{n}" for n in range(1000, 1300))])
    counted = [row._replace(reporters=reporters) for row in rows]
    build(counted, file, list_date=DAY, created=1)

    verdict = judged(file, trust=trust)

    assert 0 < verdict.score < score.REPORTED_FROM
    assert not verdict.has("neighbours")
    assert not verdict.has("range")


def test_a_list_that_is_hardly_trusted_gains_no_trust_by_meaning_too_much(file):
    built(file, EIGHT_SLICES)

    assert [round(judged(file, trust=trust).findings[0].weight) for trust in (0.0, 0.1)] == [0, 8]


def test_changes_that_nobody_has_measured_leave_the_whole_list_unmeasured(file):
    built(file, [f"+5005{n:04d}" for n in range(100)])
    change(file, rows_of(["+50060000"]), [], list_date=DAY, created=2)

    as_an_older_version_wrote_it(changes_path(file))

    assert ListIndex.open(file).measured is False


def test_its_finding_says_why(file):
    built(file, EIGHT_SLICES)

    (finding, _hours) = judged(file).findings

    assert str(finding.message) == (
        "on spam-it, of 24 Nov 2026; it covers 80 of 100 mobile numbers of IT,"
        " so it counts with trust 0.4 at most"
    )


def test_the_same_numbers_in_a_list_that_means_little_are_reported(file):
    built(file, A_TWENTIETH)

    assert judged(file).score >= score.REPORTED_FROM


def test_every_type_of_the_library_has_a_name_in_words():
    assert set(TYPES) == {*KINDS, "fixed_line_or_mobile"}
