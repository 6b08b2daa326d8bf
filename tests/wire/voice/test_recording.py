"""What is said after the tone: in its place, whatever the network does to it, and over in time."""

from __future__ import annotations

import math
import random
import struct

import pytest

from portinaio.wire.voice import g711
from portinaio.wire.voice.g711 import RATE, Law
from portinaio.wire.voice.recording import AFTER_SPEECH_S, NOTHING_SAID_S, Recording
from portinaio.wire.voice.rtp import Packet

FRAME = 160


def sound(seconds: float, peak: float, seed: int = 1) -> list[int]:
    """Noise whose loudness rises and falls as that of words does."""
    chance = random.Random(seed)
    return [
        round(chance.gauss(0, peak) * (0.55 + 0.45 * math.sin(2 * math.pi * 4 * n / RATE)))
        for n in range(int(seconds * RATE))
    ]


def encoded(samples: list[int], law: Law = Law.A) -> bytes:
    whole = [max(-32768, min(32767, sample)) for sample in samples]
    return g711.encode(struct.pack(f"<{len(whole)}h", *whole), law)


def packets(data: bytes, first: int = 4_000_000_000, ssrc: int = 7) -> list[tuple[float, Packet]]:
    """With the moment of each; timestamps pass their end on the way."""
    return [
        (
            place / RATE,
            Packet(
                8, place // FRAME, (first + place) & 0xFFFFFFFF, ssrc, data[place : place + FRAME]
            ),
        )
        for place in range(0, len(data), FRAME)
    ]


def recorded(
    came: list[tuple[float, Packet]], law: Law = Law.A, longest_s: float = 60.0
) -> Recording:
    found = Recording(law, longest_s, 0.0)
    for moment, packet in came:
        found.came(packet, moment)
    return found


SPEECH = encoded([*sound(0.3, 20), *sound(2.0, 4_000), *sound(0.3, 20)])


def test_what_is_said_is_kept_as_it_came():
    found = recorded(packets(SPEECH))

    assert found.spoken
    assert SPEECH.startswith(found.a_law())
    assert found.seconds == pytest.approx(2.6, abs=0.25)


def test_packets_that_are_lost_are_silence_and_those_of_twice_are_one():
    came = packets(SPEECH)
    found = recorded([one for n, one in enumerate(came) if n % 10 != 5] + came[20:30])
    kept = found.a_law()

    for n in range(len(kept) // FRAME):
        expected = b"\xd5" * FRAME if n % 10 == 5 and not 20 <= n < 30 else came[n][1].payload
        assert kept[n * FRAME : (n + 1) * FRAME] == expected


def test_packets_in_the_wrong_order_are_put_right():
    came = packets(SPEECH)
    swapped = [one for n in range(0, len(came) - 1, 2) for one in (came[n + 1], came[n])]
    first = [came[0], *swapped]

    assert SPEECH.startswith(recorded(first).a_law())


def test_another_source_goes_on_where_the_first_ended():
    half = len(SPEECH) // FRAME // 2 * FRAME
    one = packets(SPEECH[:half])
    other = [(half / RATE + at, packet) for at, packet in packets(SPEECH[half:], 99, ssrc=8)]

    assert SPEECH.startswith(recorded(one + other).a_law())


@pytest.mark.parametrize("jump", [RATE * 3600, 1 << 30, (1 << 31) + 5])
def test_a_leap_of_the_far_ends_clock_fills_no_memory(jump: int):
    came = packets(SPEECH)
    later = [
        (at, packet._replace(timestamp=(packet.timestamp + jump) & 0xFFFFFFFF))
        for at, packet in came[40:]
    ]
    found = recorded(came[:40] + later)

    assert len(found._sound) <= len(SPEECH) + 2 * RATE


def test_no_more_is_kept_than_was_allowed():
    found = recorded(packets(encoded(sound(8.0, 4_000))), longest_s=3.0)

    assert len(found._sound) == 3 * RATE
    assert found.over(3.0)


def test_it_is_over_three_seconds_after_the_last_word():
    found = recorded(packets(SPEECH))
    last = 2.3

    assert not found.over(last + AFTER_SPEECH_S - 0.3)
    assert found.over(last + AFTER_SPEECH_S + 0.1)


@pytest.mark.parametrize(
    "heard",
    [
        pytest.param([], id="nothing comes"),
        pytest.param([0] * RATE * 7, id="silence"),
        pytest.param(
            [round(random.Random(3).gauss(0, 330)) for _ in range(RATE * 7)], id="noise at -40 dB"
        ),
        pytest.param(
            [round(2_000 * math.sin(2 * math.pi * 100 * n / RATE)) for n in range(RATE * 7)],
            id="a hum",
        ),
        pytest.param([0] * RATE + [20_000] * 300 + [0] * RATE * 6, id="a click"),
    ],
)
def test_where_nobody_speaks_there_is_no_message_and_it_is_over_in_six_seconds(heard: list[int]):
    found = recorded(packets(encoded(heard)))

    assert not found.spoken
    assert (found.over(NOTHING_SAID_S - 0.1), found.over(NOTHING_SAID_S)) == (False, True)


def test_mu_law_is_kept_as_a_law():
    samples = [*sound(0.3, 20), *sound(1.0, 4_000)]
    found = recorded(packets(encoded(samples, Law.MU)), Law.MU)

    assert found.spoken
    expected = g711.encode(g711.decode(encoded(samples, Law.MU), Law.MU), Law.A)
    assert expected.startswith(found.a_law())
