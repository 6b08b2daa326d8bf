"""Digits in three ways: each is heard, once, and nothing that is none."""

from __future__ import annotations

import math
import random
import struct

import pytest

from portinaio.wire.voice import g711
from portinaio.wire.voice.dtmf import EVENTS, Digits
from portinaio.wire.voice.g711 import RATE, Law

TONES = {
    key: (low, high)
    for low, row in zip((697, 770, 852, 941), ("123A", "456B", "789C", "*0#D"), strict=True)
    for high, key in zip((1209, 1336, 1477, 1633), row, strict=True)
}


def tone(
    key: str, ms: int, peak: float = 8_000, off: float = 1.0, before_ms: int = 37
) -> list[int]:
    low, high = (hertz * off for hertz in TONES[key])
    count = RATE * ms // 1000
    return (
        [0] * (RATE * before_ms // 1000)
        + [
            round(
                peak
                * (math.sin(2 * math.pi * low * n / RATE) + math.sin(2 * math.pi * high * n / RATE))
            )
            for n in range(count)
        ]
        + [0] * (RATE // 20)
    )


def heard(samples: list[int], law: Law = Law.A) -> str:
    data = g711.encode(struct.pack(f"<{len(samples)}h", *samples), law)
    digits = Digits()
    return "".join(
        digits.sound(data[place : place + 160], law, place / RATE)
        for place in range(0, len(data), 160)
    )


def event(number: int, duration: int = 160) -> bytes:
    return struct.pack("!BBH", number, 10, duration)


@pytest.mark.parametrize("law", list(Law))
@pytest.mark.parametrize("off", [0.985, 1.0, 1.015])
@pytest.mark.parametrize("peak", [600, 3_000, 15_000])
@pytest.mark.parametrize("ms", [40, 50, 80, 400])
def test_every_key_is_heard_once(ms: int, peak: float, off: float, law: Law):
    assert [heard(tone(key, ms, peak, off), law) for key in EVENTS] == list(EVENTS)


def test_keys_one_after_the_other_are_heard_in_order():
    samples = [sample for key in "1558" for sample in tone(key, 90)] * 1

    digits = Digits()
    data = g711.encode(struct.pack(f"<{len(samples)}h", *samples), Law.A)
    # Two of a kind are two where a pause of 300 ms or more lies between them.
    found = "".join(
        digits.sound(data[place : place + 160], Law.A, place / RATE * 10)
        for place in range(0, len(data), 160)
    )
    assert found == "1558"


@pytest.mark.parametrize("seed", range(4))
def test_noise_and_a_single_tone_are_no_digit(seed: int):
    chance = random.Random(seed)
    noise = [round(chance.gauss(0, 6_000)) for _ in range(RATE * 4)]
    noise = [max(-32768, min(32767, value)) for value in noise]
    single = [
        round(12_000 * math.sin(2 * math.pi * (697 + 130 * seed) * n / RATE)) for n in range(RATE)
    ]

    assert heard(noise + single) == ""


@pytest.mark.parametrize("number", range(16))
def test_an_event_is_one_digit_however_often_it_is_said(number: int):
    digits = Digits()
    said = [digits.event(800, event(number, 160 * n), n / 50) for n in range(1, 8)]

    assert said == [EVENTS[number], *[""] * 6]


def test_the_same_digit_pressed_again_is_another():
    digits = Digits()

    assert (digits.event(800, event(5), 1.0), digits.event(9000, event(5), 2.0)) == ("5", "5")


def test_packets_of_two_events_in_any_order_are_two_digits():
    digits = Digits()
    said = [
        digits.event(stamp, event(number), 1.0 + n / 100)
        for n, (stamp, number) in enumerate([(800, 1), (1600, 2), (800, 1), (1600, 2)])
    ]

    assert "".join(said) == "12"


@pytest.mark.parametrize("payload", [b"", b"\x05", b"\x05\x0a\x00", event(16), event(255)])
def test_what_is_no_digit_is_none(payload: bytes):
    assert Digits().event(800, payload, 1.0) == ""


@pytest.mark.parametrize(
    ("kind", "body", "digit"),
    [
        ("application/dtmf-relay", b"Signal=5\r\nDuration=160\r\n", "5"),
        ("application/dtmf-relay", b"Signal= #\r\nDuration= 160\r\n", "#"),
        ("Application/DTMF-Relay; charset=x", b"\r\nsignal=a\r\n", "A"),
        ("application/dtmf", b"7", "7"),
        ("application/dtmf", b" * \r\n", "*"),
        ("application/dtmf", b"77", ""),
        ("application/dtmf", b"", ""),
        ("application/dtmf", b"\xff", ""),
        ("application/dtmf-relay", b"Signal=X", ""),
        ("application/dtmf-relay", b"Duration=160" * 100 + b"Signal=5", ""),
        ("text/plain", b"Signal=5", ""),
        ("", b"5", ""),
    ],
)
def test_a_digit_in_an_info(kind: str, body: bytes, digit: str):
    assert Digits().info(kind, body, 1.0) == digit


def test_the_same_digit_by_two_ways_at_once_is_one():
    digits = Digits()

    assert (
        digits.event(800, event(4), 1.0),
        digits.info("application/dtmf", b"4", 1.2),
        digits.info("application/dtmf", b"4", 1.51),
    ) == ("4", "", "4")


def test_tones_beside_events_are_not_listened_for():
    digits = Digits()
    digits.event(800, event(4), 1.0)
    samples = tone("6", 200)
    data = g711.encode(struct.pack(f"<{len(samples)}h", *samples), Law.A)

    assert digits.sound(data, Law.A, 3.0) == ""
