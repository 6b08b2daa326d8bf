"""A telephone of the house calls the line at a real exchange: what it hears, what the entries say, and what becomes of the next call."""

from __future__ import annotations

import asyncio
import struct
import subprocess
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from daemon_world import ADaemon, until
from free_ports import free_port
from peers.account import level, likeness, place_of, recorded
from peers.rig import POLL_S, Baresip, baresip, kamailio, need
from peers.test_sip_daemon import REGISTERED, portinaio, ready
from portinaio.wire.voice import g711, wav
from wire.voice.test_dtmf import tone

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

pytestmark = pytest.mark.peers

STRANGER = "+390200001234"
CODE = "**622"
HANDSET = 'peer = "pbx"\nhandset = true\n'
PATIENT_CALLERS = (
    5  # a line is up before its sentences are ready, and whoever calls then is hung up on
)
WORDS = "You have reached the Smith family. We do not buy anything at the door or on the telephone."


@pytest.fixture(autouse=True)
def _speech() -> None:
    need("espeak-ng")


class House(NamedTuple):
    daemon: ADaemon
    folder: Path
    provider: int

    @property
    def home(self) -> Path:
        return self.folder / "home"

    async def entries(self) -> list[Any]:
        return list(await asyncio.to_thread(self.daemon.ask, "/v1/entries"))

    async def calls(self, count: int) -> list[Any]:
        """So many calls of the log, newest first, once all are over."""
        async with asyncio.timeout(20):
            while True:
                found = await asyncio.to_thread(self.daemon.ask, "/v1/calls")
                if len(found) >= count and all(map(is_over, found)):
                    return list(found)
                await asyncio.sleep(POLL_S)


@asynccontextmanager
async def a_house(folder: Path, policy: str = "", keys: str = HANDSET) -> AsyncIterator[House]:
    async with kamailio(folder / "kamailio") as provider:
        config = REGISTERED.format(provider=provider, port=free_port())
        config = f'language = "en"\n{policy}{config}{keys}'
        with ADaemon(folder / "home", config, SIP_PASSWORD="s3cret pass") as daemon:
            await asyncio.to_thread(ready, daemon)
            yield House(daemon, folder, provider)


async def called_by(house: House, caller: str, name: str, dial: str = "portinaio") -> str:
    """How a call ends for somebody who waits until then."""
    async with baresip(house.folder / name, house.provider, caller, registers=False) as phone:
        phone.command("dial", f"sip:{dial}@sip.test")
        return await phone.event("CALL_CLOSED")


@asynccontextmanager
async def from_inside(
    house: House, name: str = "handset", how: str = "", speaks: Path | None = None
) -> AsyncIterator[Baresip]:
    async with baresip(
        house.folder / name, house.provider, CODE, registers=False, parameters=how, speaks=speaks
    ) as phone:
        phone.command("dial", "sip:portinaio@sip.test")
        await phone.event("CALL_ESTABLISHED")
        yield phone


def quiet(folder: Path, seconds: float = 60) -> Path:
    file = folder / "quiet.wav"
    file.write_bytes(wav.pcm_file(bytes(2 * round(g711.RATE * seconds))))
    return file


def in_band(folder: Path, digit: str) -> Path:
    file, key = folder / "digit.wav", tone(digit, 200)
    keys = struct.pack(f"<{len(key)}h", *key)
    file.write_bytes(wav.pcm_file(bytes(2 * g711.RATE * 2) + keys + bytes(2 * g711.RATE * 60)))
    return file


@pytest.mark.parametrize("how", ["", ";dtmfmode=info"])
async def test_the_last_caller_is_blocked_and_does_not_come_through_again(tmp_path: Path, how: str):
    async with a_house(tmp_path, 'policy.unknown = "answer"\n') as house:
        first = await called_by(house, STRANGER, "first")
        await house.calls(1)
        async with from_inside(house, how=how, speaks=quiet(tmp_path)) as phone:
            await asyncio.sleep(1)  # a person hears first
            phone.command("sndcode", "1")
            await phone.event("CALL_CLOSED")
        (entry,) = await house.entries()
        second = await called_by(house, STRANGER, "second")
        calls = await house.calls(2)

    assert (entry["pattern"], entry["kind"]) == (STRANGER, "block")
    assert entry["note"] == "from telephone **622"
    assert (first[:3], second) != ("603", "603 Decline")
    assert [call["number"] for call in calls] == [STRANGER, STRANGER]  # no call of the handset's
    assert level(recorded(tmp_path / "handset")) > -30


async def test_a_digit_is_heard_in_the_sound_as_well_and_the_entry_is_undone_as_any_other(
    tmp_path: Path,
):
    async with a_house(tmp_path, 'policy.unknown = "reject"\n') as house:
        first = await called_by(house, STRANGER, "first")
        await house.calls(1)
        async with from_inside(house, speaks=in_band(tmp_path, "2")) as phone:
            await phone.event("CALL_CLOSED")
        (entry,) = await house.entries()
        second = await called_by(house, STRANGER, "second")
        await portinaio(house.home, "forget", STRANGER)
        left = await house.entries()

    assert (entry["pattern"], entry["kind"]) == (STRANGER, "allow")
    assert (first[:3], second[:3], left) == ("603", "480", [])


async def test_a_complaint_is_begun(tmp_path: Path):
    async with a_house(tmp_path) as house:
        await called_by(house, STRANGER, "first")
        (call,) = await house.calls(1)
        async with from_inside(house, speaks=quiet(tmp_path)) as phone:
            phone.command("sndcode", "3")
            await phone.event("CALL_CLOSED")
        (complaint,) = await portinaio(house.home, "complaints", "--json")

    assert (complaint["calls"], complaint["state"]) == ([call["id"]], "draft")


async def test_a_pause_lets_everybody_ring_until_it_is_ended(tmp_path: Path):
    async with a_house(tmp_path, 'policy.unknown = "reject"\n') as house:
        ends: list[str] = []
        for name, digit in enumerate("40540"):
            async with from_inside(house, f"handset-{name}", speaks=quiet(tmp_path)) as phone:
                phone.command("sndcode", digit)
                await phone.event("CALL_CLOSED")
            ends.append((await called_by(house, f"+39020000123{name}", f"caller-{name}"))[:3])

    assert ends == ["480", "603", "480", "480", "603"]


async def test_a_stranger_who_presses_digits_presses_nothing(tmp_path: Path):
    keys = f'{HANDSET}text = "This house buys nothing by telephone, and never has."\n'
    async with a_house(tmp_path, 'policy.unknown = "announce"\n', keys) as house:
        for n in range(PATIENT_CALLERS):
            caller = f"+39020000123{n}"
            async with baresip(
                tmp_path / f"stranger-{n}",
                house.provider,
                caller,
                registers=False,
                speaks=quiet(tmp_path),
            ) as phone:
                phone.command("dial", "sip:portinaio@sip.test")
                await phone.event("CALL_ESTABLISHED")
                phone.command("sndcode", "2")
                phone.command("sndcode", "4")
                await phone.event("CALL_CLOSED")
            call = (await house.calls(n + 1))[0]
            if call["action"] == "announce":
                break
        status = await portinaio(house.home, "status", "--json")

        assert await house.entries() == []

    assert (call["action"], status["paused_until"]) == ("announce", None)


def words(folder: Path) -> tuple[Path, bytes]:
    """What is spoken seven seconds after the call began, and all of it as samples."""
    spoken = subprocess.run(["espeak-ng", "--stdout", WORDS], capture_output=True, check=True)
    speech = wav.samples_of(spoken.stdout, 60)
    file = folder / "words.wav"
    silence = bytes(2 * g711.RATE * 7)
    file.write_bytes(wav.pcm_file(silence + speech + bytes(2 * g711.RATE * 60)))
    return file, speech


async def test_an_announcement_is_recorded_by_telephone_and_callers_hear_it(tmp_path: Path):
    file, speech = words(tmp_path)
    async with a_house(tmp_path, 'policy.unknown = "announce"\n') as house:
        async with from_inside(house, speaks=file) as phone:
            await asyncio.sleep(1)
            phone.command("sndcode", "9")
            await asyncio.sleep(6 + len(speech) / 2 / g711.RATE + 0.5)
            phone.command("sndcode", "#")
            await asyncio.sleep(1)
            phone.command("sndcode", "1")
            await phone.event("CALL_CLOSED")
        kept = house.home / "home.announcement.wav"
        await asyncio.to_thread(until, kept.exists)
        await asyncio.to_thread(
            until, lambda: "announce" in daemon_line(house)["can"] and is_up(house)
        )
        for n in range(PATIENT_CALLERS):
            name = f"caller-{n}"
            await called_by(house, f"+39020000123{n}", name)
            call = (await house.calls(n + 1))[0]
            if call["action"] == "announce":
                break

    heard, said = recorded(tmp_path / name), numbers(speech)
    piece = said[8000:8800]
    assert kept.stat().st_mode & 0o777 == 0o600
    assert (call["action"], call["heard"]["notice"]) == ("announce", "home.announcement.wav")
    place = place_of(piece, heard)
    assert likeness(piece, heard[place : place + len(piece)]) > 0.95


def is_over(call: dict[str, Any]) -> bool:
    """What was heard is written after the far end has hung up."""
    return bool(call["cause"]) and (call["action"] != "announce" or call["heard"] is not None)


def daemon_line(house: House) -> Any:
    return house.daemon.ask("/v1/lines")[0]


def is_up(house: House) -> bool:
    return bool(daemon_line(house)["state"] == "up")


def numbers(samples: bytes) -> tuple[int, ...]:
    return tuple(memoryview(samples).cast("h"))
