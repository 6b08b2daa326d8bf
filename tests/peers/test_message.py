"""A caller leaves a message: what is kept of what his telephone said, and what the other telephone did meanwhile."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from peers.account import an_account, likeness, place_of, recorded
from peers.rig import need
from peers.test_announcement import a_sentence, gaps
from portinaio.core.policy import Action
from portinaio.lines.voice import notice
from portinaio.wire.voice import g711, wav
from portinaio.wire.voice.g711 import Law

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.peers

MANNERS = ("sole", "forked", "fritzbox", "serial", "pbx")
NEVER_RINGS = {"serial", "pbx"}
WORDS = "This is a message of several words, and then it is quiet."
GREETING = a_sentence(2_200)[: g711.RATE]


@pytest.fixture(autouse=True)
def _greeting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second of sound, so that the caller has not said it all before the tone."""

    async def spoken(text: str, voice: str) -> notice.Notice:
        del voice
        return notice.of_samples(text, GREETING)

    monkeypatch.setattr(notice, "of_text", spoken)


def words(folder: Path) -> tuple[Path, bytes]:
    """What the caller says, three seconds after the call began, as A-law and as samples."""
    need("espeak-ng")
    spoken = subprocess.run(
        ["espeak-ng", "-s", "150", "--stdout", WORDS], capture_output=True, check=True
    )
    speech = wav.samples_of(spoken.stdout, 60)
    samples = b"\0\0" * g711.RATE * 3 + speech + b"\0\0" * g711.RATE * 20
    file = folder / "words.wav"
    file.write_bytes(wav.pcm_file(samples))
    return file, speech


@pytest.mark.parametrize("peer", MANNERS)
async def test_the_caller_is_greeted_what_he_says_is_kept_and_no_telephone_rings_on(
    tmp_path: Path, peer: str
):
    file, speech = words(tmp_path)
    async with an_account(
        tmp_path, peer, Action.MESSAGE, "", file, keeps=tmp_path / "kept"
    ) as house:
        house.caller.command("dial", "sip:portinaio@sip.test")
        await house.caller.event("CALL_ESTABLISHED")
        await house.caller.event("CALL_CLOSED")
        await house.handler.until(lambda d: d.over)
        await house.other.without_a_call()
        seen = [kind for kind in await house.other.so_far() if kind.startswith("CALL_")]

    (ended,) = house.handler.over.values()
    assert ended.heard is not None
    kept = tmp_path / "kept" / "messages" / ended.heard.message
    heard = tuple(memoryview(wav.samples_of(kept.read_bytes(), 60)).cast("h"))
    said = tuple(memoryview(g711.decode(g711.encode(speech, Law.A), Law.A)).cast("h"))
    piece = said[8_000:8_800]
    place = place_of(piece, heard[: 8 * g711.RATE])
    assert kept.stat().st_mode & 0o777 == 0o600
    assert likeness(piece, heard[place : place + 800]) > 0.95
    assert ended.heard.message_s == pytest.approx(len(heard) / g711.RATE, abs=0.05)
    assert "CALL_ESTABLISHED" not in seen
    assert seen[-1:] in ([], ["CALL_CLOSED"])
    assert seen == [] or peer not in NEVER_RINGS
    greeted = recorded(tmp_path / "caller")
    loud = sum(abs(sample) > 4_000 for sample in greeted) / g711.RATE
    assert gaps(greeted, GREETING) == []
    assert 0.2 < loud < 0.4  # of a tone of 0.4 s, as long as it is near its peaks
