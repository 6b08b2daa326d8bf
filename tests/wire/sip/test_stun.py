"""STUN as a keep-alive: our request, and what is read of an answer. The samples are those of RFC 5769 2.2 and 2.3."""

from __future__ import annotations

import pytest

from portinaio.wire.sip.registrar import stun

ID = bytes.fromhex("b7e7a701bc34d686fa87dfae")


def answer(*attributes: str, kind: str = "0101", cookie: str = "2112a442") -> bytes:
    body = bytes.fromhex("".join(attributes))
    return bytes.fromhex(f"{kind}{len(body):04x}{cookie}") + ID + body


SOFTWARE = "8022000b7465737420766563746f7220"
XOR_4 = "002000080001a147e112a643"  # RFC 5769 2.2
XOR_6 = "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9"  # RFC 5769 2.3
PLAIN = "000100080001 8055 c0000207"


def test_a_request_is_the_least_that_there_is():
    assert stun.request(ID) == bytes.fromhex("000100002112a442") + ID


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        pytest.param(answer(SOFTWARE, XOR_4), ("192.0.2.1", 32853), id="IPv4"),
        pytest.param(answer(XOR_6), ("2001:db8:1234:5678:11:2233:4455:6677", 32853), id="IPv6"),
        pytest.param(answer(PLAIN), ("192.0.2.7", 32853), id="an old server"),
        pytest.param(answer(PLAIN, XOR_4), ("192.0.2.1", 32853), id="both, of which one is hidden"),
        pytest.param(answer(SOFTWARE), None, id="without an address"),
        pytest.param(answer("00200004 0001a147"), None, id="an address that is cut off"),
        pytest.param(answer("00200008 0003a147e112a643"), None, id="of a family that nobody has"),
        pytest.param(answer("002000ff 0001a147e112a643"), None, id="a length beyond the end"),
        pytest.param(answer(XOR_4, kind="0111"), None, id="an error"),
    ],
)
def test_where_the_far_end_sees_us_is_read(data: bytes, seen: tuple[str, int] | None):
    assert stun.binding(data) == (ID, seen)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\r\n\r\n", id="a PING"),
        pytest.param(b"SIP/2.0 200 OK\r\nVia: x\r\n\r\n", id="SIP"),
        pytest.param(stun.request(ID), id="a request"),
        pytest.param(answer(XOR_4, cookie="00000000"), id="another protocol"),
        pytest.param(answer(XOR_4)[:-1], id="cut off"),
        pytest.param(answer(XOR_4) + b"x", id="too long"),
    ],
)
def test_what_is_no_answer_is_none(data: bytes):
    assert stun.binding(data) is None
