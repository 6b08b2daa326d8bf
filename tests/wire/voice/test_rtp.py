"""Packets of sound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.wire.voice.rtp import Packet, Stream, parse

PACKET = Packet(8, 65_535, 4_294_967_295, 7, b"\xd5" * 160, marker=True)


def test_a_packet_comes_back_as_it_was():
    assert parse(bytes(PACKET)) == PACKET


def test_a_stream_counts_packets_and_samples_and_begins_anew_at_the_end():
    stream = Stream(8, 65_535, 4_294_967_295, 7)

    first, second = stream.packet(b"\xd5" * 160), stream.packet(b"\xd5" * 160)

    assert (first.sequence, first.timestamp, first.marker) == (65_535, 4_294_967_295, True)
    assert (second.sequence, second.timestamp, second.marker) == (0, 159, False)


@pytest.mark.parametrize(
    ("data", "payload"),
    [
        pytest.param(b"\x80\x08" + bytes(10) + b"ab", b"ab", id="plain"),
        pytest.param(b"\x81\x08" + bytes(10) + b"cccc" + b"ab", b"ab", id="a contributing source"),
        pytest.param(
            b"\x90\x08" + bytes(10) + b"\xbe\xde\x00\x01" + b"xxxx" + b"ab", b"ab", id="extension"
        ),
        pytest.param(b"\xa0\x08" + bytes(10) + b"ab\x00\x00\x03", b"ab", id="padding"),
        pytest.param(b"\x80\x08" + bytes(10), b"", id="nothing in it"),
    ],
)
def test_what_stands_around_the_sound_is_taken_off(data: bytes, payload: bytes):
    packet = parse(data)

    assert packet is not None
    assert packet.payload == payload


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x80\x08" + bytes(9), id="too short"),
        pytest.param(b"\x40\x08" + bytes(10), id="version 1"),
        pytest.param(b"\x8f\x08" + bytes(10), id="fewer sources than said"),
        pytest.param(b"\x90\x08" + bytes(10) + b"\xbe\xde\xff\xff", id="a longer extension"),
        pytest.param(b"\x90\x08" + bytes(10) + b"\xbe", id="half an extension"),
        pytest.param(b"\xa0\x08" + bytes(10) + b"ab\xff", id="more padding than there is"),
        pytest.param(b"\xa0\x08" + bytes(10) + b"ab\x00", id="padding of none"),
        pytest.param(b"\x00\x01\x00\x08" + bytes(16), id="STUN"),
    ],
)
def test_what_is_no_packet_is_none(data: bytes):
    assert parse(data) is None


@given(st.binary(max_size=64))
def test_any_bytes_are_a_packet_or_none(data: bytes):
    packet = parse(data)

    assert packet is None or len(packet.payload) <= len(data) - 12
