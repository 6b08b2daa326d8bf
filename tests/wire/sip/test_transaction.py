"""Timers, with the time told by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portinaio.wire.sip import deadlines as deadlines_module
from portinaio.wire.sip.deadlines import Deadlines
from portinaio.wire.sip.flow import Flow
from portinaio.wire.sip.transaction import ClientTransaction, ServerTransaction, State

UDP = Flow("UDP", "192.0.2.9", 5060, 1)
TCP = Flow("TCP", "192.0.2.9", 5060, 2)


def tries(transaction: ServerTransaction | ClientTransaction) -> list[float]:
    """At which moments something is sent until nothing is due any more."""
    moments = []
    while (due := transaction.deadline) is not None:
        moments += [due] * len(transaction.wake(due))
    return moments


def an_invite(flow: Flow = UDP) -> ServerTransaction:
    return ServerTransaction("INVITE\nUDP\nfar\nbranch", flow, "tag")


def an_options(flow: Flow = UDP) -> ServerTransaction:
    return ServerTransaction("OPTIONS\nUDP\nfar\nbranch", flow, "tag")


def test_a_refusal_is_repeated_until_timer_h():
    transaction = an_invite()

    transaction.respond(603, b"603", 0.0)

    assert tries(transaction) == [0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5]
    assert transaction.state is State.TERMINATED


def test_a_refusal_on_a_stream_is_said_once():
    transaction = an_invite(TCP)

    transaction.respond(603, b"603", 0.0)

    assert (transaction.deadline, tries(transaction)) == (32.0, [])


def test_an_ack_ends_the_repetition_and_timer_i_the_transaction():
    transaction = an_invite()
    transaction.respond(603, b"603", 0.0)

    transaction.acknowledge(0.2)

    assert transaction.deadline == 5.2
    assert transaction.repeat() == []


def test_an_ack_on_a_stream_ends_it_at_once():
    transaction = an_invite(TCP)
    transaction.respond(603, b"603", 0.0)

    transaction.acknowledge(0.2)

    assert transaction.deadline == 0.2


def test_a_repeated_invite_gets_the_last_answer_and_no_other():
    transaction = an_invite()
    assert transaction.repeat() == []
    transaction.respond(180, b"180", 0.0)
    assert [s.data for s in transaction.repeat()] == [b"180"]

    transaction.respond(603, b"603", 1.0)

    assert [s.data for s in transaction.repeat()] == [b"603"]


def test_nothing_can_be_said_after_the_final_answer():
    transaction = an_invite()
    transaction.respond(603, b"603", 0.0)

    assert transaction.respond(200, b"200", 0.1) == []


def test_after_a_200_repetitions_are_swallowed_for_timer_l():
    transaction = an_invite()

    transaction.respond(200, b"200", 0.0)

    assert transaction.repeat() == []
    assert transaction.deadline == 32.0


def test_other_requests_are_remembered_for_timer_j_by_udp_alone():
    by_udp, by_tcp = an_options(), an_options(TCP)

    by_udp.respond(200, b"200", 0.0)
    by_tcp.respond(200, b"200", 0.0)

    assert (by_udp.deadline, by_tcp.deadline) == (32.0, 0.0)


def test_a_request_of_ours_is_repeated_until_timer_f():
    request = ClientTransaction(b"BYE", UDP, 0.0)

    assert tries(request) == [0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5]
    assert request.timed_out


def test_a_provisional_answer_slows_the_repetition_down():
    request = ClientTransaction(b"BYE", UDP, 0.0)

    assert not request.receive_response(100)
    request.wake(0.5)

    assert request.deadline == 4.5


def test_a_final_answer_ends_a_request():
    request = ClientTransaction(b"BYE", UDP, 0.0)

    assert request.receive_response(200)

    assert request.deadline is None


def test_a_moved_deadline_falls_due_once():
    deadlines: Deadlines[str] = Deadlines()
    deadlines.set("a", 1.0)
    deadlines.set("b", 2.0)
    deadlines.set("a", 3.0)
    deadlines.set("b", None)

    assert (list(deadlines.due(2.5)), deadlines.next()) == ([], 3.0)
    assert list(deadlines.due(3.0)) == ["a"]
    assert deadlines.next() is None


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.none() | st.integers(0, 20))),
    st.integers(0, 20),
)
def test_each_deadline_falls_due_at_its_latest_word_however_often_it_was_moved(
    moves: list[tuple[int, int | None]], now: int
):
    deadlines: Deadlines[int] = Deadlines()
    meant: dict[int, int | None] = {}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deadlines_module, "FEW", 2)
        for key, when in moves:
            deadlines.set(key, when)
            meant[key] = when

    due = [key for key, when in meant.items() if when is not None and when <= now]
    later = [when for when in meant.values() if when is not None and when > now]
    assert sorted(deadlines.due(now)) == sorted(due)
    assert deadlines.next() == min(later, default=None)


def test_moments_that_no_longer_count_do_not_pile_up():
    deadlines: Deadlines[int] = Deadlines()

    for key in range(10_000):
        deadlines.set(key, 32.0 + key)
        deadlines.set(key, 5.0 + key)
        if key >= 100:
            deadlines.set(key - 100, None)

    assert len(deadlines._heap) <= 2 * 100 + deadlines_module.FEW + 1


def test_to_be_woken_too_early_does_no_harm():
    refusal, request = an_invite(), ClientTransaction(b"BYE", UDP, 0.0)
    refusal.respond(603, b"603", 0.0)

    assert refusal.wake(0.4) == request.wake(0.4) == []

    assert refusal.deadline == request.deadline == 0.5


def test_an_ack_that_comes_again_changes_nothing():
    transaction = an_invite()
    transaction.respond(603, b"603", 0.0)
    transaction.acknowledge(0.2)

    transaction.acknowledge(3.0)

    assert transaction.deadline == 5.2


def test_a_request_that_is_answered_sends_nothing_more():
    request = ClientTransaction(b"BYE", UDP, 0.0)
    request.receive_response(200)

    assert request.wake(100.0) == []
