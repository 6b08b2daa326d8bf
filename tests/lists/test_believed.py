"""How much is believed: of blocks at any trust, as far as that goes; and nothing more because it is said twice."""

from __future__ import annotations

import tempfile
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portinaio.core import score
from portinaio.core.evidence import Evidence
from portinaio.core.facts import Facts
from portinaio.core.numbers.pattern import key
from portinaio.core.verdict import Label, classify
from portinaio.lists.catalogue import load_catalogue
from portinaio.lists.index.build import build
from portinaio.lists.lookup import OpenLists
from worlds import a_call, a_pattern

TODAY = date(2026, 11, 24)
DAY = TODAY.toordinal()
CALLER = 1234  # in the block of a thousand of these tests


def number(n: int) -> str:
    return f"39020000{n:04d}"


class AList(NamedTuple):
    rows: tuple[Evidence, ...]
    trust: float = 0.4
    origin: str = ""


def rows(*numbers: int, **fields: object) -> tuple[Evidence, ...]:
    fields = {"reporters": 3, "last_day": DAY} | fields
    return tuple(Evidence(key(number(n)), key(number(n)), **fields) for n in numbers)  # type: ignore[arg-type]


def verdict(*lists: AList, caller: int = CALLER, late: bool = False):
    with tempfile.TemporaryDirectory() as folder:
        open_lists = OpenLists(folder)
        for place, one in enumerate(lists):
            path = Path(folder, f"list-{place}.nsx")
            build(one.rows, path, list_date=DAY, created=1)
            open_lists.add(path.stem, one.trust, path, origin=one.origin)
        hits, neighbours, density, _ = open_lists.look_up(key(number(caller)), TODAY)
    facts = Facts(hits=hits, neighbours=neighbours, density=density, outside_hours=late)
    return classify(a_call("+" + number(caller)), facts)


AROUND = rows(*range(1230, 1234), *range(1235, 1242))  # eleven


@pytest.mark.parametrize("trust", [0.23, 0.4, 0.41, 1.0])
def test_a_number_beside_eleven_listed_ones_is_suspected_at_any_trust_but_the_least(trust):
    found = verdict(AList(AROUND, trust))

    assert (found.label, found.suspected) == (Label.UNKNOWN, True)


def test_a_list_that_is_hardly_trusted_makes_nobody_suspected():
    found = verdict(AList(AROUND, 0.21))

    assert (found.suspected, found.score > 0) == (False, True)


OFFERS = [offer for offer in load_catalogue().list if offer.kind == "callers"]


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.name)
def test_each_list_of_the_catalogue_can_make_a_caller_suspected(offer):
    """By what it holds at least: complaints around the number, or the number with three reporters or none."""
    listed = rows(CALLER, reporters=3) + rows(CALLER + 50, reporters=None, last_day=0)
    if offer.complaints:
        listed = AROUND

    assert verdict(AList(listed, offer.trust)).score >= score.SUSPECTED_FROM


@given(st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=40, deadline=None)
def test_a_block_weighs_no_less_where_its_list_is_trusted_more(trust, more):
    less, most = sorted([trust, more])

    assert verdict(AList(AROUND, less)).score <= verdict(AList(AROUND, most)).score


some_rows = st.lists(
    st.builds(
        Evidence,
        st.integers(1000, 1300).map(lambda n: key(number(n))),
        st.just(0),
        st.integers(1, 300) | st.none(),
        last_day=st.integers(DAY - 200, DAY) | st.just(0),
    ).map(lambda row: row._replace(high=row.low)),
    min_size=1,
    max_size=60,
).map(tuple)


@given(some_rows, st.booleans(), st.floats(0, 0.4), st.integers(1000, 1300))
@settings(deadline=None, max_examples=60)
def test_one_list_of_little_trust_never_makes_a_caller_reported_whatever_it_holds(
    listed, whole_block, trust, caller
):
    stretch = (Evidence(key(number(1000)), key(number(1999))),) * whole_block

    # Late in the evening, too: an hour speaks against listed callers alone, so a list brings it about.
    found = verdict(AList(listed + stretch, trust), caller=caller, late=True)

    assert (found.label, found.score < score.REPORTED_FROM) == (Label.UNKNOWN, True)


some_lists = st.lists(
    st.builds(AList, some_rows, st.sampled_from([0.1, 0.4, 0.41, 0.8])), min_size=1, max_size=3
)


@given(some_lists, st.integers(1000, 1300))
@settings(deadline=None, max_examples=40)
def test_the_order_of_lists_does_not_matter(lists, caller):
    scores = {verdict(*order, caller=caller).score for order in permutations(lists)}

    assert len(scores) == 1


@given(some_lists, st.integers(1000, 1300))
@settings(deadline=None, max_examples=40)
def test_a_further_list_never_lowers_the_score(lists, caller):
    *others, _ = lists

    # A part of a point comes and goes with the order in which products are rounded.
    assert verdict(*others, caller=caller).score <= verdict(*lists, caller=caller).score


@given(some_lists, st.integers(1000, 1300), st.sampled_from(["", "ftc"]))
@settings(deadline=None, max_examples=40)
def test_a_second_copy_of_a_list_changes_nothing(lists, caller, origin):
    original, *others = lists
    original = original._replace(origin=origin)
    copy = original._replace(rows=original.rows[::-1], origin="")

    assert (
        verdict(original, *others, caller=caller).score
        == verdict(original, *others, copy, caller=caller).score
    )


@pytest.mark.parametrize(
    ("second", "same"),
    [
        pytest.param(rows(CALLER, 7), True, id="the same numbers"),
        pytest.param(rows(7, CALLER, last_day=DAY - 9, category="scam"), True, id="told otherwise"),
        pytest.param(rows(CALLER, 7, reporters=4), False, id="counted otherwise"),
        pytest.param(rows(CALLER, 8), False, id="another number"),
        pytest.param(rows(CALLER, 7, 8), False, id="one more"),
        pytest.param(rows(CALLER), False, id="one less"),
    ],
)
def test_a_copy_that_nobody_has_declared_is_one_with_the_same_numbers_and_counts(second, same):
    found = verdict(AList(rows(CALLER, 7)), AList(second))

    assert [bool(finding.weight) for finding in found.findings[:2]] == [True, not same]


@pytest.mark.parametrize("pattern", ["+39020000*", "+390200001000..+390200001999"])
def test_a_copy_of_a_list_of_ranges_is_one_too(pattern):
    _, low, high, *_ = a_pattern(pattern)
    wide = AList((Evidence(low, high),))

    found = verdict(wide, wide)

    assert [bool(finding.weight) for finding in found.findings[:2]] == [True, False]
