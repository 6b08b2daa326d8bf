"""From bytes to messages, and which of them may be acted on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portinaio.wire.sip.message import Request, Response, UnreadableError, parse
from portinaio.wire.sip.validate import Incoming, Refusal, validated

INVITE = b"""INVITE sip:portinaio@192.0.2.1 SIP/2.0
Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKone
From: <sip:+390200001234@192.0.2.9>;tag=far
To: <sip:portinaio@192.0.2.1>
Call-ID: one@192.0.2.9
CSeq: 1 INVITE
Content-Length: 2

hi""".replace(b"\n", b"\r\n")


def an_invite(old: bytes = b"", new: bytes = b"") -> Request:
    assert old in INVITE
    found = parse(INVITE.replace(old, new, 1))
    assert isinstance(found, Request)
    return found


@pytest.mark.parametrize(
    ("written", "name"),
    [
        pytest.param(b"caf\xe9", "café", id="letters of western Europe"),
        pytest.param(b"caf\xc3\xa9", "café", id="UTF-8"),
        pytest.param(b"caf\xc3\xa9 M\xc3", "café M\N{REPLACEMENT CHARACTER}", id="UTF-8 cut off"),
        pytest.param(b"\x81", "\N{REPLACEMENT CHARACTER}", id="no letter at all"),
    ],
)
def test_bytes_of_any_alphabet_are_read(written: bytes, name: str):
    found = an_invite(b"From: <", b'From: "' + written + b'" <')

    assert found.headers["From"].startswith(f'"{name}"')


def test_what_follows_the_stated_length_does_not_belong_to_the_message():
    found = an_invite(b"hi", b"hi and another message")

    assert found.body == b"hi"


def test_a_line_break_cannot_be_smuggled_into_our_answers():
    found = an_invite(b"one@", b"one\nX: y\r\0@")

    assert found.headers["Call-ID"] == "one X: y  @192.0.2.9"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\r\n\r\n",
        b"hello",
        b"GET / HTTP/1.1\r\n\r\n",
        b"SIP/2.0 abc OK\r\n\r\n",
        b"SIP/2.0 4294967301 big\r\n\r\n",
        b"INVITE sip:a SIP/2.0\r\n" + b"X: y\r\n" * 300 + b"\r\n",
        b"INVITE sip:a SIP/2.0\r\nX: " + b"y" * 40_000 + b"\r\n\r\n",
        b"INVITE sip:a SIP/2.0\r\n\r\n" + b"y" * 70_000,
    ],
)
def test_what_is_not_sip_or_too_big_is_unreadable(data: bytes):
    with pytest.raises(UnreadableError):
        parse(data)


def test_a_response_without_a_reason_is_one():
    assert parse(b"SIP/2.0 100 \r\n\r\n").code == 100


@pytest.mark.parametrize(
    ("old", "new", "refusal"),
    [
        (b"SIP/2.0\r\n", b"SIP/3.0\r\n", (505, "Version Not Supported")),
        (b"INVITE sip:portinaio@192.0.2.1", b"INVITE mailto:a@b", (416, "Unsupported URI Scheme")),
        (b"INVITE sip:", b"INVITE <sip:", (400, "Bad Request-URI")),
        (b"192.0.2.1 SIP", b"192.0.2.1?Route=x SIP", (400, "Bad Request-URI")),
        (b"sip:portinaio@192.0.2.1 SIP", b"noscheme SIP", (400, "Bad Request-URI")),
        (b"INVITE sip", b"INV\xc3\x8fTE sip", (400, "Bad Method")),
        (b"CSeq: 1 INVITE", b"CSeq: 1 OPTIONS", (400, "Bad CSeq")),
        (b"CSeq: 1", b"CSeq: 99999999999", (400, "Bad CSeq")),
        (b"Length: 2", b"Length: 65537", (400, "Bad Content-Length")),
        (b"Length: 2", b"Length: -2", (400, "Bad Content-Length")),
        (b"Length: 2", b"Length: 2\r\nl: 3", (400, "Bad Content-Length")),
        (b"To: <", b"To: <sip:a@b>\r\nTo: <", (400, "Bad To")),
        (b"To: <", b'To: "a <', (400, "Bad To")),
        (b"From: <", b'From: "a <', (400, "Bad From")),
        (b"Via: SIP/2.0", b"Via: SIP/1.0", (400, "Bad Via")),
        (b"Call-ID: one", b"Call-ID: " + b"x" * 600, (400, "Bad Call-ID")),
        (b"tag=far", b"tag=" + b"x" * 600, (400, "Bad From")),
        (b"Call-ID: one@192.0.2.9", b"X: y", (400, "Missing Call-ID")),
        (b"CSeq", b"Max-Forwards: 300\r\nCSeq", (400, "Bad Max-Forwards")),
    ],
)
def test_a_broken_request_is_turned_away_with_the_reason(old: bytes, new: bytes, refusal: object):
    assert validated(an_invite(old, new)) == refusal


@pytest.mark.parametrize("length", [b"3", b"9999", b"65536"])
def test_a_body_that_is_shorter_than_it_says_is_read_as_it_is(length: bytes):
    found = validated(an_invite(b"Length: 2", b"Length: " + length))

    assert isinstance(found, Incoming)
    assert found.body == b"hi"


def test_a_whole_request_is_let_in():
    found = validated(an_invite())

    assert isinstance(found, Incoming)
    assert found.dialog_id == ("one@192.0.2.9", "far", "")


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_raise_anything_else(data: bytes):
    for message in (data, INVITE[:40] + data, INVITE.replace(b"far", data)):
        try:
            found = parse(message)
        except UnreadableError:
            continue
        if isinstance(found, Request):
            assert isinstance(validated(found), Incoming | Refusal)
        else:
            assert isinstance(found, Response)


def test_a_datagram_that_is_shorter_than_it_says_is_a_call_all_the_same():
    found = validated(an_invite(b"Length: 2", b"Length: 9999"))

    assert isinstance(found, Incoming)
    assert found.method == "INVITE"
