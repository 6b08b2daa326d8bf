"""Messages out of a stream."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portinaio.wire.sip.stream import PING, PONG, Framer, FramingError

ONE = b"OPTIONS sip:a SIP/2.0\r\nContent-Length: 4\r\n\r\nbody"
TWO = b"OPTIONS sip:b SIP/2.0\r\nl :0\r\n\r\n"
BARE = b"OPTIONS sip:c SIP/2.0\r\nX: y\r\n\r\n"


def frames(*chunks: bytes) -> list[bytes]:
    framer = Framer()
    return [frame for chunk in chunks for frame in framer.feed(chunk)]


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_messages_come_out_whole_however_they_come_in(size: int):
    stream = ONE + TWO + PING + BARE + b"\r\n" + ONE

    chunks = [stream[i : i + size] for i in range(0, len(stream), size)]

    assert frames(*chunks) == [ONE, TWO, PING, BARE, ONE]


@pytest.mark.parametrize("length", [b"-1", b"x", b"", b"99999999999", b"70000", b"1\r\nl: 2"])
def test_a_length_that_is_not_clear_ends_the_stream(length: bytes):
    with pytest.raises(FramingError) as error:
        frames(b"OPTIONS sip:a SIP/2.0\r\nContent-Length: " + length + b"\r\n\r\n")

    assert error.value.message.startswith(b"OPTIONS")


def test_a_head_without_an_end_is_not_kept():
    with pytest.raises(FramingError):
        frames(b"x" * 40_000)


def test_a_message_that_has_begun_is_waited_for():
    framer = Framer()

    assert not list(framer.feed(ONE[:-1]))

    assert framer.waiting


@settings(deadline=None)
@given(st.lists(st.binary(max_size=40), max_size=8))
def test_no_bytes_make_it_raise_anything_else(chunks: list[bytes]):
    framer = Framer()
    try:
        for chunk in (*chunks, b"\r\n\r\n", *chunks):
            list(framer.feed(chunk))
    except FramingError:
        return


@pytest.mark.parametrize("size", [1, 3, 1000])
@pytest.mark.parametrize(
    ("due", "stream", "frames"),
    [
        pytest.param(True, PONG, [PONG], id="the pong that we waited for"),
        pytest.param(True, PONG + ONE, [PONG, ONE], id="a message right after it"),
        pytest.param(True, ONE + PONG, [ONE, PONG], id="a message right before it"),
        pytest.param(False, PONG + ONE, [ONE], id="a pong that nobody waited for"),
        pytest.param(False, PING + ONE, [PING, ONE], id="a ping of theirs"),
    ],
)
def test_a_pong_is_told_from_half_a_ping(due, stream, frames, size):
    framer = Framer()
    framer.pong_due = due

    told = [
        frame for i in range(0, len(stream), size) for frame in framer.feed(stream[i : i + size])
    ]

    assert (told, framer.waiting) == (frames, False)


def test_two_pongs_are_no_ping():
    framer = Framer()
    told = []
    for _ in range(2):
        framer.pong_due = True
        told += framer.feed(PONG)

    assert told == [PONG, PONG]


@pytest.mark.parametrize("begun", [b"\r", b"\r\n", b"\r\n\r"])
def test_signs_of_life_are_no_message_that_has_begun(begun: bytes):
    framer = Framer()

    assert not list(framer.feed(begun))

    assert not framer.waiting


@pytest.mark.parametrize("begun", [b"x", b"\rx", b"\r\nx", b"\r\n\rx"])
def test_anything_else_is(begun: bytes):
    framer = Framer()

    assert not list(framer.feed(begun))

    assert framer.waiting
