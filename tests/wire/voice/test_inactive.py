"""The least answer to an offer."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from portinaio.wire.voice import inactive


def streams(offer: bytes) -> list[str]:
    answered = inactive.answer(offer, "192.0.2.1", 1).decode().split("\r\n")
    return [line for line in answered if line.startswith("m=")]


def test_the_first_format_of_the_audio_is_taken_and_the_video_is_not():
    offer = b"v=0\r\nm=audio 4000 RTP/AVP 0 8\r\nm=video 4002 RTP/AVP 31\r\n"

    assert streams(offer) == ["m=audio 9 RTP/AVP 0", "m=video 0 RTP/AVP 31"]


def test_without_an_offer_there_is_one_of_ours():
    assert streams(b"") == ["m=audio 9 RTP/AVP 8"]


def test_ipv6_is_called_by_its_name():
    assert b"c=IN IP6 2001:db8::1\r\n" in inactive.answer(b"", "2001:db8::1", 1)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_offer_makes_it_raise(offer: bytes):
    assert inactive.answer(b"m=" + offer, "192.0.2.1", 1).startswith(b"v=0\r\n")
