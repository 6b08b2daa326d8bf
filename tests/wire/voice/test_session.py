"""What is offered to talk by, and what we answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.wire.voice.g711 import Law
from portinaio.wire.voice.session import Agreed, agreed, answer, offer, streams

HEAD = "v=0\r\no=- 1 1 IN IP4 192.0.2.7\r\ns=-\r\nc=IN IP4 192.0.2.7\r\nt=0 0\r\n"


def offered(*lines: str, head: str = HEAD) -> bytes:
    return (head + "".join(f"{line}\r\n" for line in lines)).encode()


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        pytest.param(["m=audio 4000 RTP/AVP 0 8"], (Law.A, 8), id="A-law first"),
        pytest.param(["m=audio 4000 RTP/AVP 0"], (Law.MU, 0), id="mu-law where there is no other"),
        pytest.param(
            ["m=audio 4000 RTP/AVP 9 97", "a=rtpmap:97 pcma/8000/1"], (Law.A, 97), id="their number"
        ),
        pytest.param(
            ["m=audio 4000 RTP/AVP 8", "a=rtpmap:8 PCMA/16000"], None, id="another rate is another"
        ),
        pytest.param(["m=audio 4000 RTP/AVP 9 18"], None, id="no G.711"),
        pytest.param(
            ["m=audio 4000 RTP/AVP 101", "a=rtpmap:101 telephone-event/8000"],
            None,
            id="digits alone",
        ),
        pytest.param(["m=audio 4000 RTP/SAVP 8"], None, id="encrypted alone"),
        pytest.param(["m=audio 4000 UDP/TLS/RTP/SAVPF 8"], None, id="DTLS"),
        pytest.param(
            ["m=audio 4000 RTP/AVP 8", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x"],
            (Law.A, 8),
            id="encrypted if we can is plain",
        ),
        pytest.param(["m=audio 0 RTP/AVP 8"], None, id="a stream that is off"),
        pytest.param(["m=audio 70000 RTP/AVP 8"], None, id="no such port"),
        pytest.param(["m=audio ²000 RTP/AVP 8"], None, id="no digits"),
        pytest.param(["m=video 4000 RTP/AVP 8"], None, id="no sound"),
        pytest.param(
            ["m=video 4002 RTP/AVP 96", "m=audio 4000/2 RTP/AVP 8"], (Law.A, 8), id="after video"
        ),
        pytest.param([], None, id="nothing"),
    ],
)
def test_plain_g711_is_agreed_and_nothing_else(lines: list[str], wanted: tuple[Law, int] | None):
    found = agreed(streams(offered(*lines)))

    assert (found and found[1][:2]) == wanted


@pytest.mark.parametrize(
    ("lines", "host"),
    [
        pytest.param(["m=audio 4000 RTP/AVP 8"], "192.0.2.7", id="of the session"),
        pytest.param(["m=audio 4000 RTP/AVP 8", "c=IN IP4 192.0.2.9"], "192.0.2.9", id="its own"),
        pytest.param(["m=audio 4000 RTP/AVP 8", "c=IN IP6 2001:db8::1"], "2001:db8::1", id="IPv6"),
        pytest.param(["m=audio 4000 RTP/AVP 8", "c=IN IP4 0.0.0.0"], "", id="not yet"),
        pytest.param(["m=audio 4000 RTP/AVP 8", "c=IN IP4 224.2.1.1/127"], "", id="everybody"),
        pytest.param(["m=audio 4000 RTP/AVP 8", "c=IN IP4 phone.example"], "", id="a name"),
        pytest.param(["m=audio 4000 RTP/AVP 8", "c=IN"], "", id="broken"),
    ],
)
def test_the_sound_goes_where_the_stream_says(lines: list[str], host: str):
    found = agreed(streams(offered(*lines)))

    assert found is not None
    assert found[1].host == host


@pytest.mark.parametrize(
    ("theirs", "ours", "sends"),
    [
        ("sendrecv", "sendrecv", True),
        ("sendonly", "recvonly", False),
        ("recvonly", "sendonly", True),
        ("inactive", "inactive", False),
    ],
)
@pytest.mark.parametrize("of_session", [True, False])
def test_the_direction_is_answered_by_its_other_side(
    theirs: str, ours: str, sends: bool, of_session: bool
):
    media = ["m=audio 4000 RTP/AVP 8"]
    lines = [f"a={theirs}", *media] if of_session else [*media, f"a={theirs}"]
    text = offered(*lines)

    place, how = agreed(streams(text)) or (0, Agreed(Law.A, 8, "", 1, ""))

    assert (how.direction, how.sends) == (ours, sends)
    assert f"a={ours}\r\n".encode() in answer(streams(text), place, how, ("192.0.2.1", 5), 3)


def test_an_answer_has_the_streams_of_the_offer_and_takes_one():
    text = offered(
        "m=video 4002 RTP/AVP 96",
        "m=audio 4000 RTP/AVP 9 8 101",
        "a=rtpmap:101 telephone-event/8000",
        "m=audio 4004 RTP/AVP 0",
    )
    place, how = agreed(streams(text)) or (0, Agreed(Law.A, 8, "", 1, ""))

    told = answer(streams(text), place, how, ("192.0.2.1", 40_000), 3).decode().splitlines()

    assert [line for line in told if line.startswith("m=")] == [
        "m=video 0 RTP/AVP 96",
        "m=audio 40000 RTP/AVP 8 101",
        "m=audio 0 RTP/AVP 0",
    ]
    assert "c=IN IP4 192.0.2.1" in told


def test_our_own_offer_is_one_that_we_would_take():
    found = agreed(streams(offer(("2001:db8::1", 40_000), 3)))

    assert found == (0, Agreed(Law.A, 8, "2001:db8::1", 40_000, "sendrecv"))


@given(st.binary(max_size=300))
def test_any_text_has_streams_or_none(text: bytes):
    found = streams(HEAD.encode() + text)

    assert agreed(found) is None or len(found) <= 16


def test_a_thousand_streams_are_not_answered_one_by_one():
    assert len(streams(b"m=audio 4000 RTP/AVP 8\r\n" * 5000)) == 16
