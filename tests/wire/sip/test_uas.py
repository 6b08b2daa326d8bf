"""What the called side bears, and what it leaves alone."""

from __future__ import annotations

from itertools import count
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portinaio.wire.sip import transactions
from portinaio.wire.sip.dialogs import dialogs
from portinaio.wire.sip.dialogs.call_events import Invited, Over
from portinaio.wire.sip.dialogs.dialog import Local
from portinaio.wire.sip.digest import Login
from portinaio.wire.sip.flow import Flow, Send
from portinaio.wire.sip.message import Request, Response, parse
from portinaio.wire.sip.uas import Uas

FLOW = Flow("UDP", "192.0.2.9", 5066, 1)
FIRST_NUMBER = (
    crc32(b"t3") >> 2
) + 1  # RSeq of the first call: To-tag and handle take the tokens before
RACK = f"RAck: {FIRST_NUMBER} 1 INVITE\r\n".encode()


def a_uas() -> Uas:
    numbers = count(1)
    return Uas(lambda: f"t{next(numbers)}", lambda _: Local("192.0.2.1", 5060))


def a_request(
    number: int = 1, method: str = "INVITE", *more: str, call: int | None = None, tag: str = ""
) -> Request:
    lines = [
        f"{method} sip:portinaio@192.0.2.1 SIP/2.0",
        f"Via: SIP/2.0/UDP 192.0.2.9:5066;branch=z9hG4bK{number}",
        "From: <sip:+390200001234@192.0.2.9>;tag=far",
        f"To: <sip:portinaio@192.0.2.1>{tag}",
        f"Call-ID: {call or number}",
        f"CSeq: 1 {method}",
        *more,
        "",
        "",
    ]
    found = parse("\r\n".join(lines).encode())
    assert isinstance(found, Request)
    return found


def in_the_first(number: int, method: str, *more: str) -> Request:
    """A request within the call of `a_request(1)`."""
    return a_request(number, method, *more, call=1, tag=";tag=t1")


def said(outputs: list[object]) -> list[bytes]:
    return [output.data.split(b"\r\n")[0] for output in outputs if isinstance(output, Send)]


def test_more_calls_than_we_can_bear_are_sent_away_for_a_while(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(dialogs, "MAX_DIALOGS", 1)
    uas = a_uas()
    uas.receive(a_request(1), FLOW, 0.0)

    outputs = uas.receive(a_request(2), FLOW, 0.0)

    assert said(outputs) == [b"SIP/2.0 503 Service Unavailable"]


def test_more_requests_than_we_can_remember_are_not_heard(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(transactions, "MAX_TRANSACTIONS", 1)
    uas = a_uas()
    uas.receive(a_request(1, "OPTIONS"), FLOW, 0.0)

    assert uas.receive(a_request(2, "OPTIONS"), FLOW, 0.0) == []
    assert said(uas.receive(a_request(1, "OPTIONS"), FLOW, 0.1)) == [b"SIP/2.0 200 OK"]


@pytest.mark.parametrize(
    "more",
    [
        pytest.param(["Subject: " + "x" * 9_000], id="long headers"),
        pytest.param(["Subject: \N{TELEPHONE RECEIVER}" + "x" * 2_000], id="of wide letters"),
    ],
)
def test_long_invites_are_fewer_calls(monkeypatch: pytest.MonkeyPatch, more: list[str]):
    monkeypatch.setattr(dialogs, "MAX_HELD", 12_000)
    uas = a_uas()

    answers = [said(uas.receive(a_request(n, "INVITE", *more), FLOW, 0.0)) for n in range(1, 5)]

    assert [len(answer) for answer in answers] == [0, 0, 1, 1]
    assert answers[3] == [b"SIP/2.0 503 Service Unavailable"]


@pytest.mark.parametrize("end", ["refuse", "answer", "cancel", "time"])
def test_once_they_are_over_there_is_room_again(monkeypatch: pytest.MonkeyPatch, end: str):
    monkeypatch.setattr(dialogs, "MAX_HELD", 5_000)
    desk = Desk()
    for n in range(1, 4):
        desk.take(desk.uas.receive(a_request(n, "INVITE", "Subject: " + "x" * 9_000), FLOW, n))
        full = desk.uas.receive(a_request(n + 50), FLOW, n)
        if end == "cancel":
            desk.take(desk.uas.receive(a_request(n, "CANCEL"), FLOW, n))
        elif end != "time":
            desk.decide(end, n)
        desk.wait()
        assert said(full) == [b"SIP/2.0 503 Service Unavailable"]

    assert (desk.uas.calls, desk.uas._calls.table.held) == (0, 0)


def test_long_requests_are_remembered_in_lesser_numbers(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(transactions, "MAX_HELD", 20_000)
    desk = Desk()

    answers = [len(desk.uas.receive(long_options(n), FLOW, 0.0)) for n in range(1, 9)]
    desk.wait()

    assert answers == [1, 1, 1, 1, 0, 0, 0, 0]
    assert (desk.uas.transactions, desk.uas._transactions._held) == (0, 0)


def long_options(number: int) -> Request:
    """Of RFC 2543, where its URI is a part of its name."""
    old = raw(number, "OPTIONS").replace(b"branch=z9hG4bK", b"branch=")
    found = parse(b"OPTIONS" + old.replace(b" sip:", b" sip:" + b"x" * 5_000))
    assert isinstance(found, Request)
    return found


def test_a_bye_without_a_dialog_is_for_nobody():
    assert said(a_uas().receive(a_request(1, "BYE"), FLOW, 0.0)) == [
        b"SIP/2.0 481 Call/Transaction Does Not Exist"
    ]


def test_a_broken_ack_is_never_answered():
    assert a_uas().receive(a_request(1, "ACK", "To: <sip:other@a>"), FLOW, 0.0) == []


def test_a_decision_about_nothing_says_nothing():
    uas = a_uas()

    assert uas.ring("x", 1, 0.0) == uas.refuse("x", 603, 0.0) == uas.answer("x", 0.0) == []


def test_an_answer_goes_where_the_via_says_unless_it_asks_for_the_port_it_came_from():
    uas = a_uas()
    plain = a_request(1, "OPTIONS")
    symmetric = parse(bytes(b"OPTIONS" + raw(2, "OPTIONS").replace(b"5066;", b"7777;rport;")))
    assert isinstance(symmetric, Request)
    far = FLOW._replace(port=40_000)

    ports = [
        output.to.port
        for request in (plain, symmetric)
        for output in uas.receive(request, far, 0.0)
        if isinstance(output, Send)
    ]

    assert ports == [5066, 40_000]


def raw(number: int, method: str) -> bytes:
    """A request without its method, to be changed."""
    return (
        f" sip:portinaio@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9:5066;branch=z9hG4bK{number}\r\n"
        f"From: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: {number}\r\nCSeq: 1 {method}\r\n\r\n"
    ).encode()


class Desk:
    """Keeps the calls that are open and decides all of them alike."""

    def __init__(self) -> None:
        self.uas = a_uas()
        self.open: set[str] = set()

    def take(self, outputs: list[object]) -> None:
        for output in outputs:
            if isinstance(output, Invited):
                self.open.add(output.handle)
            elif isinstance(output, Over):
                self.open.remove(output.handle)  # said once

    def decide(self, act: str, now: float) -> None:
        for handle in sorted(self.open):
            match act:
                case "ring":
                    self.take(self.uas.ring(handle, 30, now))
                case "refuse":
                    self.take(self.uas.refuse(handle, 603, now))
                case "answer":
                    self.take(self.uas.answer(handle, now))

    def wait(self, until: float = float("inf")) -> None:
        while (due := self.uas.next_deadline()) is not None and due <= until:
            self.take(self.uas.wake(due))


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "PRACK", "UPDATE", "FOO"]
            ),
            st.integers(1, 2),
            st.sampled_from([b"", b";tag=t1", b";tag=t2", b";tag=x"]),
            st.sampled_from([b"", b"Require: 100rel\r\n", RACK, b"RAck: x\r\n", b"l: 9\r\n"]),
            st.sampled_from(["ring", "refuse", "answer", ""]),
            st.floats(0, 40),
        ),
        max_size=12,
    )
)
def test_whatever_comes_in_whatever_order_all_calls_end(
    talk: list[tuple[str, int, bytes, bytes, str, float]],
):
    desk, now = Desk(), 0.0

    for method, number, tag, more, act, pause in talk:
        head, to, tail = raw(number, method).partition(b"To: <sip:a@b>")
        request = parse(method.encode() + head + to + tag + b"\r\n" + more + tail[2:])
        assert isinstance(request, Request)
        desk.take(desk.uas.receive(request, FLOW, now))
        desk.decide(act, now)
        now += pause
        desk.wait(now)
    desk.wait()

    assert (desk.open, desk.uas.calls, desk.uas.transactions) == (set(), 0, 0)


def test_a_flood_of_pracks_leaves_behind_no_more_than_we_can_remember(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(transactions, "MAX_TRANSACTIONS", 20)
    desk, rack = Desk(), RACK.decode().strip()
    desk.take(desk.uas.receive(a_request(1, "INVITE", "Require: 100rel"), FLOW, 0.0))
    desk.decide("ring", 0.0)

    answers = [
        line
        for number in range(100, 200)
        for line in said(desk.uas.receive(in_the_first(number, "PRACK", rack), FLOW, 0.1))
    ]
    desk.wait()

    assert answers == [b"SIP/2.0 200 OK", *[b"SIP/2.0 481 Call/Transaction Does Not Exist"] * 18]
    assert (desk.open, desk.uas.calls, desk.uas.transactions) == (set(), 0, 0)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_rack_raises_or_ends_the_repetition(text: str):
    desk = Desk()
    desk.take(desk.uas.receive(a_request(1, "INVITE", "Require: 100rel"), FLOW, 0.0))
    desk.decide("ring", 0.0)
    due = desk.uas.next_deadline()
    told = " ".join(text.splitlines())

    outputs = desk.uas.receive(in_the_first(2, "PRACK", f"RAck: {told}"), FLOW, 0.1)

    assert said(outputs) == [b"SIP/2.0 481 Call/Transaction Does Not Exist"]
    assert desk.uas.next_deadline() == due


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=20))
def test_no_session_timer_raises(expires: str, least: str, supported: str):
    told = [" ".join(text.splitlines()) for text in (expires, least, supported)]
    more = (f"Session-Expires: {told[0]}", f"Min-SE: {told[1]}", f"Supported: {told[2]}")
    desk = Desk()
    desk.take(desk.uas.receive(a_request(1, "INVITE", *more), FLOW, 0.0))

    outputs = desk.uas.answer(next(iter(desk.open)), 0.0)

    assert said(outputs) == [b"SIP/2.0 200 OK"]


@pytest.mark.parametrize("login", [None, Login("portinaio", "secret")])
@settings(deadline=None)
@given(asked=st.text(max_size=80))
def test_no_challenge_to_our_bye_raises_or_goes_on_for_ever(login: Login | None, asked: str):
    uas = Uas(lambda: "t1", lambda _: Local("192.0.2.1", 5060), login)
    (invited,) = uas.receive(a_request(1), FLOW, 0.0)
    assert isinstance(invited, Invited)
    uas.answer(invited.handle, 0.0)
    ack = in_the_first(1, "ACK")
    byes = [out.data for out in uas.receive(ack, FLOW, 0.0) if isinstance(out, Send)]
    value = " ".join(asked.splitlines())

    while byes and len(byes) < 10:
        top = next(line for line in byes[-1].split(b"\r\n") if line.startswith(b"Via"))
        found = parse(
            b"SIP/2.0 401 No\r\n%s\r\nWWW-Authenticate: Digest realm=x, nonce=y, stale=true, %s\r\n\r\n"
            % (top, value.encode("utf-8", "replace"))
        )
        assert isinstance(found, Response)
        again = [out.data for out in uas.receive_response(found, 0.1) if isinstance(out, Send)]
        if not again:
            break
        byes += again

    assert len(byes) <= 3
    assert uas.calls == 0


def test_an_answer_without_a_via_is_nobodys():
    uas = a_uas()
    found = parse(b"SIP/2.0 200 OK\r\n\r\n")
    assert not isinstance(found, Request)

    uas.receive_response(found, 0.0)

    assert uas.calls == 0
