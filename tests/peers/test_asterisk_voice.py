"""What is said to a caller by way of a real Asterisk, what he says, and what becomes of his call and of the telephone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from daemon_world import ADaemon
from free_ports import free_port
from peers.account import level, likeness, place_of, recorded
from peers.asterisk import asterisk, written
from peers.rig import baresip
from peers.test_announcement import SECONDS, a_sentence, gaps
from peers.test_asterisk import ASKED, CALLED, CALLER, PLAIN, an_exchange, rang
from peers.test_asterisk_asks import known
from peers.test_challenge import asked, quiet
from peers.test_message import _greeting, words  # noqa: F401 -- a fixture that is used by itself
from portinaio.core.policy import Action
from portinaio.wire.voice import g711, wav
from portinaio.wire.voice.g711 import Law

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.peers


async def test_a_caller_hears_the_whole_sentence_and_no_telephone_rings(tmp_path: Path):
    file = tmp_path / "notice.wav"
    file.write_bytes(wav.pcm_file(a_sentence()))
    async with an_exchange(
        tmp_path, Action.ANNOUNCE, announcement=str(file), speaks=quiet(tmp_path)
    ) as x:
        x.caller.command("dial", CALLED)
        await x.caller.event("CALL_ESTABLISHED")
        await x.caller.event("CALL_CLOSED")
        await x.handler.until(lambda d: d.over)
        phone, steps = await x.phone.so_far(), x.asterisk.executed()

    (ended,) = x.handler.over.values()
    assert ended.heard is not None
    assert (ended.heard.said_s, ended.heard.whole_s) == (SECONDS, SECONDS)
    assert gaps(recorded(tmp_path / "caller"), a_sentence()) == []
    assert not rang(phone)
    assert steps == [PLAIN, ASKED]


@pytest.mark.parametrize("how", ["", ";dtmfmode=info"])
@pytest.mark.parametrize("right", [True, False])
async def test_a_digit_decides_whether_the_telephone_rings(tmp_path: Path, right: bool, how: str):
    async with an_exchange(tmp_path, Action.CHALLENGE, speaks=quiet(tmp_path), how=how) as x:
        x.caller.command("dial", CALLED)
        await x.caller.event("CALL_PROGRESS")
        script = await asked(x.line)
        digit = script._digit if right else str((int(script._digit) + 1) % 10)
        x.caller.command("sndcode", digit)
        if right:
            await x.phone.event("CALL_INCOMING")
            x.phone.command("accept", "")
            await x.caller.event("CALL_ESTABLISHED")
            x.caller.command("hangup", "")
        else:
            await x.caller.event("CALL_CLOSED")
        await x.handler.until(lambda d: d.over)
        heard = await x.phone.so_far()

    (ended,) = x.handler.over.values()
    assert ended.heard is not None
    assert ended.heard.passed is right
    assert rang(heard) is right


async def test_a_message_is_recorded(tmp_path: Path):
    file, speech = words(tmp_path)
    async with an_exchange(tmp_path, Action.MESSAGE, speaks=file, keeps=tmp_path / "kept") as x:
        x.caller.command("dial", CALLED)
        await x.caller.event("CALL_ESTABLISHED")
        await x.caller.event("CALL_CLOSED")
        await x.handler.until(lambda d: d.over)
        phone = await x.phone.so_far()

    (ended,) = x.handler.over.values()
    assert ended.heard is not None
    kept = tmp_path / "kept" / "messages" / ended.heard.message
    heard = tuple(memoryview(wav.samples_of(kept.read_bytes(), 60)).cast("h"))
    said = tuple(memoryview(g711.decode(g711.encode(speech, Law.A), Law.A)).cast("h"))
    piece = said[8_000:8_800]
    place = place_of(piece, heard[: 12 * g711.RATE])
    assert likeness(piece, heard[place : place + 800]) > 0.95
    assert not rang(phone)


CONFIG = """language = "en"
country = "IT"
policy.unknown = "reject"
[[line]]
name = "home"
kind = "sip"
mode = "listen"
listen = ["tcp:127.0.0.1:{port}"]
peer = "pbx"
trusted = ["127.0.0.1"]
handset = true
"""


async def test_the_last_caller_is_allowed_from_a_telephone_of_the_house(tmp_path: Path):
    port = free_port()
    extension = written("extensions.conf, in the context of your telephones", "exten => 500")
    with ADaemon(tmp_path / "home", CONFIG.format(port=port)) as daemon:
        await asyncio.to_thread(daemon.answers)
        await known(lambda: daemon.ask("/v1/lines")[0]["state"] == "up")
        async with (
            asterisk(tmp_path / "asterisk", port, transport="tcp", phones=extension) as pbx,
            baresip(tmp_path / "phone", pbx.port, "phone", speaks=quiet(tmp_path)) as phone,
            baresip(tmp_path / "caller", pbx.port, CALLER, registers=False) as caller,
        ):
            caller.command("dial", CALLED)
            first = await caller.event("CALL_CLOSED")
            await asyncio.sleep(5)  # sentences
            phone.command("dial", "sip:500@sip.test")
            await phone.event("CALL_ESTABLISHED")
            await asyncio.sleep(1)
            phone.command("sndcode", "2")
            await phone.event("CALL_CLOSED")
            entries = await asyncio.to_thread(daemon.ask, "/v1/entries")
            caller.command("dial", CALLED)
            await phone.event("CALL_INCOMING")
            calls = await asyncio.to_thread(daemon.ask, "/v1/calls")

    assert first == "403 Forbidden"
    assert [(each["pattern"], each["kind"], each["note"]) for each in entries] == [
        (CALLER, "allow", "from telephone *12")
    ]
    assert {call["number"] for call in calls} == {CALLER}  # no call of the telephone's
    assert level(recorded(tmp_path / "phone")) > -30
