"""A message and its life: kept for its owner alone, as long as its call, and within bounds."""

from __future__ import annotations

import asyncio
import os
import stat
from base64 import b64decode
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from daemon.calls.test_challenge import Log, over
from daemon.calls.test_manner import Forwarding
from daemon_world import a_client, a_context, a_logged_call
from lines.test_hold import an_ear, offer, port_of
from portinaio.core.logged import Heard
from portinaio.core.policy import Action
from portinaio.daemon.files import messages
from portinaio.daemon.maintenance import tidy
from portinaio.errors import NotFoundError
from portinaio.lines.voice import mailbox, notice
from portinaio.wire.voice import g711, wav
from sip_worlds import calling, serving, sip_settings, to_tag_of
from wire.voice.test_recording import SPEECH, packets
from worlds import FROZEN_NOW, STRANGER

if TYPE_CHECKING:
    from pathlib import Path

    from lines.test_hold import Ear
    from portinaio.core.logged import LoggedCall

CONFIG = 'country = "IT"\n[policy]\nunknown = "message"\n[[line]]\nname = "home"\nkind = "sip"\n'


@pytest.fixture(autouse=True)
def _said(monkeypatch: pytest.MonkeyPatch) -> None:
    async def spoken(text: str, voice: str) -> notice.Notice:
        del voice
        return notice.of_samples(text, b"\0\0" * 800)

    monkeypatch.setattr(notice, "of_text", spoken)


async def a_message(folder: Path, *, speaks: bool = True) -> LoggedCall:
    """A call to a house in `folder`, in which somebody speaks after the tone, or does not."""
    log = Log(folder, CONFIG)
    async with (
        serving(
            sip_settings(),
            Forwarding(log.pipeline),
            wanted=(Action.MESSAGE,),
            keeps=log.context.home.lines,
        ) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        await line._sentences.ready.wait()
        phone.invite(caller=f"<sip:{STRANGER}@net.example>", body=offer(ear))
        final = await phone.final()
        phone.ack(final)
        await ear.hears(5 + 20 + 3)  # the greeting, the tone, and the quiet in which one speaks
        if speaks:
            for _, packet in packets(SPEECH):
                ear.says_bytes(port_of(final), bytes(packet))
                await asyncio.sleep(0)
        await asyncio.sleep(0.3)
        phone.send(
            phone.request("BYE", branch="z9hG4bK-bye", to_tag=to_tag_of(final), cseq="2 BYE")
        )
        await over(log)
    (call,) = await log.calls()
    return call


async def test_a_message_is_kept_for_its_owner_alone_and_read_again(tmp_path: Path):
    call = await a_message(tmp_path)

    context = a_context(tmp_path, CONFIG)
    client = a_client(context)
    found, playable = client.message(call.id), client.message(call.id, playable=True)
    assert call.heard is not None
    file = tmp_path / "lines" / "messages" / call.heard.message
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.parent.parent.stat().st_mode) == 0o700
    assert b64decode(found["data"]) == file.read_bytes()
    samples = wav.samples_of(file.read_bytes(), 60)
    assert wav.samples_of(b64decode(playable["data"]), 60) == samples
    assert len(samples) / 2 / g711.RATE == pytest.approx(call.heard.message_s, abs=0.01)
    assert call.action is Action.MESSAGE
    context.close()


async def test_who_says_nothing_leaves_nothing(tmp_path: Path):
    call = await a_message(tmp_path, speaks=False)

    assert call.heard is not None
    assert call.heard.message == ""
    assert not (tmp_path / "lines" / "messages").exists()


@pytest.mark.parametrize("message_s", [1, 2])
async def test_who_talks_on_is_hung_up_on_after_the_seconds_that_the_line_gives(
    tmp_path: Path, message_s: int
):
    log = Log(tmp_path, CONFIG)
    async with (
        serving(
            sip_settings(message_s=message_s),
            Forwarding(log.pipeline),
            wanted=(Action.MESSAGE,),
            keeps=log.context.home.lines,
        ) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        await line._sentences.ready.wait()
        phone.invite(caller=f"<sip:{STRANGER}@net.example>", body=offer(ear))
        final = await phone.final()
        phone.ack(final)
        await ear.hears(5 + 20 + 3)
        talking = asyncio.create_task(_talks_on(ear, port_of(final)))
        bye = await phone.asked()
        talking.cancel()
        await over(log)
    (call,) = await log.calls()

    assert bye.method == "BYE"
    assert call.heard is not None
    assert message_s - 0.5 < call.heard.message_s <= message_s
    assert call.talked_s == pytest.approx(0.1 + 0.4 + message_s, abs=0.8)


async def _talks_on(ear: Ear, port: int) -> None:
    """As a telephone does, by the clock, and for longer than anybody listens."""
    began = asyncio.get_running_loop().time()
    for at, packet in packets(SPEECH * 10):
        await asyncio.sleep(began + at - asyncio.get_running_loop().time())
        ear.says_bytes(port, bytes(packet))


def a_kept_message(folder: Path, call_id: int = 1, name: str = "home-1.wav") -> Path:
    file = folder / "lines" / "messages" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(wav.a_law_file(SPEECH))
    context = a_context(folder)
    heard = Heard("hello", "00", 1.0, 1.0, message=name, message_s=2.0)
    context.store.calls.record(a_logged_call(call_id, heard=heard))
    context.close()
    return file


@pytest.mark.parametrize("way", ["forget_message", "forget_call"])
def test_it_is_deleted_when_the_user_says_so(tmp_path: Path, way: str):
    file = a_kept_message(tmp_path)
    client = a_client(a_context(tmp_path))

    getattr(client, way)(1)

    assert not file.exists()
    with pytest.raises(NotFoundError):
        client.message(1)
    client.context.close()


@pytest.mark.parametrize(("days", "kept"), [(89, True), (92, False)])
def test_it_goes_with_its_call_after_the_days_of_the_log(tmp_path: Path, days: int, kept: bool):
    file = a_kept_message(tmp_path)
    at = FROZEN_NOW + timedelta(days=days)
    os.utime(file, (FROZEN_NOW.timestamp(), FROZEN_NOW.timestamp()))
    context = a_context(tmp_path, now=lambda: at)
    context.store.calls.record(a_logged_call(2, at=at - timedelta(days=1)))  # the clock is right

    tidy(context, 90)

    assert file.exists() is kept
    context.close()


def test_a_file_of_a_call_that_is_not_written_down_yet_stays(tmp_path: Path):
    file = a_kept_message(tmp_path)
    fresh = file.with_name("home-2.wav")
    fresh.write_bytes(b"")
    os.utime(fresh, (FROZEN_NOW.timestamp(), FROZEN_NOW.timestamp()))
    context = a_context(tmp_path)

    now = FROZEN_NOW + timedelta(seconds=messages.GRACE_S - 1)
    assert messages.sweep(context.home, context.store, now) == 0
    assert messages.sweep(context.home, context.store, now + timedelta(seconds=2)) == 1
    assert (file.exists(), fresh.exists()) == (True, False)
    context.close()


@pytest.mark.parametrize("name", ["../../config.toml", "/etc/passwd", "a b.wav", "x.txt", ""])
def test_no_other_file_is_read_whatever_the_log_says(tmp_path: Path, name: str):
    context = a_context(tmp_path)
    call = a_logged_call(1, heard=Heard(message=name))

    with pytest.raises(NotFoundError):
        messages.read(context.home, call)
    context.close()


@pytest.mark.parametrize(
    ("name", "value"), [("MOST", 1), ("MOST_BYTES", 10), ("LEAST_FREE_BYTES", 1 << 62)]
)
async def test_where_there_is_no_room_no_message_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: int
):
    a_kept_message(tmp_path)
    box = mailbox.Mailbox(str(tmp_path / "lines"), "home")
    await box.look()
    assert box.why_not is None
    monkeypatch.setattr(mailbox, name, value)

    await box.look()

    assert box.why_not is not None
