"""Which calls of another log are here already, whatever they are."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
