"""Whether a condition of a pack holds of facts, and of which calls a clause speaks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from portinaio.complaints.holding import Facts, facts_of, fits, within
from portinaio.countries.clause_schema import Condition, When
from portinaio.countries.pack import read_pack

ITALY = read_pack("IT")
DAY = date(2026, 7, 1)
FACTS = frozenset({"a", "b"})


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        (When(), True),
        (When(all=("a", "b")), True),
        (When(all=("a", "c")), False),
        (When(any=("c", "a")), True),
        (When(any=("c", "d")), False),
        (When(not_=("c",)), True),
        (When(not_=("b",)), False),
        (When(all=("a",), any=("b",), not_=("c",)), True),
    ],
)
def test_a_condition_wants_all_one_of_any_and_none_of_what_must_not_be(when, holds):
    assert fits(when, FACTS) is holds
    assert Facts(FACTS).holds(when) is holds


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (None, None, True),
        (DAY, DAY, True),
        (DAY + timedelta(1), None, False),
        (None, DAY - timedelta(1), False),
        (DAY - timedelta(1), DAY + timedelta(1), True),
    ],
)
def test_a_law_holds_from_its_first_day_to_its_last(since, until, holds):
    assert within(DAY, since, until) is holds


@pytest.mark.parametrize(
    ("of", "since", "until", "places"),
    [
        (None, None, None, (0, 1, 2)),
        (When(), None, None, (0, 1, 2)),
        (When(all=("taken",)), None, None, (0, 2)),
        (When(not_=("taken",)), None, None, (1,)),
        (When(all=("taken",)), DAY + timedelta(1), None, (2,)),
        (None, None, DAY + timedelta(1), (0, 1)),
    ],
)
def test_a_clause_speaks_of_the_calls_of_its_kind_and_days(of, since, until, places):
    taken, missed = frozenset({"taken"}), frozenset()
    days = tuple(DAY + timedelta(n) for n in range(3))
    facts = Facts(FACTS, (taken, missed, taken), days)

    assert facts.those(of, since, until) == places


@pytest.mark.parametrize(
    ("day", "held"),
    [
        pytest.param(date(2026, 6, 30), set(), id="before the law"),
        pytest.param(date(2026, 7, 1), {"banned"}, id="on its first day"),
        pytest.param(date(2026, 8, 1), set(), id="behind its last"),
        pytest.param(None, set(), id="of no call: what is of some days only is of none"),
    ],
)
def test_a_condition_of_some_days_holds_of_the_calls_of_these(day, held):
    timed = Condition(all=("taken",), since=date(2026, 7, 1), until=date(2026, 7, 31))
    pack = replace(ITALY, condition={"banned": timed, "always": Condition(all=("taken",))})
    calls, days = ((frozenset({"taken"}),), (day,)) if day else ((), ())

    facts = facts_of(frozenset({"taken"}), calls, days, pack)

    assert facts.holding & {"banned", "always"} == held | {"always"}


def test_a_condition_that_is_made_of_another_holds_where_that_does():
    made = {"first": Condition(all=("taken",)), "second": Condition(all=("first",))}
    pack = replace(ITALY, condition=made)

    facts = facts_of(frozenset(), (frozenset({"taken"}), frozenset()), (DAY, DAY), pack)

    assert [{"first", "second"} <= call for call in facts.calls] == [True, False]
    assert "second" in facts.holding
    assert "each_second" not in facts.holding
