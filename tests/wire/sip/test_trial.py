"""A call of an account to itself: what each order of answers proves, and what it does not."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from portinaio.wire.sip.dialogs.dialog import Local
from portinaio.wire.sip.digest import Login
from portinaio.wire.sip.flow import Flow
from portinaio.wire.sip.message import Request, Response, parse
from portinaio.wire.sip.trial.trial import (
    ANSWERED_WITHIN_S,
    ASKED_WITHIN_S,
    HOLD_S,
    OTHERS_WITHIN_S,
    TAKEN_BACK_WITHIN_S,
    Order,
    Trial,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portinaio.wire.sip.flow import Send

UDP, TCP = Flow("UDP", "192.0.2.1", 5060, 1), Flow("TCP", "192.0.2.1", 5060, 1)
OURS, THEIRS, THIRD = "ours", "theirs", "third"
AOR = "sip:me@sip.example"


class Exchange:
    """The far end: answers the latest INVITE of a trial, and keeps what it was sent."""

    def __init__(self, flow: Flow = UDP) -> None:
        number = count(1)
        self.trial = Trial(
            AOR,
            (flow, Local("192.0.2.9", 5062, "me")),
            Login("me", "secret"),
            lambda: f"token{next(number)}",
        )
        self.now = 0.0
        self.got: list[Request] = []
        self._take(self.trial.begin(self.now))

    @property
    def methods(self) -> list[str]:
        return [request.method for request in self.got]

    def says(self, code: int, tag: str = "", *more: str, of: Request | None = None) -> None:
        request = of or [one for one in self.got if one.method == "INVITE"][-1]
        to = request.headers["To"] + (f";tag={tag}" if tag else "")
        lines = [
            f"SIP/2.0 {code} X",
            *(f"{name}: {request.headers[name]}" for name in ("Via", "From", "Call-ID", "CSeq")),
            f"To: {to}",
            *more,
        ]
        response = parse(("\r\n".join(lines) + "\r\n\r\n").encode())
        assert isinstance(response, Response)
        self._take(self.trial.receive_response(response, self.now) or [])

    def asks_us(self) -> None:
        self.trial.came(OURS, self.now)

    def gets_480_from_us(self) -> None:
        self.trial.given_back(self.now)

    def passes(self, seconds: float) -> None:
        end = self.now + seconds
        while (due := self.trial.next_deadline()) is not None and due <= end:
            self.now = max(self.now, due)
            self._take(self.trial.wake(self.now))
        self.now = end

    def _take(self, messages: Iterable[Send]) -> None:
        for message in messages:
            request = parse(message.data)
            assert isinstance(request, Request)
            self.got.append(request)


def _played(*steps: tuple[object, ...] | str) -> Exchange:
    exchange = Exchange()
    for step in steps:
        match step:
            case "asks us":
                exchange.asks_us()
            case "480 from us":
                exchange.gets_480_from_us()
            case "another call":
                exchange.trial.another_came()
            case ("passes", float(seconds)):
                exchange.passes(seconds)
            case (int(code), str(tag)):
                exchange.says(code, tag)
            case _:
                raise AssertionError(step)
    return exchange


US_FIRST = ("asks us", (180, OURS), ("passes", HOLD_S), "480 from us")
WAITED = ("passes", OTHERS_WITHIN_S + TAKEN_BACK_WITHIN_S)
NOBODY = ("passes", ANSWERED_WITHIN_S + TAKEN_BACK_WITHIN_S)
SHOWN = [
    pytest.param((*US_FIRST, (180, THEIRS)), Order.FIRST, id="another rings after our 480"),
    pytest.param(
        ("asks us", (180, OURS), (180, THEIRS)), Order.TOGETHER, id="another rings while we do"
    ),
    pytest.param(
        ((180, THEIRS), "asks us", (180, OURS)), Order.TOGETHER, id="another rings before we do"
    ),
    pytest.param(
        ("asks us", (180, OURS), ("passes", HOLD_S - 0.1), (180, THEIRS)),
        Order.TOGETHER,
        id="another has to be woken, and rings late",
    ),
    pytest.param(
        ("asks us", (180, THEIRS), (180, THIRD)),
        Order.TOGETHER,
        id="two ring that are not we, whose 180 is swallowed",
    ),
    pytest.param(
        ((180, THEIRS), ("passes", ASKED_WITHIN_S + TAKEN_BACK_WITHIN_S)),
        Order.TOGETHER,
        id="another rings, and we are not asked at all",
    ),
    pytest.param((*US_FIRST, (480, "")), Order.ALONE, id="nobody else is there"),
    pytest.param((*US_FIRST, WAITED), Order.ALONE, id="nobody else rings, and no answer comes"),
    pytest.param(
        (*US_FIRST, (183, THEIRS), (480, "")), Order.ALONE, id="the network speaks, no telephone"
    ),
    pytest.param((*US_FIRST, (180, OURS), (480, "")), Order.ALONE, id="our own 180 comes again"),
    pytest.param(
        ("asks us", (180, "rewritten"), ("passes", HOLD_S), "480 from us", (480, "")),
        Order.REMADE,
        id="our tag is another one there",
    ),
    pytest.param(
        ("asks us", (180, "rewritten"), ("passes", HOLD_S), "480 from us", (180, THEIRS)),
        Order.FIRST,
        id="our tag is another one there, and a second rings after us",
    ),
    pytest.param(
        ("asks us", ("passes", HOLD_S), "480 from us", (180, THEIRS), (480, "")),
        Order.REMADE,
        id="nothing of our 180 came back",
    ),
    pytest.param(
        ("another call", (180, "b2bua"), ("passes", ASKED_WITHIN_S + TAKEN_BACK_WITHIN_S)),
        Order.REMADE,
        id="it comes as another call",
    ),
    pytest.param(((486, ""),), Order.ELSEWHERE, id="busy, since we are calling"),
    pytest.param((NOBODY,), Order.ELSEWHERE, id="no answer at all"),
    pytest.param(((100, ""), NOBODY), Order.ELSEWHERE, id="trying, and nothing more"),
    pytest.param((*US_FIRST, (200, "mailbox")), Order.TAKEN, id="a mailbox picks up after us"),
    pytest.param(((200, "mailbox"),), Order.TAKEN, id="a mailbox picks up at once"),
]


@pytest.mark.parametrize(("steps", "order"), SHOWN)
def test_each_order_of_answers_shows_what_it_shows(
    steps: tuple[tuple[object, ...] | str, ...], order: Order
):
    exchange = _played(*steps)

    assert exchange.trial.order is order


@pytest.mark.parametrize(("steps", "order"), SHOWN)
def test_it_ends_within_half_a_minute_whatever_is_answered(
    steps: tuple[tuple[object, ...] | str, ...], order: Order
):
    exchange = _played(*steps)

    exchange.passes(30.0 - exchange.now)

    assert (exchange.trial.over, exchange.trial.next_deadline()) == (True, None), order


def test_the_call_is_taken_back_as_soon_as_another_telephone_rings():
    exchange = _played(*US_FIRST, (180, THEIRS))

    assert exchange.methods == ["INVITE", "CANCEL"]


def test_a_call_that_was_taken_back_ends_with_an_ack():
    exchange = _played(*US_FIRST, (180, THEIRS))

    exchange.says(487)

    assert (exchange.methods[-1], exchange.trial.over) == ("ACK", True)


def test_a_cancel_bears_branch_and_number_of_its_invite():
    exchange = _played("asks us", (180, OURS), (180, THEIRS))
    invite, cancel = exchange.got

    assert [cancel.headers[name] for name in ("Via", "From", "To", "Call-ID")] == [
        invite.headers[name] for name in ("Via", "From", "To", "Call-ID")
    ]
    assert cancel.headers["CSeq"] == "1 CANCEL"


def test_nothing_is_taken_back_before_anybody_has_answered():
    exchange = _played(("passes", ANSWERED_WITHIN_S + 0.1))

    assert "CANCEL" not in exchange.methods


def test_an_answer_that_comes_late_is_taken_back_then():
    exchange = _played(("passes", ANSWERED_WITHIN_S + 0.1), (180, THEIRS))

    assert exchange.methods[-1] == "CANCEL"


def test_who_picks_up_is_acknowledged_and_hung_up_on():
    exchange = Exchange()

    exchange.says(
        200,
        "mailbox",
        "Contact: <sip:box@192.0.2.7>",
        "Record-Route: <sip:b.example;lr>, <sip:a.example;lr>",
    )

    ack, bye = exchange.got[-2:]
    assert (ack.method, bye.method) == ("ACK", "BYE")
    assert {ack.uri, bye.uri} == {"sip:box@192.0.2.7"}
    assert ack.headers.getlist("Route") == ["<sip:a.example;lr>", "<sip:b.example;lr>"]
    assert (ack.headers["CSeq"], bye.headers["CSeq"]) == ("1 ACK", "2 BYE")


@pytest.mark.parametrize(
    ("code", "asks", "answers"),
    [
        (401, "WWW-Authenticate", "Authorization"),
        (407, "Proxy-Authenticate", "Proxy-Authorization"),
    ],
)
def test_who_asks_for_the_password_gets_the_invite_again_with_it(
    code: int, asks: str, answers: str
):
    exchange = Exchange()
    first = exchange.got[0]

    exchange.says(code, "proxy", f'{asks}: Digest realm="x", nonce="y"')

    ack, second = exchange.got[1:]
    assert (ack.method, ack.headers["Via"]) == ("ACK", first.headers["Via"])
    assert second.headers[answers].startswith('Digest username="me"')
    assert second.headers["CSeq"] == "2 INVITE"
    assert second.headers["Via"] != first.headers["Via"]


def test_a_password_that_is_wrong_is_said_once():
    exchange = Exchange()

    for _ in range(2):
        exchange.says(407, "proxy", 'Proxy-Authenticate: Digest realm="x", nonce="y"')

    assert exchange.methods == ["INVITE", "ACK", "INVITE", "ACK"]
    assert (exchange.trial.order, exchange.trial.code) == (Order.ELSEWHERE, 407)


def test_an_invite_is_repeated_by_datagrams_until_somebody_answers():
    exchange = _played(("passes", 2.0), (100, ""), ("passes", 2.0))

    assert exchange.methods == ["INVITE"] * 3


def test_an_invite_by_a_connection_is_sent_once():
    exchange = Exchange(TCP)

    exchange.passes(2.0)

    assert exchange.methods == ["INVITE"]


def test_a_response_to_something_else_is_left_to_others():
    exchange, another = Exchange(), Exchange()
    another.trial._call.call_id = "another"
    response = parse(
        b"SIP/2.0 180 X\r\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKx\r\nCall-ID: another\r\n\r\n"
    )
    assert isinstance(response, Response)

    assert exchange.trial.receive_response(response, 0.0) is None


def test_nobody_is_offered_any_sound():
    (invite,) = Exchange().got

    assert b"a=inactive" in invite.body
