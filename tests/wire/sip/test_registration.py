"""The life of a registration: bound, refreshed, waited for, tried again, taken away."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from portinaio.wire.sip.digest import Login
from portinaio.wire.sip.message import Request, parse
from portinaio.wire.sip.registrar.register_request import Binding
from portinaio.wire.sip.registrar.registration import Registration
from portinaio.wire.sip.registrar.registration_results import (
    NoAnswerYet,
    RegisterDue,
    Unanswered,
    Unregistered,
)
from registering import LOCAL, OURS, UDP, Talk, a_bound_talk

if TYPE_CHECKING:
    from portinaio.wire.sip.flow import Flow


def test_a_challenge_is_answered_once_and_then_we_are_bound():
    talk = a_bound_talk()

    first, second = talk.sent
    assert "Authorization" not in first.headers
    assert second.headers["Authorization"].startswith('Digest username="me", realm="r", nonce="n1"')
    assert (first.headers["CSeq"], second.headers["CSeq"]) == ("1 REGISTER", "2 REGISTER")
    assert first.headers["Call-ID"] == second.headers["Call-ID"]
    assert first.headers["From"] == second.headers["From"]


def test_a_binding_is_refreshed_at_85_percent_of_its_life():
    talk = a_bound_talk(100)

    assert talk.wake() == (pytest.approx(85.1), [RegisterDue()])


def test_silence_ends_after_32_seconds_and_is_tried_again_ever_more_rarely():
    talk = Talk()
    now, pauses = 0.0, []
    for _ in range(10):
        talk.begin(now)
        told: list[object] = []
        while Unanswered(None) not in told:
            ended, told = talk.wake()
        now, told = talk.wake()
        pauses.append(now - ended)
        assert told == [RegisterDue()]

    assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


def test_a_registrar_that_does_not_answer_is_told_of_before_we_give_up():
    talk = Talk()
    talk.begin()

    told = [talk.wake() for _ in range(4)]

    assert [(moment, results) for moment, results in told if results] == [(3.0, [NoAnswerYet()])]


@pytest.mark.parametrize(
    ("flow", "within_s", "ended"),
    [(UDP, None, 32.0), (UDP, 5.0, 5.0), (UDP._replace(transport="TCP"), 8.0, 8.0)],
)
def test_an_answer_is_waited_for_as_long_as_it_makes_sense(
    flow: Flow, within_s: float | None, ended: float
):
    registration = Talk().registration
    registration.begin(flow, LOCAL, 0.0, within_s)
    told: list[object] = []
    due = 0.0
    while Unanswered(None) not in told:
        due = registration.next_deadline() or 0.0
        told = list(registration.wake(due))

    assert due == ended


def test_each_answer_has_its_own_time():
    talk = Talk()
    talk.registration.begin(UDP, LOCAL, 0.0, 5.0)
    talk._keep([talk.registration._request.first()])  # type: ignore[union-attr]

    talk.challenged(now=4.9)

    assert talk.registration.wake(9.8) != [Unanswered(None)]
    assert talk.registration.wake(9.9) == [Unanswered(None)]


def test_a_refresh_that_takes_its_time_is_not_told_of():
    talk = a_bound_talk(100)
    talk.wake()
    talk.begin(85.0)

    assert [talk.wake()[1] for _ in range(4)] == [[]] * 4


def test_a_registrar_that_is_busy_says_when_to_come_back():
    talk = Talk()
    talk.begin()

    told = talk.receive_response("503 Busy", "Retry-After: 120 (maintenance)")

    assert told == [Unanswered(503)]
    assert talk.wake()[0] == 120.1


def test_a_success_forgets_the_failures_before_it():
    talk = Talk()
    for _ in range(4):
        talk.begin()
        talk.receive_response("500 Oops")
    talk.begin()
    talk.receive_response("200 OK", f"Contact: {OURS};expires=600")

    assert talk.registration.fail(100.0) == 2.0


def test_a_lost_flow_is_followed_by_a_new_try():
    talk = a_bound_talk()

    talk.registration.fail(50.0)

    assert talk.wake() == (52.0, [RegisterDue()])
    talk.begin(52.0)
    numbers = [int(request.headers["CSeq"].split()[0]) for request in talk.sent]
    assert all(after == before + 1 for before, after in pairwise(numbers))


def test_leaving_takes_our_contact_away():
    talk = a_bound_talk()

    talk.unregister(10.0)
    talk.challenged("n9")

    assert talk.sent[-1].headers["Contact"] == f"{OURS};expires=0"
    assert talk.receive_response("200 OK") == [Unregistered()]
    assert talk.registration.next_deadline() is None


def test_leaving_a_registrar_that_is_away_ends_too():
    talk = a_bound_talk()
    talk.unregister(10.0)

    told: list[object] = []
    while Unregistered() not in told:
        _, told = talk.wake()

    assert talk.registration.next_deadline() is None


@pytest.mark.parametrize("status", ["403 Forbidden", "503 Busy"])
def test_a_registrar_that_refuses_the_farewell_is_left_all_the_same(status: str):
    talk = a_bound_talk()

    talk.unregister(10.0)

    assert talk.receive_response(status) == [Unregistered()]


def test_who_never_came_need_not_leave():
    assert Talk().unregister(0.0) == [Unregistered()]


def test_an_answer_to_something_else_is_not_ours():
    talk = Talk()
    talk.begin()
    other = parse(b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP a;branch=z9hG4bKother\r\n\r\n")

    assert talk.registration.receive_response(other, 0.1) is None


def test_a_provisional_answer_is_only_waited_on():
    talk = Talk()
    talk.begin()

    assert talk.receive_response("100 Trying") == []


@pytest.mark.parametrize(("q", "said"), [("", ";expires=600"), ("1.0", ";expires=600;q=1.0")])
def test_a_line_that_is_asked_first_says_so_beside_its_contact(q: str, said: str):
    binding = Binding("sip:net.example", "sip:me@net.example", Login("me", "secret"), 600, q=q)

    (sent,) = Registration(binding, lambda: "t").begin(UDP, LOCAL, 0.0)

    found = parse(sent.data)
    assert isinstance(found, Request)
    assert found.headers["Contact"] == OURS + said
