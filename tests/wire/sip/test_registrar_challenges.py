"""Challenges of a registrar and of the proxy before it: answered as often as it makes sense."""

from __future__ import annotations

import pytest

from portinaio.wire.sip.registrar.registration_results import (
    Denied,
    RegisterDue,
    Registered,
    Unanswered,
)
from registering import CHALLENGE, OURS, Talk, a_bound_talk


def test_a_wrong_password_is_denied_and_tried_again_in_five_minutes():
    talk = Talk()
    talk.begin()
    talk.challenged("n1")

    assert talk.challenged("n2") == [Denied(401, "Unauthorized")]

    assert len(talk.sent) == 2
    assert talk.wake() == (300.1, [RegisterDue()])


def test_a_stale_nonce_is_no_wrong_password():
    talk = Talk()
    talk.begin()
    talk.challenged("n1")

    assert talk.challenged("n2", ", stale=true") == []

    assert 'nonce="n2"' in talk.sent[-1].headers["Authorization"]


def test_nonces_that_are_stale_for_ever_end_somewhere_and_are_no_wrong_password():
    talk = Talk()
    talk.begin()

    told = [talk.challenged(f"n{n}", ", stale=true") for n in range(4)]

    assert told == [[], [], [], [Unanswered(401)]]


def test_a_registrar_whose_nonces_are_always_stale_is_asked_ever_more_rarely():
    talk, pauses = Talk(), []
    talk.begin()
    for _ in range(9):
        for n in range(4):
            talk.challenged(f"n{n}", ", stale=true", now=0.0)
        due, _ = talk.wake()
        pauses.append(due)
        talk.begin()

    assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, 300]


@pytest.mark.parametrize(("lifetime", "due"), [(1, 5.2), (5, 5.2), (6, 5.2), (60, 51.1)])
def test_a_lifetime_of_moments_makes_no_flood_of_registrations(lifetime: int, due: float):
    talk = a_bound_talk(lifetime)

    assert talk.wake() == (pytest.approx(due), [RegisterDue()])


def test_a_challenge_we_cannot_answer_is_a_refusal():
    talk = Talk()
    talk.begin()

    assert talk.receive_response("401 No", 'WWW-Authenticate: Basic realm="r"') == [
        Denied(401, "No")
    ]


@pytest.mark.parametrize("status", ["403 Forbidden", "404 Not Found", "604 Nowhere"])
def test_a_plain_no_is_a_refusal(status: str):
    talk = Talk()
    talk.begin()

    assert talk.receive_response(status) == [Denied(int(status[:3]), status[4:])]


def test_a_proxy_that_asks_is_answered_too():
    talk = Talk()
    talk.begin()

    talk.receive_response("407 Proxy", 'Proxy-Authenticate: Digest realm="r", nonce="n"')

    assert "Proxy-Authorization" in talk.sent[-1].headers


@pytest.mark.parametrize("status", ["300 Choices", "301 Moved", "302 Moved", "305 Use Proxy"])
def test_nobody_is_followed_who_sends_the_registration_elsewhere(status: str):
    talk, pauses = Talk(), []
    for _ in range(9):
        talk.begin()
        assert talk.receive_response(status, "Contact: <sip:me@198.51.100.7>", now=0.0) == [
            Unanswered(int(status[:3]))
        ]
        pauses.append(talk.wake()[0])

    assert {request.uri for request in talk.sent} == {"sip:net.example"}
    assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, 300]


PROXY = 'Proxy-Authenticate: Digest realm="p", nonce="p1"'


def test_a_proxy_and_the_registrar_behind_it_may_both_ask():
    talk = Talk()
    talk.begin()
    talk.receive_response("407 Proxy", PROXY)

    talk.challenged("n1")

    headers = talk.sent[-1].headers
    assert 'nonce="p1"' in headers["Proxy-Authorization"]
    assert 'nonce="n1"' in headers["Authorization"]
    assert talk.receive_response("200 OK", f"Contact: {OURS}") == [Registered(60)]


def test_who_is_answered_again_for_the_sake_of_another_sees_that_it_is_no_copy():
    talk = Talk()
    talk.begin()
    talk.receive_response("407 Proxy", f'{PROXY}, qop="auth"')
    first = talk.sent[-1].headers["Proxy-Authorization"]

    talk.challenged("n1")

    headers = talk.sent[-1].headers
    assert "nc=00000001" in first
    assert "nc=00000002" in headers["Proxy-Authorization"]
    assert "nc=00000001" in headers["Authorization"]


@pytest.mark.parametrize(
    ("again", "asks"),
    [("407 Proxy", PROXY), ("401 No", CHALLENGE.format("n2", ""))],
    ids=["the proxy", "the registrar"],
)
def test_who_asks_again_has_refused_the_password_though_another_has_asked_meanwhile(
    again: str, asks: str
):
    talk = Talk()
    talk.begin()
    talk.challenged("n1")
    talk.receive_response("407 Proxy", PROXY)

    told = talk.receive_response(again, asks)

    assert (told, len(talk.sent)) == ([Denied(int(again[:3]), again[4:])], 3)


def test_a_lifetime_that_is_too_short_is_made_longer():
    talk = Talk()
    talk.begin()

    assert talk.receive_response("423 Interval Too Brief", "Min-Expires: 1800") == []

    assert talk.sent[-1].headers["Expires"] == "1800"


@pytest.mark.parametrize("least", ["60", "99999999", "-1", ""])
def test_a_least_lifetime_that_makes_no_sense_is_not_followed(least: str):
    talk = Talk()
    talk.begin()

    assert talk.receive_response("423 Interval Too Brief", f"Min-Expires: {least}") == [
        Unanswered(423)
    ]


def test_a_registrar_that_wants_ever_longer_lifetimes_is_not_followed_for_ever():
    talk = Talk()
    talk.begin()

    told = [
        talk.receive_response("423 Interval Too Brief", f"Min-Expires: {601 + n}") for n in range(4)
    ]

    assert told == [[], [], [], [Unanswered(423)]]
