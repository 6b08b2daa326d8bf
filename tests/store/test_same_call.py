"""Which calls of another log are here already, whatever they are."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core.call import Presentation
from portinaio.core.logged import IMPORTED
from portinaio.store.codec import micros
from portinaio.store.same_call import MINUTE, SECOND, unknown
from worlds import FROZEN_NOW, a_logged_call

if TYPE_CHECKING:
    from portinaio.core.logged import LoggedCall

calls = st.lists(
    st.builds(
        lambda seconds, number, called: a_logged_call(
            0,
            at=FROZEN_NOW.replace(microsecond=0) + timedelta(seconds=seconds),
            line=IMPORTED,
            number=number,
            called=called,
        ),
        st.integers(0, 200),
        st.sampled_from(["+390200001234", "+390200001235"]),
        st.sampled_from(["", "0200005678", "3330000001"]),
    ),
    max_size=12,
    unique_by=lambda call: (call.at, call.number, call.called),
)


def known(these: list[LoggedCall]) -> list[tuple[int, str, str | None, str, str, str]]:
    return [
        (micros(c.at), c.line, c.number, c.calling, c.called, c.presentation.value) for c in these
    ]


@pytest.mark.parametrize("grain", [SECOND, MINUTE])
@given(these=calls)
def test_a_log_adds_nothing_to_itself(grain, these):
    assert unknown(these, known(these), grain) == []


@given(these=calls, more=calls)
def test_a_log_that_has_grown_adds_what_it_has_grown_by(these, more):
    grown = {(c.at, c.number, c.called): c for c in [*these, *more]}

    assert len(unknown(list(grown.values()), known(these), SECOND)) == len(grown) - len(these)


@pytest.mark.parametrize("grain", [SECOND, MINUTE])
@given(these=calls, others=calls)
def test_each_known_call_is_at_most_one_of_a_log(grain, these, others):
    left = unknown(these, known(others), grain)

    assert len(these) - len(others) <= len(left) <= len(these)


@given(these=calls, others=calls)
def test_the_order_in_which_a_database_tells_does_not_matter(these, others):
    assert unknown(these, known(others), SECOND) == unknown(these, known(others[::-1]), SECOND)


@pytest.mark.parametrize(
    ("here", "there", "one_call"),
    [
        pytest.param("+390200005678", "0200005678", True, id="one number, written otherwise"),
        pytest.param("+390200005678", "+390200005679", False, id="two numbers of the house"),
        pytest.param("+390200005678", "", True, id="the log does not say"),
        pytest.param("+390200005678", "05679", True, id="an extension is no number"),
        pytest.param("+390200005678", "005679", False, id="six digits are one"),
        pytest.param("sip:100", "+390200005678", True, id="nor is an address"),
    ],
)
def test_who_called_two_numbers_of_the_house_has_called_twice(here, there, one_call):
    call = a_logged_call(0, line=IMPORTED, called=there)

    assert unknown([call], known([call._replace(called=here)]), SECOND) == ([] if one_call else [call])  # fmt: skip


@pytest.mark.parametrize(
    ("apart_s", "grain", "one_call"),
    [(10, SECOND, True), (11, SECOND, False), (-10, SECOND, True), (-11, SECOND, False)],
)
def test_clocks_differ_by_ten_seconds_at_most(apart_s, grain, one_call):
    call = a_logged_call(0, at=FROZEN_NOW.replace(second=30, microsecond=0))
    other = call._replace(at=call.at + timedelta(seconds=apart_s))

    assert unknown([other], known([call]), grain) == ([] if one_call else [other])


@pytest.mark.parametrize(
    ("second", "one_call"),
    [(0, True), (59, True), (69, True), (70, True), (71, False), (-10, True), (-11, False)],
)
@pytest.mark.parametrize("whose", ["of this log", "of the other"])
def test_what_counts_minutes_means_any_moment_of_one(second, one_call, whose):
    minute = a_logged_call(0, at=FROZEN_NOW.replace(second=0, microsecond=0), line=IMPORTED)
    exact = minute._replace(at=minute.at + timedelta(seconds=second), line="home")
    call, there, grain = (minute, exact, MINUTE) if whose == "of this log" else (exact, minute, SECOND)  # fmt: skip

    assert unknown([call], known([there]), grain) == ([] if one_call else [call])


def test_of_two_calls_that_are_near_the_nearer_is_the_same():
    first = a_logged_call(0, at=FROZEN_NOW.replace(second=10, microsecond=0))
    second = first._replace(at=first.at + timedelta(seconds=8))
    near_second = first._replace(at=first.at + timedelta(seconds=6))

    assert unknown([near_second, first], known([first, second]), SECOND) == []


def test_one_call_that_is_here_is_one_of_two_that_are_near_it():
    here = a_logged_call(0, at=FROZEN_NOW.replace(second=10, microsecond=0))
    near = [here._replace(at=here.at + timedelta(seconds=after)) for after in (3, 6)]

    assert unknown(near, known([here]), SECOND) == near[1:]


@pytest.mark.parametrize(
    ("who", "left"),
    [
        pytest.param({}, 1, id="a number calls once at a moment"),
        pytest.param({"number": None, "calling": "V123"}, 1, id="so does a text"),
        pytest.param(
            {"number": None, "calling": "", "presentation": Presentation.RESTRICTED}, 2, id="two who hide theirs may be two"
        ),
    ],
)  # fmt: skip
def test_two_rows_of_one_moment_are_one_call_of_who_is_known(who, left):
    call = a_logged_call(0, called="", **who)

    assert len(unknown([call, call], [], SECOND)) == left


def test_two_texts_in_place_of_a_number_are_two_callers():
    one, other = (a_logged_call(0, number=None, calling=text) for text in ("V123", "V456"))

    assert unknown([other], known([one]), SECOND) == [other]
