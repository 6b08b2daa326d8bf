"""Which calls of one caller are tries, by the seconds at which they began and ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core.repeated import Repeated, Try, tries
from worlds import FROZEN_NOW

RULE = Repeated()


def a_try(began_s: float, ended_s: float | None) -> Try:
    ended = None if ended_s is None else FROZEN_NOW + timedelta(seconds=ended_s)
    return Try(FROZEN_NOW + timedelta(seconds=began_s), ended)


def counted(*earlier: tuple[float, float | None], at_s: float, rule: Repeated = RULE) -> int:
    seen = [a_try(*each) for each in earlier]
    return tries(seen, FROZEN_NOW + timedelta(seconds=at_s), rule)


REDIALS = [(second, second) for second in range(600)]


@pytest.mark.parametrize(
    ("earlier", "at_s", "count"),
    [
        pytest.param([], 0, 1, id="the first call"),
        pytest.param([(0, 0)], 9.9, 0, id="again before a person could"),
        pytest.param([(0, 0)], 10, 2, id="again as soon as a person could"),
        pytest.param([(0, 30)], 39.9, 0, id="the pause is counted from the end"),
        pytest.param([(0, 30)], 40, 2, id="a pause after a long try"),
        pytest.param([(0, 30)], 210, 2, id="three minutes after the end"),
        pytest.param([(0, 30)], 210.1, 1, id="later than three minutes after the end"),
        pytest.param([(0, 0), (20, 20)], 40, 3, id="a third try"),
        pytest.param([(0, 0), (170, 170)], 200, 2, id="the first try is too long ago"),
        pytest.param([(0, 0), (1, 1)], 2, 0, id="a robot that redials every second"),
        pytest.param([(0, 0), (1, 1)], 10.5, 0, id="the pause begins anew with each redial"),
        pytest.param([(0, 0), (1, 1)], 11, 2, id="who pauses at last tries again"),
        pytest.param(REDIALS, 614, 1, id="redials start no new three minutes"),
        pytest.param([(0, None)], 20, 1, id="what may still ring elsewhere is no try"),
        pytest.param([(0, None)], 9, 0, id="but who calls within its pause comes too soon"),
        pytest.param([(0, 0), (20, None)], 40, 2, id="and does not hide the try before it"),
        pytest.param([(0, 60)], 30, 0, id="one that is not over yet"),
    ],
)
def test_what_makes_a_try(
    earlier: list[tuple[float, float | None]], at_s: float, count: int
) -> None:
    assert counted(*earlier, at_s=at_s) == count


def test_without_a_pause_every_call_is_a_try() -> None:
    assert counted((0, 0), (1, 1), at_s=2, rule=Repeated(not_before_s=0)) == 3


spans = st.integers(0, 400)
calls = st.lists(st.tuples(spans, st.none() | st.integers(0, 60)), max_size=12).map(
    lambda seen: [
        (began, None if lasted is None else began + lasted)
        for began, lasted in sorted(seen, key=lambda each: each[0])
    ]
)
"""Oldest first; how they ended, where somebody has seen it."""
rules = st.builds(
    Repeated, st.integers(2, 4), within_s=st.integers(30, 300), not_before_s=st.integers(0, 29)
)


@given(calls, spans, rules)
def test_a_try_is_a_call_with_a_pause_before_it_and_an_end_that_was_seen(earlier, later, rule):
    """Each call is looked at by itself, beside all that came before it."""
    at = (earlier[-1][0] if earlier else 0) + later

    def paused(place: int, began: int) -> bool:
        return all(
            began - (e if e is not None else b) >= rule.not_before_s for b, e in earlier[:place]
        )

    counting = [
        e
        for place, (b, e) in enumerate(earlier)
        if e is not None and paused(place, b) and at - e <= rule.within_s
    ]
    expected = 1 + len(counting) if paused(len(earlier), at) else 0

    assert counted(*earlier, at_s=at, rule=rule) == expected


@given(calls.filter(bool), spans, rules, st.integers(1, 20))
def test_redials_within_the_pause_gain_nothing(earlier, later, rule, redials):
    """However many there are, and where they end: the next real try counts at most as much as without them."""
    last = max(e if e is not None else b for b, e in earlier)
    at = last + later + 30
    robot = [(last + n * 0.1, last + n * 0.1) for n in range(1, redials + 1)]

    rule = rule._replace(not_before_s=10)

    assert counted(*earlier, *robot, at_s=at, rule=rule) <= counted(*earlier, at_s=at, rule=rule)


@given(calls, spans, rules)
def test_a_call_whose_end_nobody_saw_never_makes_a_second_try(earlier, later, rule):
    unseen = [(began, None) for began, _ in earlier]

    assert counted(*unseen, at_s=later + 400, rule=rule) <= 1
