"""The order of the calls on the screen."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from portinaio.tui.call_log import CallLog
from tui.house import NOW, a_call, ago


def shown(log: CallLog) -> list[int | str]:
    return [row.key if row.call else f"{row.day:%d.%m.}" for row in log.rows]


def a_log(*calls) -> CallLog:
    log = CallLog()
    log.load(calls, NOW)
    return log


def test_the_newest_call_stands_on_top():
    log = a_log(a_call(1, at=ago(hours=2)), a_call(2, at=ago(hours=1)))

    assert shown(log) == [2, 1]


def test_a_rule_stands_above_each_day_but_today():
    log = a_log(a_call(3), a_call(2, at=ago(days=1)), a_call(1, at=ago(days=2)))

    assert shown(log) == [3, "23.11.", 2, "22.11.", 1]


def test_a_ringing_call_stands_on_top_even_when_a_later_one_is_done():
    log = a_log(a_call(2, at=ago(seconds=5)), a_call(1, at=ago(seconds=20), outcome=None))

    assert shown(log) == [1, 2]


def test_a_call_takes_its_place_when_it_has_stopped_ringing():
    log = a_log(a_call(2, at=ago(seconds=5)), a_call(1, at=ago(seconds=20), outcome=None))

    log.put(a_call(1, at=ago(seconds=20)), NOW)

    assert shown(log) == [2, 1]


def test_a_call_without_an_outcome_does_not_ring_for_ever():
    log = a_log(a_call(2, at=ago(seconds=5)), a_call(1, at=ago(seconds=170), outcome=None))

    log.settle(NOW + timedelta(seconds=20))

    assert (shown(log), log.ringing) == ([2, 1], False)


def test_forgetting_the_only_call_of_a_day_takes_its_rule_away():
    log = a_log(a_call(3), a_call(2, at=ago(days=1)), a_call(1, at=ago(days=2)))

    log.forget(2)

    assert shown(log) == [3, "22.11.", 1]


def test_an_older_page_goes_on_under_the_same_rule():
    log = a_log(a_call(3, at=ago(days=1)))

    log.extend([a_call(2, at=ago(days=1, hours=1)), a_call(1, at=ago(days=2))], NOW)

    assert shown(log) == ["23.11.", 3, 2, "22.11.", 1]


def test_a_changed_call_changes_its_row_and_no_other():
    log = a_log(a_call(1), a_call(2))
    before = log.rows[1]

    log.put(a_call(1, notes="new"), NOW)

    assert log.rows[0].call["notes"] == "new"
    assert log.rows[1] is before


calls = st.builds(
    lambda id_, minutes, rings: a_call(
        id_, at=ago(minutes=minutes), outcome=None if rings else "done"
    ),
    st.integers(1, 12),
    st.integers(0, 4000),
    st.booleans(),
)


@given(st.lists(calls, unique_by=lambda call: call["id"]), st.randoms())
def test_calls_that_come_one_by_one_stand_as_if_they_had_come_together(found, random):
    together = a_log(*found)
    one_by_one = CallLog()
    random.shuffle(found)

    for call in found:
        one_by_one.put(call, NOW)

    assert shown(one_by_one) == shown(together)


@given(st.lists(calls, unique_by=lambda call: call["id"]), st.sets(st.integers(1, 12)))
def test_what_is_forgotten_leaves_no_trace(found, forgotten):
    log = a_log(*found)

    for call_id in forgotten:
        log.forget(call_id)

    assert shown(log) == shown(a_log(*(call for call in found if call["id"] not in forgotten)))


def test_what_is_let_go_at_the_end_leaves_no_rule_behind():
    log = a_log(a_call(3), a_call(2, at=ago(days=1)), a_call(1, at=ago(days=2)))

    assert log.trim(2)
    assert shown(log) == [3]


def test_a_short_log_is_let_go_of_nothing():
    log = a_log(a_call(3), a_call(2, at=ago(days=1)))

    assert not log.trim(3)
    assert shown(log) == [3, "23.11.", 2]
