"""A digit is asked for and pressed: the next call of the same number rings on that line, once, and within three minutes."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

import pytest

from daemon.calls.test_manner import Forwarding
from daemon_world import a_context
from lines.test_hold import an_ear, offer, port_of
from portinaio.core.policy import Action
from portinaio.daemon.calls.line_status import LineStatuses
from portinaio.daemon.calls.pipeline import CallPipeline
from portinaio.daemon.calls.recorder import Recorder
from portinaio.daemon.records import MOST_PASSES, PASS_LASTS, Passes, Records
from portinaio.lines.voice import challenge, notice, sentences
from portinaio.lines.voice.challenge import Challenge
from portinaio.lines.voice.sentences import Sentences
from portinaio.wire.voice import g711, rtp
from portinaio.wire.voice.g711 import Law
from sip_worlds import calling, serving, sip_settings, to_tag_of
from wire.voice.test_dtmf import event, tone
from worlds import FROZEN_NOW, STRANGER

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from lines.test_hold import Ear
    from portinaio.core.logged import LoggedCall
    from portinaio.lines.sip import SipLine
    from sip_worlds import Phone

CONFIG = 'country = "IT"\n[policy]\nunknown = "challenge"\n[[line]]\nname = "home"\nkind = "sip"\n'
OTHER = "+390200008888"
SECOND = b"\0\0" * g711.RATE


@pytest.fixture(autouse=True)
def _said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every sentence is a second of silence."""

    async def spoken(text: str, voice: str) -> notice.Notice:
        del voice
        return notice.of_samples(text, SECOND)

    monkeypatch.setattr(notice, "of_text", spoken)
    monkeypatch.setattr(challenge, "WAIT_S", 0.5)


def now() -> datetime:
    """A line has no other clock."""
    return datetime.now().astimezone()


class House(NamedTuple):
    line: SipLine
    phone: Phone
    ear: Ear
    log: Log


class Log:
    def __init__(self, folder: Path, config: str) -> None:
        self.context = a_context(folder, config, now=now)
        self.recorder = Recorder(self.context.store, self.context.changed)
        self.actions: list[asyncio.Task[None]] = []
        self.pipeline = CallPipeline(
            self.context,
            Records(self.context.store),
            self.recorder,
            LineStatuses(lambda: None),
            spawn=lambda action: self.actions.append(asyncio.ensure_future(action)),
            next_id=count(1).__next__,
        )
        self.pipeline.share(self.context.passes)

    async def calls(self) -> list[LoggedCall]:
        """Oldest first."""
        self.recorder.close()
        await self.recorder.run()
        found = self.context.store.calls.page()
        self.context.close()
        return sorted(found, key=lambda call: call.id)


@asynccontextmanager
async def a_house(folder: Path, config: str = CONFIG, peer: str = "forked") -> AsyncIterator[House]:
    log = Log(folder, config)
    settings = sip_settings(peer=peer)
    async with (
        serving(settings, Forwarding(log.pipeline), wanted=(Action.CHALLENGE,)) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        await line._sentences.ready.wait()
        yield House(line, phone, ear, log)


async def over(log: Log) -> None:
    """Until the line has told the end of every call."""
    async with asyncio.timeout(20):
        while log.pipeline.rings:  # noqa: ASYNC110  # the pipeline tells the log, and nobody else
            await asyncio.sleep(0.01)


def asked_for(line: SipLine) -> str:
    (talk,) = line._talks._by_handle.values()
    return talk.script._digit


async def called(house: House, caller: str, press: str) -> None:
    """A call in which a digit is pressed: `right`, `wrong`, `all`, or nothing."""
    phone, ear = house.phone, house.ear
    phone.invite(caller=f"<sip:{caller}@net.example>", body=offer(ear))
    final = await phone.final()
    phone.ack(final)
    before = len(ear.heard)
    await ear.hears(before + 2)
    right = asked_for(house.line)
    wrong = "2" if right != "2" else "3"
    for n, digit in enumerate(
        {"right": right, "wrong": wrong, "all": wrong + "0123456789", "": ""}[press]
    ):
        body = f"Signal={digit}\r\nDuration=160\r\n"
        info = phone.request(
            "INFO",
            branch=f"z9hG4bK-i{n}-{id(final)}",
            to_tag=to_tag_of(final),
            cseq=f"{n + 2} INFO",
        )
        head, _, _ = info.partition("Content-Length")
        phone.send(
            f"{head}Content-Type: application/dtmf-relay\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        )
    await phone.asked()
    await over(house.log)


@pytest.mark.parametrize(
    ("press", "passed"), [("right", True), ("wrong", False), ("all", False), ("", False)]
)
async def test_who_presses_the_digit_first_rings_the_next_time_and_once(
    tmp_path: Path, press: str, passed: bool
):
    async with a_house(tmp_path) as house:
        await called(house, STRANGER, press)
        house.phone.invite(caller=f"<sip:{STRANGER}@net.example>", body=offer(house.ear))
        second = await house.phone.response()
        if not passed:
            assert second.code == 200
            return
        house.phone.send(house.phone.request("CANCEL", branch="z9hG4bK-call-2"))
        assert {(await house.phone.final()).code for _ in range(2)} == {200, 487}
        house.phone.invite(caller=f"<sip:{STRANGER}@net.example>", body=offer(house.ear))
        third = await house.phone.final()
    first, rang, *_ = await house.log.calls()

    assert (second.code, third.code) == (180, 200)
    assert first.heard is not None
    assert (first.action, first.heard.passed) == (Action.CHALLENGE, True)
    assert rang.action is Action.RING
    assert [finding.code for finding in rang.findings] == ["passed"]


@pytest.mark.parametrize("peer", ["forked", "pbx"])
async def test_the_digit_is_another_each_time_and_none_that_machines_press(peer: str):
    made = Sentences(sip_settings(peer=peer), "", {Action.CHALLENGE})
    await made.prepare()

    scripts = [made.script(Action.CHALLENGE, 0.0, early=peer == "pbx") for _ in range(50)]

    digits = []
    for script in scripts:
        assert isinstance(script, Challenge)
        digits.append(script._digit)
        assert f"press {script._digit} on" in script._said.notice.said  # it says what it waits for
    assert len(set(digits)) > 1
    assert not {"0", "1"}.intersection(digits)
    await made.close()


@pytest.mark.parametrize("caller", [OTHER, "anonymous"])
async def test_nobody_else_rings_for_it(tmp_path: Path, caller: str):
    async with a_house(tmp_path) as house:
        await called(house, STRANGER, "right")
        house.phone.invite(caller=f"<sip:{caller}@net.example>", body=offer(house.ear))
        answer = await house.phone.response()

    assert answer.code == 200


async def test_who_hides_his_number_is_asked_for_nothing(tmp_path: Path):
    async with a_house(tmp_path) as house:
        house.phone.invite(caller="<sip:anonymous@anonymous.invalid>", body=offer(house.ear))
        await house.phone.final()
        talks = dict(house.line._talks._by_handle)
    (call,) = await house.log.calls()

    assert (call.action, talks) == (Action.ANSWER, {})


async def test_a_blocked_caller_who_is_asked_may_pass_too_and_a_rejected_one_is_not_asked(
    tmp_path: Path,
):
    async with a_house(tmp_path, CONFIG.replace("challenge", "reject")) as house:
        house.log.context.passes.give("home", STRANGER, now())
        house.phone.invite(caller=f"<sip:{STRANGER}@net.example>", body=offer(house.ear))
        answer = await house.phone.final()

    assert answer.code == 607


def test_a_pass_lasts_three_minutes_on_its_line():
    passes = Passes()
    passes.give("home", STRANGER, FROZEN_NOW)

    def holds(line: str, after: timedelta) -> bool:
        return passes.given(line, STRANGER, FROZEN_NOW + after) is not None

    second = timedelta(seconds=1)
    assert [
        holds("home", PASS_LASTS - second),
        holds("home", PASS_LASTS),
        holds("office", second),
    ] == [
        True,
        False,
        False,
    ]
    assert not holds("home", -second)  # the clock was put back


def test_no_more_passes_are_kept_than_a_house_has_callers():
    passes = Passes()
    for n in range(MOST_PASSES + 1):
        passes.give("home", f"+3902000{n:05}", FROZEN_NOW)

    assert passes.given("home", "+390200000000", FROZEN_NOW) is None
    assert passes.given("home", "+390200000001", FROZEN_NOW) is not None


@pytest.mark.parametrize("way", ["event", "tone"])
async def test_the_digit_is_heard_in_the_sound_too(tmp_path: Path, way: str):
    async with a_house(tmp_path) as house:
        house.phone.invite(
            caller=f"<sip:{STRANGER}@net.example>",
            body=offer(house.ear, "8 101") + "a=rtpmap:101 telephone-event/8000\r\n",
        )
        final = await house.phone.final()
        house.phone.ack(final)
        await house.ear.hears(2)
        digit, port = asked_for(house.line), port_of(final)
        if way == "event":
            house.ear.says_bytes(port, bytes(rtp.Packet(101, 1, 800, 7, event(int(digit)))))
        else:
            samples = tone(digit, 200)
            data = b"".join(value.to_bytes(2, "little", signed=True) for value in samples)
            sound = g711.encode(data, Law.A)
            for n in range(0, len(sound), 160):
                packet = rtp.Packet(8, n // 160, n, 7, sound[n : n + 160])
                house.ear.says_bytes(port, bytes(packet))
        await house.phone.asked()
        await over(house.log)
    (call,) = await house.log.calls()

    assert call.heard is not None
    assert (call.heard.pressed, call.heard.passed) == (digit, True)


async def test_behind_a_pbx_the_call_is_handed_back_unanswered_and_logged_as_let_through(
    tmp_path: Path,
):
    async with a_house(tmp_path, CONFIG + 'peer = "pbx"\n', "pbx") as house:
        phone = house.phone
        phone.invite(caller=f"<sip:{STRANGER}@net.example>", body=offer(house.ear))
        progress = await phone.response()
        await house.ear.hears(2)
        right = asked_for(house.line)
        info = phone.request(
            "INFO", branch="z9hG4bK-info", to_tag=to_tag_of(progress), cseq="2 INFO"
        )
        head, _, _ = info.partition("Content-Length")
        phone.send(f"{head}Content-Type: application/dtmf\r\nContent-Length: 1\r\n\r\n{right}")
        codes = [(await phone.response()).code, (await phone.response()).code]
        await over(house.log)
    (call,) = await house.log.calls()

    assert (progress.code, sorted(codes)) == (183, [200, 480])
    assert (call.action, call.cause, call.talked_s) == (Action.RING, "SIP 480", None)
    assert "put through" in call.because.text


@pytest.mark.parametrize(
    ("patience_s", "codes", "actions"),
    [
        (0.0, (180, 200), [Action.RING, Action.CHALLENGE]),
        (60.0, (200, 200), [Action.CHALLENGE, Action.CHALLENGE]),
    ],
    ids=["rings when it takes too long", "is made while the caller waits"],
)
async def test_what_was_not_made_ready(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    patience_s: float,
    codes: tuple[int, int],
    actions: list[Action],
):
    monkeypatch.setattr(sentences, "PATIENCE_S", patience_s)
    log = Log(tmp_path, CONFIG)
    async with (
        serving(sip_settings(peer="forked"), Forwarding(log.pipeline)) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        await line._sentences.ready.wait()
        phone.invite(caller=f"<sip:{STRANGER}@net.example>", body=offer(ear))
        first = await phone.response()
        assert line._sentences._later is not None
        await line._sentences._later
        phone.invite(caller=f"<sip:{OTHER}@net.example>", body=offer(ear))
        second = await phone.response()
    calls = await log.calls()

    assert (first.code, second.code) == codes
    assert [call.action for call in calls] == actions
