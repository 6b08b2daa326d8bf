"""A call that is kept waiting: what its caller sees and hears, and when it ends."""

from __future__ import annotations

import asyncio
import math
import struct
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, get_args

import pytest
from msgspec import structs

from portinaio.core.policy import Action, Outcome
from portinaio.lines.sip import responses
from portinaio.lines.sip.settings import SipSettings
from portinaio.lines.voice import voice
from portinaio.lines.voice.script import Hold
from portinaio.wire.sip.dialogs.call_events import Invited
from portinaio.wire.voice import g711, rtp
from portinaio.wire.voice.sdes import Crypto, taken
from portinaio.wire.voice.session import agreed, streams
from portinaio.wire.voice.srtp import Receiver, Sender
from sip_worlds import FakeCallHandler, calling, serving, sip_settings, to_tag_of
from wire.sip.test_uas import FLOW, a_request, a_uas, in_the_first, said

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from portinaio.lines.voice.script import Script
    from portinaio.wire.sip.message import Response
    from portinaio.wire.voice.rtp import Packet

PEERS = next(get_args(key.type) for key in structs.fields(SipSettings) if key.name == "peer")
AS_SHIPPED = {peer: responses.response_for(Action.HOLD, sip_settings(peer=peer)) for peer in PEERS}
"""Before any test makes it shorter."""
HEAD = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 {host}\r\nt=0 0\r\n"


class Ear(asyncio.DatagramProtocol):
    """Where the caller listens."""

    def __init__(self) -> None:
        self.heard: list[Packet] = []
        self.raw: list[bytes] = []
        self.came = asyncio.Event()
        self.transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]  # a datagram transport it is

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        del addr
        self.raw.append(data)
        packet = rtp.parse(data)
        assert packet is not None
        self.heard.append(packet)
        self.came.set()

    @property
    def port(self) -> int:
        assert self.transport is not None
        return int(self.transport.get_extra_info("sockname")[1])

    def says(self, port: int, payload_type: int = 8) -> None:
        packet = rtp.Packet(payload_type, 1, 1, 1, b"\xd5" * 160)
        self.says_bytes(port, bytes(packet))

    def says_bytes(self, port: int, data: bytes) -> None:
        assert self.transport is not None
        self.transport.sendto(data, ("127.0.0.1", port))

    async def hears(self, packets: int) -> None:
        async with asyncio.timeout(20):
            while len(self.heard) < packets:
                self.came.clear()
                await self.came.wait()


@asynccontextmanager
async def an_ear(host: str = "127.0.0.1") -> AsyncIterator[Ear]:
    loop = asyncio.get_running_loop()
    transport, ear = await loop.create_datagram_endpoint(Ear, local_addr=(host, 0))
    try:
        yield ear
    finally:
        transport.close()


def offer(ear: Ear, formats: str = "8", host: str = "127.0.0.1") -> str:
    return HEAD.format(host=host) + f"m=audio {ear.port} RTP/AVP {formats}\r\n"


def port_of(final: Response) -> int:
    found = agreed(streams(final.body))
    assert found is not None
    return found[1].port


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(responses, "HOLD_S", 0.1)


@pytest.mark.parametrize(("formats", "law"), [("8", g711.Law.A), ("0", g711.Law.MU)])
async def test_who_is_held_hears_a_line_that_is_there_and_then_our_bye(formats: str, law: g711.Law):
    handler = FakeCallHandler(lambda _: Action.HOLD)

    async with (
        serving(sip_settings(), handler) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        phone.invite(body=offer(ear, formats))
        phone.ack(await phone.final())
        bye = await phone.asked()
        await handler.until(lambda d: d.over)

    (performed,), (ended,) = handler.performed.values(), handler.over.values()
    sound = b"".join(packet.payload for packet in ear.heard)
    samples = struct.unpack(f"<{len(sound)}h", g711.decode(sound, law))
    level = 20 * math.log10(math.sqrt(sum(s * s for s in samples) / len(samples)) / 32768)
    assert (bye.method, performed[:2], ended.talked_s >= 0.1) == (
        "BYE",
        (Outcome.DONE, "SIP 200"),
        True,
    )
    assert len(ear.heard) >= 3
    assert {len(packet.payload) for packet in ear.heard} == {160}
    assert -62 < level < -58


async def test_the_first_packets_are_ahead_of_the_clock_and_the_rest_keep_to_it():
    handler = FakeCallHandler(lambda _: Action.HOLD)

    async with serving(sip_settings(), handler) as line, calling(line) as phone, an_ear() as ear:
        phone.invite(body=offer(ear))
        await phone.final()
        await ear.hears(4)

    first = ear.heard[0]
    assert [packet.sequence for packet in ear.heard[:4]] == [
        (first.sequence + n) & 0xFFFF for n in range(4)
    ]
    assert [(packet.timestamp - first.timestamp) & 0xFFFFFFFF for packet in ear.heard[:4]] == [
        0,
        160,
        320,
        480,
    ]
    assert [packet.marker for packet in ear.heard[:4]] == [True, False, False, False]


async def test_the_sound_follows_the_first_packet_of_the_caller_and_no_other(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(responses, "HOLD_S", 5.0)
    handler = FakeCallHandler(lambda _: Action.HOLD)

    async with (
        serving(sip_settings(), handler) as line,
        calling(line) as phone,
        an_ear() as caller,
        an_ear() as scanner,
    ):
        phone.invite(body=offer(caller, host="0.0.0.0"))
        port = port_of(await phone.final())
        caller.says(port, payload_type=96)  # not what was agreed
        caller.says(port)
        await caller.hears(2)
        scanner.says(port)
        before = len(caller.heard)
        await caller.hears(before + 3)

    assert scanner.heard == []


async def test_who_guesses_our_port_before_the_caller_speaks_hears_nothing_of_the_call(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(responses, "HOLD_S", 5.0)
    handler = FakeCallHandler(lambda _: Action.HOLD)

    async with (
        serving(sip_settings(), handler) as line,
        calling(line) as phone,
        an_ear() as caller,
        an_ear("127.0.0.2") as scanner,
    ):
        phone.invite(body=offer(caller))
        port = port_of(await phone.final())
        (talk,) = line._talks._by_handle.values()
        assert talk.voice is not None
        came, take = asyncio.Event(), talk.voice.datagram_received

        def taken_in(data: bytes, addr: tuple[str, int]) -> None:
            take(data, addr)
            came.set()

        monkeypatch.setattr(talk.voice, "datagram_received", taken_in)
        scanner.says(port)
        await asyncio.wait_for(came.wait(), 20)
        before = len(caller.heard)
        await caller.hears(before + 3)

    assert scanner.heard == []


async def test_who_offers_nothing_is_offered_our_sound_and_says_in_the_ack_where_it_goes():
    handler = FakeCallHandler(lambda _: Action.HOLD)

    async with serving(sip_settings(), handler) as line, calling(line) as phone, an_ear() as ear:
        phone.invite()
        final = await phone.final()
        phone.ack(final, body=offer(ear, "0"))
        await ear.hears(1)

    assert b"m=audio" in final.body
    assert ear.heard[0].payload_type == 0


async def test_one_caller_is_held_at_a_time_and_the_next_is_picked_up_and_hung_up(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(responses, "HOLD_S", 9.0)
    handler = FakeCallHandler(lambda _: Action.HOLD)

    async with (
        serving(sip_settings(), handler) as line,
        calling(line) as first,
        calling(line) as second,
        an_ear() as ear,
    ):
        first.invite(body=offer(ear))
        first.ack(await first.final())
        second.invite(body=offer(ear))
        second.ack(await second.final())
        bye = await second.asked()

    held, other = handler.performed.values()
    assert (bye.method, held.instead) == ("BYE", None)
    assert other.instead is not None
    assert other.instead[0] is Action.ANSWER


async def test_the_next_is_held_once_the_first_has_gone():
    handler = FakeCallHandler(lambda _: Action.HOLD)

    async with serving(sip_settings(), handler) as line, calling(line) as phone, an_ear() as ear:
        for held in (1, 2):
            phone.invite(body=offer(ear))
            phone.ack(await phone.final())
            await phone.asked()
            await handler.until(lambda d, held=held: len(d.over) == held)

    assert [performed.instead for performed in handler.performed.values()] == [None, None]


async def test_who_has_no_sound_of_ours_is_picked_up_and_hung_up():
    handler = FakeCallHandler(lambda _: Action.HOLD)

    async with serving(sip_settings(), handler) as line, calling(line) as phone, an_ear() as ear:
        phone.invite(body=HEAD.format(host="127.0.0.1") + f"m=audio {ear.port} RTP/AVP 9\r\n")
        phone.ack(await phone.final())
        await phone.asked()

    (performed,) = handler.performed.values()
    assert performed.instead is not None
    assert ear.heard == []


@pytest.mark.parametrize("action", [Action.HOLD, Action.ANSWER])
@pytest.mark.parametrize(
    "stream",
    [
        pytest.param("m=audio 4000 UDP/TLS/RTP/SAVPF 8", id="keys by DTLS"),
        pytest.param("m=audio 4000 RTP/SAVP 8", id="encrypted without a key"),
        pytest.param("m=audio 4000 RTP/AVP 101\r\na=rtpmap:101 telephone-event/8000", id="digits"),
        pytest.param("m=audio 0 RTP/AVP 8", id="a stream that is off"),
    ],
)
async def test_to_what_no_answer_would_be_right_none_is_given(action: Action, stream: str):
    handler = FakeCallHandler(lambda _: action)

    async with serving(sip_settings(), handler) as line, calling(line) as phone:
        phone.invite(body=HEAD.format(host="127.0.0.1") + stream + "\r\n")
        final = await phone.final()
        phone.ack(final)
        await handler.until(lambda d: d.over and d.performed)

    (performed,) = handler.performed.values()
    assert (final.code, performed[:2]) == (488, (Outcome.UNABLE, "SIP 488"))


async def test_who_has_a_key_hears_what_nobody_between_can_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(responses, "HOLD_S", 9.0)
    handler = FakeCallHandler(lambda _: Action.HOLD)
    theirs = Crypto("1", "AES_CM_128_HMAC_SHA1_32", bytes(range(30)))

    async with serving(sip_settings(), handler) as line, calling(line) as phone, an_ear() as ear:
        described = f"m=audio {ear.port} RTP/SAVP 8\r\n{theirs.line}\r\n"
        phone.invite(body=HEAD.format(host="127.0.0.1") + described)
        final = await phone.final()
        phone.ack(final)
        await ear.hears(3)
        kept = next(iter(line._talks._by_handle.values())).voice
        assert kept is not None
        ear.says(kept.port)  # in the clear
        ear.says_bytes(kept.port, Sender(theirs).protect(bytes(rtp.Packet(8, 1, 1, 1, b"hello"))))
        await _heard(kept)

    (answered,) = streams(final.body)
    ours = taken(answered.cryptos)
    assert ours is not None
    plain = list(map(Receiver(ours).unprotect, ear.raw))
    assert None not in plain
    assert [len(packet or b"") for packet in plain] == [12 + voice.FRAME] * len(plain)
    assert kept.received == 1


async def _heard(kept: voice.Voice) -> None:
    async with asyncio.timeout(20):
        while not kept.received:  # noqa: ASYNC110  # a socket of the line's tells nobody
            await asyncio.sleep(0)


async def test_a_caller_who_hangs_up_ends_the_sound(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(responses, "HOLD_S", 9.0)
    handler = FakeCallHandler(lambda _: Action.HOLD)

    async with serving(sip_settings(), handler) as line, calling(line) as phone, an_ear() as ear:
        phone.invite(body=offer(ear))
        final = await phone.final()
        phone.ack(final)
        await ear.hears(1)
        kept = next(iter(line._talks._by_handle.values())).voice
        bye = phone.request("BYE", branch="z9hG4bK-bye", to_tag=to_tag_of(final), cseq="2 BYE")
        phone.send(bye)
        await handler.until(lambda d: d.over)

        assert kept is not None
        assert kept._transport is not None
        assert kept._transport.is_closing()


async def test_a_line_that_goes_away_hangs_up_on_who_is_held(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(responses, "HOLD_S", 9.0)
    handler = FakeCallHandler(lambda _: Action.HOLD)

    async with serving(sip_settings(), handler) as line, calling(line) as phone, an_ear() as ear:
        phone.invite(body=offer(ear))
        phone.ack(await phone.final())
        await ear.hears(1)
        await _acknowledged(line)
        await line._close()
        bye = await phone.asked()

    assert bye.method == "BYE"


async def _acknowledged(line: object) -> None:
    async with asyncio.timeout(20):
        while not [d for d in line._uas._calls.table.all() if d.acknowledged]:  # type: ignore[attr-defined]  # noqa: ASYNC110
            await asyncio.sleep(0)


async def test_a_stall_of_the_machine_is_no_burst_of_old_sound():
    async with an_ear() as ear:
        spoken = await voice.listen("127.0.0.1")
        try:
            _, how = agreed(streams(offer(ear).encode())) or (0, None)
            assert how is not None
            spoken.play(how, Hold(9.0).frames(how.law))
            spoken._due -= 3.0  # as if three seconds had passed
            before = spoken.sent
            spoken._send_due()
            burst = spoken.sent - before
        finally:
            spoken.close()

    assert burst <= voice.AHEAD_S / voice.FRAME_S + 1


@pytest.mark.parametrize("peer", PEERS)
def test_nobody_is_held_for_longer_than_fifteen_seconds_of_his_money(peer: str):
    planned = AS_SHIPPED[peer]

    assert (planned.code, planned.talk) == (200, Action.HOLD)
    assert 0 < planned.hold_s <= 15
    for law in g711.Law:
        assert sum(1 for _ in Hold(planned.hold_s).frames(law)) * voice.FRAME_S <= 15


@pytest.mark.parametrize("acknowledged_s", [0.0, 6.0, 14.0, 20.0])
def test_the_seconds_run_from_our_200_and_not_from_its_ack(acknowledged_s: float):
    uas = a_uas()
    (invited,) = [one for one in uas.receive(a_request(1), FLOW, 0.0) if isinstance(one, Invited)]
    uas.answer(invited.handle, 0.0, b"", AS_SHIPPED["sole"].hold_s)

    said_at = [(acknowledged_s, said(uas.receive(in_the_first(2, "ACK"), FLOW, acknowledged_s)))]
    said_at += [(at, said(uas.wake(at))) for at in (14.9, 15.0, 20.0) if at >= acknowledged_s]

    byes = [at for at, lines in said_at if any(line.startswith(b"BYE") for line in lines)]
    assert byes[0] == max(acknowledged_s, 15.0)


async def test_without_an_ack_the_sound_ends_all_the_same_and_a_late_one_ends_the_call():
    handler = FakeCallHandler(lambda _: Action.HOLD)
    ended = asyncio.Event()

    async with serving(sip_settings(), handler) as line, calling(line) as phone, an_ear() as ear:
        hang_up = line._talks._hang_up

        def told(handle: str, script: Script) -> None:
            hang_up(handle, script)
            ended.set()

        line._talks._hang_up = told
        phone.invite(body=offer(ear))
        final = await phone.final()
        await asyncio.wait_for(ended.wait(), 20)
        await ear.hears(5)
        (talk,) = line._talks._by_handle.values()
        assert talk.voice is not None
        assert (talk.voice.sent, handler.over) == (5, {})  # a tenth of a second, as HOLD_S is here
        phone.ack(final)
        bye = await phone.asked()

    assert (bye.method, len(ear.heard)) == ("BYE", 5)
