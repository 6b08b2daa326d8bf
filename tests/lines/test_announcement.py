"""A sentence that is said to callers: where it comes from, and what is done where it cannot be said."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from lines.test_hold import an_ear, offer, port_of
from lines.test_hostile_sound import noise
from portinaio.core.policy import Action, Outcome
from portinaio.lines.line import LineState
from portinaio.lines.voice import notice, speech, talks
from portinaio.lines.voice.announcement import Announcement
from portinaio.lines.voice.script import LEAD_S, Hold
from portinaio.lines.voice.talks import MOST, TOO_MANY
from portinaio.lines.voice.voice import FRAME_S
from portinaio.wire.voice import g711, wav
from portinaio.wire.voice.g711 import Law
from sip_worlds import FakeCallHandler, calling, serving, sip_settings, to_tag_of

if TYPE_CHECKING:
    from pathlib import Path

SAMPLES = b"\x10\x27" * 1600


def a_notice(folder: Path, samples: bytes = SAMPLES) -> str:
    file = folder / "notice.wav"
    file.write_bytes(wav.pcm_file(samples))
    return str(file)


def is_quiet(payload: bytes) -> bool:
    return max(map(abs, memoryview(g711.decode(payload, Law.A)).cast("h"))) < 1_000


@pytest.mark.parametrize(
    ("keys", "can"),
    [({}, False), ({"announcement": "notice.wav"}, True), ({"text": "Buongiorno."}, True)],
)
def test_a_line_can_announce_once_it_has_a_sentence(keys: dict[str, str], can: bool):
    from portinaio.lines.sip import SipLine  # noqa: PLC0415

    assert (Action.ANNOUNCE in SipLine.can(sip_settings(**keys))) is can


async def test_the_sentence_begins_a_little_after_the_far_end_has_agreed_and_ends_with_our_bye(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(talks, "LEAD_S", 0.1)
    handler = FakeCallHandler(lambda _: Action.ANNOUNCE)

    async with (
        serving(sip_settings(announcement=a_notice(tmp_path)), handler) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        await line._sentences.ready.wait()
        phone.invite(body=offer(ear))
        final = await phone.final()
        before = len(ear.heard)
        phone.ack(final)
        bye = await phone.asked()
        await handler.until(lambda d: d.over)

    (performed,), (ended,) = handler.performed.values(), handler.over.values()
    assert (before, bye.method, performed[:2]) == (0, "BYE", (Outcome.DONE, "SIP 200"))
    assert len(ear.heard) == 5 + 10 + 15  # the sentence between quiet
    assert [is_quiet(packet.payload) for packet in ear.heard] == [True] * 5 + [False] * 10 + [
        True
    ] * 15
    assert ended.heard is not None
    assert (ended.heard.notice, ended.heard.said_s, ended.heard.whole_s) == ("notice.wav", 0.2, 0.2)


def test_what_a_pbx_drops_before_its_caller_is_answered_is_nothing_of_a_sentence():
    said = Announcement(notice.of_samples("notice.wav", SAMPLES))

    frames = list(talks._with_lead(said, Law.A, LEAD_S))

    first = [is_quiet(frame) for frame in frames].index(False)
    assert first * FRAME_S == pytest.approx(0.5)
    assert b"".join(frames[first : first + 10]) == g711.encode(SAMPLES, Law.A)


def test_a_line_on_which_nobody_speaks_is_there_no_longer_for_it():
    assert len(list(talks._with_lead(Hold(1.0), Law.A, LEAD_S))) == 50


async def test_a_flood_of_packets_takes_nothing_from_the_sentence(tmp_path: Path):
    handler = FakeCallHandler(lambda _: Action.ANNOUNCE)

    async with (
        serving(sip_settings(announcement=a_notice(tmp_path)), handler) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        await line._sentences.ready.wait()
        phone.invite(body=offer(ear))
        final = await phone.final()
        phone.ack(final)
        while not handler.over:
            for n in range(50):
                ear.says_bytes(port_of(final), noise(n))
            await asyncio.sleep(0)
            if not phone.silent:
                await phone.asked()
        await ear.hears(10 + 15)

    (ended,) = handler.over.values()
    numbers = [packet.sequence for packet in ear.heard]
    assert numbers == [(numbers[0] + n) & 0xFFFF for n in range(10 + 15)]
    assert ended.heard is not None
    assert ended.heard.said_s == ended.heard.whole_s


async def test_a_caller_who_wants_to_hear_nothing_has_heard_nothing(tmp_path: Path):
    handler = FakeCallHandler(lambda _: Action.ANNOUNCE)

    async with (
        serving(sip_settings(announcement=a_notice(tmp_path)), handler) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        await line._sentences.ready.wait()
        phone.invite(body=offer(ear) + "a=sendonly\r\n")
        phone.ack(await phone.final())
        await phone.asked()
        await handler.until(lambda d: d.over)

    (ended,) = handler.over.values()
    assert ended.heard is not None
    assert (ended.heard.said_s, len(ear.heard)) == (0.0, 0)


async def test_a_flood_of_callers_hears_it_no_more_than_four_at_a_time(tmp_path: Path):
    handler = FakeCallHandler(lambda _: Action.ANNOUNCE)
    keys = {"announcement": a_notice(tmp_path, SAMPLES * 50)}

    async with (
        serving(sip_settings(**keys), handler) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        await line._sentences.ready.wait()
        for _ in range(MOST + 1):
            phone.invite(body=offer(ear))
            phone.ack(await phone.final())
        await handler.until(lambda d: len(d.performed) == MOST + 1)

    done = [performed.instead for performed in handler.performed.values()]
    assert done == [None] * MOST + [(Action.ANSWER, TOO_MANY)]


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ({"announcement": "missing.wav"}, "cannot be read"),
        ({"announcement": "notes.txt"}, "it is no WAV file"),
        ({"text": "Buongiorno."}, "espeak-ng"),
    ],
)
async def test_what_cannot_be_said_is_told_of_a_line_that_is_up_and_its_callers_are_hung_up_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: dict[str, str], why: str
):
    (tmp_path / "notes.txt").write_text("no sound")
    monkeypatch.setattr(speech, "PROGRAM", "espeak-that-nobody-has")
    if "announcement" in keys:
        keys = {"announcement": str(tmp_path / keys["announcement"])}
    handler = FakeCallHandler(lambda _: Action.ANNOUNCE)

    async with serving(sip_settings(**keys), handler) as line, calling(line) as phone:
        await handler.until(lambda d: d.errors[-1])
        phone.invite()
        final = await phone.final()
        phone.ack(final)
        await phone.asked()
        await handler.until(lambda d: d.performed)

    (performed,) = handler.performed.values()
    said = handler.errors[-1]
    assert said is not None
    assert why in str(said)
    assert handler.states[-1] is LineState.UP
    assert performed.outcome is Outcome.DONE
    assert performed.instead is not None
    assert performed.instead[0] is Action.ANSWER


async def test_who_hangs_up_in_the_middle_ends_it(tmp_path: Path):
    handler = FakeCallHandler(lambda _: Action.ANNOUNCE)
    keys = {"announcement": a_notice(tmp_path, SAMPLES * 50)}

    async with (
        serving(sip_settings(**keys), handler) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        await line._sentences.ready.wait()
        phone.invite(body=offer(ear))
        final = await phone.final()
        phone.ack(final)
        await ear.hears(5)
        phone.send(
            phone.request("BYE", branch="z9hG4bK-bye", to_tag=to_tag_of(final), cseq="2 BYE")
        )
        await handler.until(lambda d: d.over)
        assert line._talks._by_handle == {}

    (ended,) = handler.over.values()
    assert ended.heard is not None
    assert 0 < ended.heard.said_s < 5
