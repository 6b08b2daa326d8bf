"""Whoever calls sends what he likes: floods, strange clocks, other people's packets, digits by the dozen, and no end; and a house
whose disk is full, or whose espeak-ng hangs, still answers its telephone."""

from __future__ import annotations

import asyncio
import random
import struct
from typing import TYPE_CHECKING

import pytest

from lines.test_handset import CODE, a_description, over, picked_up, port_of, press, true
from lines.test_hold import an_ear, offer
from portinaio.core.policy import Action, Outcome
from portinaio.lines.handset import Wish
from portinaio.lines.voice import mailbox, notice, prompts, speech, tones, voice
from portinaio.wire.voice import g711, rtp, wav
from portinaio.wire.voice.g711 import Law
from portinaio.wire.voice.recording import Recording
from sip_worlds import FakeCallHandler, calling, serving, sip_settings, to_tag_of

if TYPE_CHECKING:
    from pathlib import Path

    from lines.test_hold import Ear
    from portinaio.lines.voice.voice import Voice

HUGE = (0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
CHANCE = random.Random(8)


@pytest.fixture
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    async def of_text(text: str, voice: str) -> notice.Notice:
        del voice
        return notice.of_samples(text, b"\0\0" * (g711.RATE // 20))

    monkeypatch.setattr(notice, "of_text", of_text)


def noise(n: int) -> bytes:
    kind = CHANCE.randrange(5)
    body = CHANCE.randbytes(CHANCE.choice((0, 1, 159, 160, 959, 960, 1400)))
    if kind == 0:
        return body
    timestamp = CHANCE.choice(HUGE) if kind < 3 else n * 160
    ssrc = CHANCE.choice((1, 2, CHANCE.getrandbits(32)))
    payload_type = CHANCE.choice((8, 8, 8, 0, 13, 101, 127))
    packet = bytearray(bytes(rtp.Packet(payload_type, n & 0xFFFF, timestamp, ssrc, body)))
    packet[0] |= CHANCE.choice((0, 0, 0, 0x0F, 0x10, 0x20, 0x3F))
    return bytes(packet)


async def flood(ear: Ear, port: int, heard: Voice) -> int:
    """The most that was looked at within a second."""
    most = 0
    for n in range(4_000):
        ear.says_bytes(port, noise(n))
        await asyncio.sleep(0)  # a loop reads one at a time, and a socket holds some hundred
        most = max(most, heard._in_second)
    return most


@pytest.mark.usefixtures("_short")
@pytest.mark.parametrize("action", [Action.MESSAGE, Action.CHALLENGE, Action.HOLD])
async def test_a_flood_of_anything_leaves_the_line_up_and_the_next_caller_served(
    tmp_path: Path, action: Action
):
    handler = FakeCallHandler(lambda _: action)
    async with (
        serving(sip_settings(message_s=10), handler, wanted=(action,), keeps=str(tmp_path)) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        await line._sentences.ready.wait()
        phone.invite(body=offer(ear, "8 101") + "a=rtpmap:101 telephone-event/8000\r\n")
        final = await phone.final()
        phone.ack(final)
        await ear.hears(5)
        (talk,) = line._talks._by_handle.values()
        assert talk.voice is not None
        began = asyncio.get_running_loop().time()
        most = await flood(ear, port_of(final), talk.voice)
        took_s = asyncio.get_running_loop().time() - began
        phone.send(
            phone.request("BYE", branch="z9hG4bK-bye", to_tag=to_tag_of(final), cseq="2 BYE")
        )
        await handler.until(lambda d: d.over)
        phone.invite(body=offer(ear))
        await handler.until(lambda d: len(d.performed) == 2)

    assert most > voice.MOST_A_SECOND
    assert talk.voice.received <= (took_s + 2) * voice.MOST_A_SECOND
    assert [each.outcome for each in handler.performed.values()] == [Outcome.DONE] * 2


@pytest.mark.parametrize("law", list(Law))
def test_no_packet_makes_a_recording_longer_or_larger_than_it_may_be(law: Law):
    recording = Recording(law, 10.0, 0.0)
    now = 0.0
    for n in range(4_000):
        now += CHANCE.choice((0.0, 0.001, 0.02))
        if (packet := rtp.parse(noise(n))) is not None:
            recording.came(packet, now)
        assert len(recording._sound) <= 10 * g711.RATE

    assert recording.over(10.0)
    assert len(recording.a_law()) <= 10 * g711.RATE


def test_files_that_are_broken_anywhere_are_told_and_nothing_else_happens():
    """Total: one sentence, whatever stands in them."""
    whole = [
        wav.pcm_file(b"\x10\x27" * 400),
        wav.a_law_file(b"\x55" * 400),
        struct.pack(
            "<4sI4s4sIHHIIHH", b"RIFF", 999, b"WAVE", b"fmt ", 16, 1, 2, 44_100, 264_600, 6, 24
        )
        + struct.pack("<4sI", b"data", 1_200)
        + CHANCE.randbytes(1_200),
    ]
    told = 0
    for n in range(300):
        data = bytearray(whole[n % 3])
        for _ in range(CHANCE.randrange(1, 5)):
            data[CHANCE.randrange(min(len(data), 60))] = CHANCE.getrandbits(8)
        if n % 7 == 0:
            del data[CHANCE.randrange(len(data)) :]
        try:
            samples = wav.samples_of(bytes(data), 60.0)
        except wav.UnreadableSoundError as error:
            told += bool(str(error.why))
        else:
            assert len(samples) <= 2 * 60 * g711.RATE
    assert told > 50


@pytest.mark.usefixtures("_short")
async def test_an_info_of_somebody_else_presses_nothing(tmp_path: Path):
    handler = FakeCallHandler()
    async with (
        serving(sip_settings(handset=True), handler) as line,
        calling(line) as phone,
        calling(line) as other,
        an_ear() as ear,
    ):
        del tmp_path
        await line._sentences.ready.wait()
        final = await picked_up(phone, ear)
        await ear.hears(3)
        other.sent = phone.sent
        for tag in ("", "guessed", to_tag_of(final)[:-1]):
            info = phone.request(
                "INFO", branch=f"z9hG4bK-other{tag}", to_tag=tag, cseq="9 INFO", body="Signal=2\r\n"
            )
            other.send(info.replace("application/sdp", "application/dtmf-relay"))
            assert (await phone.response()).code == 481  # where its Via leads
        press(ear, final, "4")
        await over(phone)

    assert [command.wish for command in handler.commands] == [Wish.LAST, Wish.PAUSE]


async def test_a_message_that_the_disk_does_not_take_is_the_last_that_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    box = mailbox.Mailbox(str(tmp_path), "home")
    await box.look()

    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device", str(path), None, data[:0] and None)

    with monkeypatch.context() as patched:
        patched.setattr(mailbox, "write_atomically", full)
        assert box.keep(b"\x55" * 8_000)
        await box.close()
        why_not = box.why_not
    await box.look()

    assert why_not is not None
    assert "could not be kept" in str(why_not)
    assert box.why_not is None


@pytest.mark.usefixtures("_short")
async def test_once_there_is_room_again_messages_are_taken_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    handler = FakeCallHandler(lambda _: Action.MESSAGE)
    monkeypatch.setattr(mailbox, "LEAST_FREE_BYTES", 1 << 62)
    async with (
        serving(sip_settings(), handler, wanted=(Action.MESSAGE,), keeps=str(tmp_path)) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        await line._sentences.ready.wait()
        phone.invite(body=offer(ear))
        await handler.until(lambda d: len(d.performed) == 1)
        await true(line._sentences._later.done)
        monkeypatch.setattr(mailbox, "LEAST_FREE_BYTES", 1)
        phone.invite(body=offer(ear))
        await handler.until(lambda d: len(d.performed) == 2)
        await true(lambda: line._sentences._mailbox.why_not is None)
        phone.invite(body=offer(ear))
        await handler.until(lambda d: len(d.performed) == 3)

    instead = [performed.instead for performed in handler.performed.values()]
    assert [each and each[0] for each in instead] == [Action.RING, Action.RING, None]


async def test_an_espeak_that_hangs_leaves_a_telephone_of_the_house_with_tones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    program = tmp_path / "espeak-that-hangs"
    program.write_text("#!/bin/sh\nexec sleep 60\n")
    program.chmod(0o700)
    monkeypatch.setattr(speech, "PROGRAM", str(program))
    monkeypatch.setattr(prompts, "PATIENCE_S", 0.2)
    handler = FakeCallHandler()
    async with (
        serving(sip_settings(handset=True), handler) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        phone.invite(caller=CODE, body=a_description(ear))
        final = await phone.final()
        phone.ack(final)
        await ear.hears(5)
        press(ear, final, "4")
        await over(phone)
    await asyncio.sleep(0.1)  # what was killed is gone

    heard = b"".join(packet.payload for packet in ear.heard)
    assert tones.tune(tones.WELL).sound[Law.A] in heard
    assert [command.wish for command in handler.commands] == [Wish.LAST, Wish.PAUSE]


@pytest.mark.usefixtures("_short")
async def test_digits_by_the_dozen_are_one(tmp_path: Path):
    handler = FakeCallHandler(lambda _: Action.CHALLENGE)
    async with (
        serving(sip_settings(), handler, wanted=(Action.CHALLENGE,), keeps=str(tmp_path)) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        await line._sentences.ready.wait()
        phone.invite(body=a_description(ear))
        final = await phone.final()
        phone.ack(final)
        await ear.hears(2)
        for n, digit in enumerate("1*23456789"):
            press(ear, final, digit, n * 1600)
        await over(phone)
        await handler.until(lambda d: d.over)

    (ended,) = handler.over.values()
    assert ended.heard is not None
    assert (ended.heard.pressed, ended.heard.passed) == ("1", False)
