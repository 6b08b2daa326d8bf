"""What is offered to talk by, and what we answer."""

from __future__ import annotations

from base64 import b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portinaio.wire.voice.g711 import Law
from portinaio.wire.voice.session import Agreed, agreed, answer, mute, offer, streams

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
def test_without_a_key_plain_g711_is_agreed_and_nothing_else(
    lines: list[str], wanted: tuple[Law, int] | None
):
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


KEY = bytes(30)
CRYPTO = "a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:" + b64encode(bytes(range(30))).decode()


@pytest.mark.parametrize("protocol", ["RTP/SAVP", "RTP/SAVPF", "RTP/AVP", "RTP/AVPF"])
def test_an_offer_with_a_key_is_answered_with_ours_by_its_own_protocol(protocol: str):
    theirs = streams(offered(f"m=audio 4000 {protocol} 8", CRYPTO))
    found = agreed(theirs, KEY)
    assert found is not None

    said = answer(theirs, *found, ("192.0.2.1", 5000), 1).decode()

    assert f"m=audio 5000 {protocol} 8\r\n" in said
    assert "a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:" + "A" * 40 in said
    assert found[1].theirs is not None
    assert found[1].theirs.key == bytes(range(30))


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["m=audio 4000 RTP/SAVP 8"], id="without a key"),
        pytest.param(["m=audio 4000 RTP/SAVP 8", CRYPTO + "|2^20|1:4"], id="one of several keys"),
        pytest.param(["m=audio 4000 UDP/TLS/RTP/SAVPF 8", CRYPTO], id="DTLS"),
    ],
)
def test_encrypted_sound_of_which_we_have_no_key_is_not_agreed(lines: list[str]):
    assert agreed(streams(offered(*lines)), KEY) is None


def test_who_cannot_encrypt_answers_in_the_clear_what_may_be_so():
    theirs = streams(offered("m=audio 4000 RTP/AVP 8", CRYPTO))
    found = agreed(theirs)
    assert found is not None

    assert b"crypto" not in answer(theirs, *found, ("192.0.2.1", 5000), 1)


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        pytest.param(["m=audio 4000 RTP/AVP 9 18 0"], ["m=audio 9 RTP/AVP 0"], id="G.711 first"),
        pytest.param(["m=audio 4000 RTP/AVP 9 18"], ["m=audio 9 RTP/AVP 9"], id="else theirs"),
        pytest.param(
            ["m=audio 4000 RTP/AVP 101 18", "a=rtpmap:101 telephone-event/8000"],
            ["m=audio 9 RTP/AVP 18"],
            id="digits are no voice",
        ),
        pytest.param(
            ["m=audio 4000 RTP/AVP 101", "a=rtpmap:101 telephone-event/8000"], None, id="digits"
        ),
        pytest.param(["m=audio 4000 RTP/AVP 13"], None, id="silence"),
        pytest.param(["m=audio 4000 UDP/TLS/RTP/SAVPF 8"], None, id="DTLS"),
        pytest.param(["m=audio 4000 RTP/SAVP 9", CRYPTO], None, id="a key for what we cannot say"),
        pytest.param(["m=audio 4000 RTP/SAVP 8", CRYPTO], ["m=audio 9 RTP/SAVP 8"], id="a key"),
        pytest.param(["m=audio 0 RTP/AVP 8"], None, id="a stream that is off"),
        pytest.param(["m=video 4000 RTP/AVP 8"], None, id="a picture"),
        pytest.param(
            ["m=video 4000 RTP/AVP 96", "m=audio 4002 RTP/AVP 9", "m=audio 4004 RTP/AVP 18"],
            ["m=video 0 RTP/AVP 96", "m=audio 9 RTP/AVP 9", "m=audio 0 RTP/AVP 18"],
            id="as many as were offered",
        ),
    ],
)
def test_who_is_hung_up_on_hears_nothing_by_what_was_offered(
    lines: list[str], wanted: list[str] | None
):
    said = mute(streams(offered(*lines)), "192.0.2.1", 1, KEY)

    found = None if said is None else [x for x in said.decode().split("\r\n") if x[:2] == "m="]
    assert found == wanted
    assert said is None or said.count(b"a=inactive") == 1


@settings(deadline=None)
@given(st.lists(st.text(max_size=60)))
def test_no_offer_makes_the_mute_answer_raise_or_differ_in_its_streams(lines: list[str]):
    theirs = streams(offered("m=audio 4000 RTP/AVP 8", *(" ".join(x.splitlines()) for x in lines)))

    said = mute(theirs, "192.0.2.1", 1, KEY)

    assert said is None or len(streams(said)) == len(theirs)
