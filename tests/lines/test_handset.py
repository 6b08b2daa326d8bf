"""A telephone of the house calls the line: what it hears, what is asked of the daemon, and whom nobody listens to."""

from __future__ import annotations

import asyncio
import struct
from typing import TYPE_CHECKING

import pytest

from lines.test_hold import an_ear, offer
from portinaio.core.message import msg
from portinaio.lines.handset import KEYS, Command, Done, Wish
from portinaio.lines.sip.settings import problems
from portinaio.lines.voice import handset, notice, speech, tones
from portinaio.wire.voice import g711, rtp, wav
from portinaio.wire.voice.g711 import Law
from portinaio.wire.voice.session import streams
from sip_worlds import FakeCallHandler, calling, serving, sip_settings, to_tag_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from lines.test_hold import Ear
    from portinaio.wire.sip.message import Response
    from sip_worlds import Phone

CODE = "<sip:**622@net.example>"
EVENTS = 101
SAYS_EVENTS = f"a=rtpmap:{EVENTS} telephone-event/8000\r\n"
KEY = bytes([0, 0x80, 0, 160])


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was said, each as a twentieth of a second of quiet."""
    said: list[str] = []

    async def of_text(text: str, voice: str) -> notice.Notice:
        del voice
        said.append(text)
        return notice.of_samples(text, b"\0\0" * (g711.RATE // 20))

    monkeypatch.setattr(notice, "of_text", of_text)
    return said


def a_description(ear: Ear) -> str:
    return offer(ear).replace("RTP/AVP 8", f"RTP/AVP 8 {EVENTS}", 1) + SAYS_EVENTS


async def picked_up(phone: Phone, ear: Ear, *more: str, caller: str = CODE) -> Response:
    phone.invite(*more, caller=caller, body=a_description(ear))
    final = await phone.final()
    phone.ack(final)
    return final


def port_of(final: Response) -> int:
    (stream,) = streams(final.body)
    return stream.port_number


def press(ear: Ear, final: Response, digit: str, timestamp: int = 1600) -> None:
    payload = bytes(["0123456789*#".index(digit), *KEY[1:]])
    ear.says_bytes(port_of(final), bytes(rtp.Packet(EVENTS, 7, timestamp, 9, payload)))


def press_beside(phone: Phone, final: Response, digit: str, n: int = 2) -> None:
    kind = "Content-Type: application/dtmf-relay"
    body = f"Signal={digit}\r\nDuration=160\r\n"
    info = phone.request(
        "INFO", branch=f"z9hG4bK-info-{n}", to_tag=to_tag_of(final), cseq=f"{n} INFO", body=body
    )
    phone.send(info.replace("Content-Type: application/sdp", kind))


async def true(what: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not what():  # noqa: ASYNC110 -- a script tells nobody how far it is
            await asyncio.sleep(0.01)


async def over(phone: Phone) -> None:
    while (await phone.asked()).method != "BYE":
        pass


def a_handler(obey: Callable[[Command], Done] | None = None) -> FakeCallHandler:
    handler = FakeCallHandler()
    if obey:
        handler._obey = obey
    return handler


@pytest.mark.parametrize("by", ["event", "info"])
@pytest.mark.parametrize(("digit", "wish"), [one for one in KEYS.items() if one[0] != "9"])
async def test_each_digit_is_one_wish_about_the_call_that_was_named(
    spoken: list[str], digit: str, wish: Wish, by: str
):
    handler = a_handler()

    async with (
        serving(sip_settings(handset=True), handler) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        await line._sentences.ready.wait()
        final = await picked_up(phone, ear)
        await ear.hears(3)
        press(ear, final, digit) if by == "event" else press_beside(phone, final, digit)
        await over(phone)

    assert handler.commands == [Command(Wish.LAST, "**622"), Command(wish, "**622", 17)]
    assert spoken[-1] == "It is done."
    assert handler.rung == {}  # it is no call to be judged


async def test_without_a_digit_nothing_is_done(monkeypatch: pytest.MonkeyPatch, spoken: list[str]):
    monkeypatch.setattr(handset, "WAIT_S", 0.1)
    handler = a_handler()

    async with (
        serving(sip_settings(handset=True), handler) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        await line._sentences.ready.wait()
        await picked_up(phone, ear)
        await over(phone)

    assert [command.wish for command in handler.commands] == [Wish.LAST]
    assert len(spoken) == 4  # the menu, two questions that nobody was asked, and who called


async def test_a_digit_that_means_nothing_is_answered_by_a_low_tone(spoken: list[str]):
    handler = a_handler()

    async with (
        serving(sip_settings(handset=True), handler) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        await line._sentences.ready.wait()
        final = await picked_up(phone, ear)
        await ear.hears(3)
        press(ear, final, "8")
        await over(phone)

    low = tones.tune(tones.BADLY).sound[Law.A]
    assert low in b"".join(packet.payload for packet in ear.heard)
    assert [command.wish for command in handler.commands] == [Wish.LAST]
    assert len(spoken) == 4


FROM_OUTSIDE = {
    "a stranger": ("<sip:+390200001234@net.example>", ()),
    "the number of the house itself, forged": ("<sip:+390200005678@net.example>", ()),
    "the account's own name": ("<sip:portinaio@127.0.0.1>", ()),
    "a code as a name": ('"**622" <sip:+390200001234@net.example>', ()),
    "a code with more digits than a house has": ("<sip:**62212@net.example>", ()),
    "a code before a number": ("<sip:*31#+390200001234@net.example>", ()),
    "a short number": ("<sip:622@net.example>", ()),
    "a code, and the network asserts a number": (
        CODE,
        ("P-Asserted-Identity: <sip:+390200001234@net.example>",),
    ),
    "a code, and a number behind it": (
        CODE,
        ("Remote-Party-ID: <sip:+390200001234@net.example>;party=calling",),
    ),
    "a code that is hidden": (CODE, ("Privacy: id",)),
}


@pytest.mark.parametrize(("caller", "more"), FROM_OUTSIDE.values(), ids=list(FROM_OUTSIDE))
async def test_who_calls_from_outside_is_a_call_like_any_other(
    spoken: list[str], caller: str, more: tuple[str, ...]
):
    handler = a_handler()

    async with (
        serving(sip_settings(handset=True), handler) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        await line._sentences.ready.wait()
        phone.invite(*more, caller=caller, body=a_description(ear))
        await handler.until(lambda d: d.rung)

    assert handler.commands == []
    assert len(spoken) == 3


async def test_a_host_that_is_not_trusted_is_not_even_answered(spoken: list[str]):
    handler = a_handler()
    settings = sip_settings(handset=True, trusted=("192.0.2.0/24",))

    async with (
        serving(settings, handler) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        await line._sentences.ready.wait()
        phone.invite(caller=CODE, body=a_description(ear))
        await handler.until(lambda d: d.turned_away)
        assert phone.silent

    assert handler.commands == []
    assert len(spoken) == 3


async def test_where_it_is_not_set_a_telephone_of_the_house_rings():
    handler = a_handler()

    async with serving(sip_settings(), handler) as line, calling(line) as phone:
        phone.invite(caller=CODE)
        await handler.until(lambda d: d.rung)

    assert handler.commands == []


@pytest.mark.parametrize("mode", ["listen", "registrar"])
@pytest.mark.parametrize("peer", ["sole", "forked", "serial", "fritzbox", "pbx"])
def test_only_a_system_of_ones_own_has_telephones_of_the_house(mode: str, peer: str):
    settings = sip_settings(
        handset=True, mode=mode, peer=peer, registrar="sip.test", username="portinaio"
    )

    refused = [problem for key, problem in problems(settings) if key == "handset"]

    assert bool(refused) is (mode == "registrar" and peer not in {"fritzbox", "pbx"})


async def test_digits_from_elsewhere_press_nothing_even_when_they_come_first(spoken: list[str]):
    handler = a_handler()

    async with (
        serving(sip_settings(handset=True), handler) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        await line._sentences.ready.wait()
        final = await picked_up(phone, ear)
        loop = asyncio.get_running_loop()
        elsewhere, _ = await loop.create_datagram_endpoint(
            asyncio.DatagramProtocol, local_addr=("127.0.0.2", 0)
        )
        payload = bytes([2, *KEY[1:]])
        for n in range(20):
            packet = rtp.Packet(EVENTS, n, n, 9, payload)
            elsewhere.sendto(bytes(packet), ("127.0.0.1", port_of(final)))
        await ear.hears(5)
        press(ear, final, "4")
        await over(phone)
        elsewhere.close()

    assert [command.wish for command in handler.commands] == [Wish.LAST, Wish.PAUSE]
    assert spoken[-1] == "It is done."


async def test_one_telephone_is_served_at_a_time(spoken: list[str]):
    handler = a_handler()

    async with (
        serving(sip_settings(handset=True), handler) as line,
        calling(line) as phone,
        calling(line) as other,
        an_ear() as ear,
    ):
        await line._sentences.ready.wait()
        final = await picked_up(phone, ear)
        await ear.hears(3)
        assert (await picked_up(other, ear)).code == 486
        press(ear, final, "4")
        await over(phone)

    assert [command.wish for command in handler.commands] == [Wish.LAST, Wish.LAST, Wish.PAUSE]
    assert spoken[-1] == "It is done."


@pytest.mark.parametrize(("well", "tune"), [(True, tones.WELL), (False, tones.BADLY)])
async def test_where_nothing_can_be_spoken_tones_say_it(
    monkeypatch: pytest.MonkeyPatch, well: bool, tune: str
):
    monkeypatch.setattr(speech, "PROGRAM", "espeak-that-nobody-has")
    handler = a_handler(lambda _: Done(msg("It is said."), well, 17))

    async with (
        serving(sip_settings(handset=True), handler) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        await line._sentences.ready.wait()
        await handler.until(lambda d: d.errors[-1])
        final = await picked_up(phone, ear)
        await ear.hears(len(tones.tune(tones.READY).sound[Law.A]) // 160 + 3)
        press(ear, final, "1")
        await over(phone)

    heard = b"".join(packet.payload for packet in ear.heard)
    assert heard.startswith(tones.tune(tones.READY).sound[Law.A])
    assert tones.tune(tune).sound[Law.A] in heard
    assert handler.commands[-1].wish is Wish.BLOCK


async def test_the_menu_may_be_a_recording(spoken: list[str], tmp_path):
    menu = b"\x10\x27" * 800
    (tmp_path / "menu.wav").write_bytes(wav.pcm_file(menu))
    handler = a_handler()
    settings = sip_settings(handset=True, handset_menu=str(tmp_path / "menu.wav"))

    async with (
        serving(settings, handler) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        await line._sentences.ready.wait()
        final = await picked_up(phone, ear)
        await ear.hears(9)
        press(ear, final, "4")
        await over(phone)

    assert g711.encode(menu, Law.A) in b"".join(packet.payload for packet in ear.heard)
    assert len(spoken) == 4  # the menu is not spoken


def loud(length_s: float) -> list[bytes]:
    samples = [12_000 if n // 8 % 2 else -12_000 for n in range(160)]
    frame = g711.encode(struct.pack("<160h", *samples), Law.A)
    return [frame] * round(length_s / 0.02)


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize(("key", "kept"), [("1", True), ("3", False), ("", False)])
async def test_an_announcement_is_recorded_played_back_and_kept_where_that_is_wished(
    monkeypatch: pytest.MonkeyPatch, key: str, kept: bool
):
    monkeypatch.setattr(handset, "WAIT_S", 1.0)
    handler = a_handler()

    async with (
        serving(sip_settings(handset=True), handler) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        await line._sentences.ready.wait()
        final = await picked_up(phone, ear)
        await ear.hears(3)
        press(ear, final, "9", 1)
        (talk,) = line._talks._by_handle.values()
        await true(lambda: talk.script._recording is not None)
        frames = [b"\xd5" * 160] * 5 + loud(0.6)
        for n, frame in enumerate(frames):
            packet = rtp.Packet(8, n, n * 160, 9, frame)
            ear.says_bytes(port_of(final), bytes(packet))
            await asyncio.sleep(0.01)
        press(ear, final, "#", 2)
        await true(lambda: talk.script._recording is None)
        if key:
            await ear.hears(len(ear.heard) + 5)
            press(ear, final, key, 3)
        await over(phone)
        await asyncio.sleep(0)

    wishes = [command.wish for command in handler.commands]
    if not kept:
        assert wishes == [Wish.LAST]
        return
    assert wishes == [Wish.LAST, Wish.ANNOUNCE, Wish.USE_ANNOUNCEMENT]
    samples = wav.samples_of(handler.commands[1].sound, 60)
    assert 0.3 <= len(samples) / 2 / g711.RATE <= 0.7
    assert max(struct.unpack(f"<{len(samples) // 2}h", samples)) > 10_000


@pytest.mark.usefixtures("spoken")
async def test_silence_is_no_announcement():
    handler = a_handler()

    async with (
        serving(sip_settings(handset=True), handler) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        await line._sentences.ready.wait()
        final = await picked_up(phone, ear)
        await ear.hears(3)
        press(ear, final, "9", 1)
        (talk,) = line._talks._by_handle.values()
        await true(lambda: talk.script._recording is not None)
        press(ear, final, "#", 2)
        await over(phone)

    assert tones.tune(tones.BADLY).sound[Law.A] in b"".join(each.payload for each in ear.heard)
    assert [command.wish for command in handler.commands] == [Wish.LAST]


async def test_who_hangs_up_before_a_digit_has_asked_for_nothing(spoken: list[str]):
    handler = a_handler()

    async with (
        serving(sip_settings(handset=True), handler) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        await line._sentences.ready.wait()
        final = await picked_up(phone, ear)
        await ear.hears(3)
        phone.send(
            phone.request("BYE", branch="z9hG4bK-bye", to_tag=to_tag_of(final), cseq="2 BYE")
        )
        await phone.response()
        press_beside(phone, final, "1", 3)
        await phone.response()
        assert line._talks._by_handle == {}

    assert [command.wish for command in handler.commands] == [Wish.LAST]
    assert len(spoken) == 4


async def test_a_daemon_that_does_not_answer_leaves_the_pause_and_the_rest(
    monkeypatch: pytest.MonkeyPatch, spoken: list[str]
):
    from portinaio.lines.sip import handset as handset_calls  # noqa: PLC0415

    monkeypatch.setattr(handset_calls, "PATIENCE_S", 0.05)
    handler = a_handler()
    told: list[Callable[[Done], None]] = []

    def commanded(line: object, command: Command, tell: Callable[[Done], None]) -> None:
        del line
        handler.commands.append(command)
        told.append(tell)

    monkeypatch.setattr(handler, "commanded", commanded)

    async with (
        serving(sip_settings(handset=True), handler) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        await line._sentences.ready.wait()
        final = await picked_up(phone, ear)
        await ear.hears(3)
        press(ear, final, "4")
        await true(lambda: len(told) == 2)
        told[1](Done(msg("It is done.")))
        await over(phone)

    assert "Who called last is not known." in spoken
    assert spoken[-1] == "It is done."
