"""Encrypted sound: by the vectors of RFC 3711, and as networks deliver packets."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portinaio.wire.voice.sdes import Crypto

srtp = pytest.importorskip(
    "portinaio.wire.voice.srtp", reason="cryptography is not installed", exc_type=ImportError
)

KEY = bytes.fromhex("E1F97A0D3E018BE0D64FA32C06DE41390EC675AD498AFEEBB6960B3AABE6")
LONG, SHORT = (Crypto("1", f"AES_CM_128_HMAC_SHA1_{bits}", KEY) for bits in (80, 32))

MADE_BY_LIBSRTP = "80080001000000a000000007331277b748b91285675c92fe2ccc1b"  # pylibsrtp 1.0.0


def a_packet(number: int, payload: bytes = b"sound") -> bytes:
    return struct.pack("!BBHII", 0x80, 8, number & 0xFFFF, number * 160 & 0xFFFFFFFF, 7) + payload


def test_the_keys_are_those_of_the_standard():
    """RFC 3711 B.3."""
    keys = srtp._Keys(LONG)

    assert keys._cipher.key.hex() == "c61e7a93744f39ee10734afe3ff7a087"
    assert keys._salt >> 16 == 0x30CBBC08863D8C85D49DB34A9AE1
    assert keys._signing.hex() == "cebe321f6ff7716b6fd4ab49af256a156d38baa4"


def test_the_cipher_is_that_of_the_standard():
    """RFC 3711 B.2: the beginning of the key stream."""
    start = 0xF0F1F2F3F4F5F6F7F8F9FAFBFCFD << 16
    key = bytes.fromhex("2B7E151628AED2A6ABF7158809CF4F3C")

    stream = srtp._counter_mode(key, start, bytes(32))

    assert stream.hex() == "e03ead0935c95e80e166b16dd92b4eb4d23513162b02d0f72a43a2fe4a5f97ab"


def test_a_packet_is_byte_for_byte_what_libsrtp_makes_of_it():
    made = srtp.Sender(LONG).protect(a_packet(1))

    assert made.hex() == MADE_BY_LIBSRTP


@pytest.mark.parametrize(("crypto", "longer"), [(LONG, 10), (SHORT, 4)])
def test_what_was_said_is_heard_and_nobody_between_can_read_it(crypto: Crypto, longer: int):
    packet = a_packet(1, bytes(160))

    sent = srtp.Sender(crypto).protect(packet)

    assert (len(sent) - len(packet), sent[:12], bytes(16) in sent) == (longer, packet[:12], False)
    assert srtp.Receiver(crypto).unprotect(sent) == packet


@pytest.mark.parametrize("first", [b"\x91", b"\x80", b"\x8f"], ids=["extended", "plain", "mixed"])
def test_what_stands_before_the_sound_is_signed_and_not_encrypted(first: bytes):
    sources = 4 * (first[0] & 0x0F)
    extension = struct.pack("!HH4s", 1, 1, b"more") if first[0] & 0x10 else b""
    head = first + a_packet(1, b"")[1:] + bytes(sources) + extension

    sent = srtp.Sender(LONG).protect(head + b"sound")

    assert sent.startswith(head)
    assert srtp.Receiver(LONG).unprotect(sent) == head + b"sound"


@settings(deadline=None)
@given(st.integers(0, 12 + 5 + 10 - 1), st.integers(1, 255))
def test_a_packet_that_was_touched_is_not_heard(place: int, change: int):
    sent = bytearray(srtp.Sender(LONG).protect(a_packet(1)))
    sent[place] ^= change

    assert srtp.Receiver(LONG).unprotect(bytes(sent)) is None


def test_the_turn_of_the_numbers_is_followed_on_both_sides():
    sender, receiver = srtp.Sender(LONG), srtp.Receiver(LONG)
    packets = [a_packet(number) for number in range(65_530, 65_545)]

    assert [receiver.unprotect(sender.protect(packet)) for packet in packets] == packets


@settings(deadline=None)
@given(st.permutations(range(12)), st.sets(st.integers(0, 11)), st.integers(0, 65_535))
def test_late_and_lost_packets_are_heard_once(order: list[int], lost: set[int], first: int):
    """The first comes first: who listens knows nothing of what was before."""
    sender, receiver = srtp.Sender(LONG), srtp.Receiver(LONG)
    packets = [a_packet(first + number) for number in range(13)]
    sent = [sender.protect(packet) for packet in packets]
    receiver.unprotect(sent[0])
    arriving = [number + 1 for number in order if number not in lost]

    heard = [receiver.unprotect(sent[number]) for number in [*arriving, *arriving]]

    assert heard == [*(packets[number] for number in arriving), *[None] * len(arriving)]


@pytest.mark.parametrize(("late", "heard"), [(srtp.WINDOW - 1, True), (srtp.WINDOW, False)])
def test_what_is_later_than_the_window_might_be_a_repetition(late: int, heard: bool):
    sender, receiver = srtp.Sender(LONG), srtp.Receiver(LONG)
    sent = [sender.protect(a_packet(number)) for number in range(late + 1)]
    receiver.unprotect(sent[-1])

    assert (receiver.unprotect(sent[0]) is not None) is heard


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_no_bytes_make_it_raise_or_be_heard(data: bytes):
    assert srtp.Receiver(LONG).unprotect(data) is None
