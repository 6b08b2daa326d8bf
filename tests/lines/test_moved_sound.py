"""An exchange has the sound of a call go past it: from its new offer on another place hears it and is heard."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import Mock

from lines.test_announcement import SAMPLES, a_notice
from lines.test_hold import an_ear, offer, port_of
from portinaio.core.policy import Action
from portinaio.lines.voice import voice
from portinaio.lines.voice.script import Hold
from portinaio.wire.voice import rtp
from portinaio.wire.voice.session import agreed, streams
from sip_worlds import FakeCallHandler, calling, serving, sip_settings, to_tag_of

if TYPE_CHECKING:
    from pathlib import Path

    from lines.test_hold import Ear
    from portinaio.wire.sip.message import Response
    from sip_worlds import Phone

LONG = SAMPLES * 5  # a second


async def offered_anew(phone: Phone, first: Response, ear: Ear, formats: str = "8") -> Response:
    """What the line says to a new offer by which `ear` is to hear it."""
    tag, body = to_tag_of(first), offer(ear, formats)
    said = {"branch": f"z9hG4bK-{ear.port}-{formats}", "to_tag": tag, "body": body}
    phone.send(phone.request("INVITE", cseq="2 INVITE", **said))
    final = await phone.final()
    ack = "z9hG4bK-new-ack" if final.code < 300 else said["branch"]
    phone.send(phone.request("ACK", branch=ack, to_tag=tag, cseq="2 ACK"))
    return final


async def test_the_rest_of_a_sentence_is_heard_at_the_new_place_which_is_listened_to(
    tmp_path: Path,
):
    handler = FakeCallHandler(lambda _: Action.ANNOUNCE)
    async with (
        serving(sip_settings(announcement=a_notice(tmp_path, LONG)), handler) as line,
        calling(line) as phone,
        an_ear() as ear,
        an_ear() as other,
    ):
        await line._sentences.ready.wait()
        phone.invite(body=offer(ear))
        first = await phone.final()
        phone.ack(first)
        await ear.hears(5)
        second = await offered_anew(phone, first, other)
        before = len(ear.heard)
        (talk,) = line._talks._by_handle.values()
        assert talk.voice is not None
        other.says(port_of(second))
        await other.hears(5)
        received = talk.voice.received, talk.voice.strangers
        await phone.asked()
        await handler.until(lambda d: d.over)

    assert (second.code, port_of(second), received) == (200, port_of(first), (1, 0))
    assert len(ear.heard) == before
    assert before + len(other.heard) == 50 + 15  # the sentence, and a tail of quiet
    assert version_of(second) == version_of(first) + 1


async def test_an_offer_of_another_form_leaves_the_sound_as_it_is(tmp_path: Path):
    handler = FakeCallHandler(lambda _: Action.ANNOUNCE)
    async with (
        serving(sip_settings(announcement=a_notice(tmp_path, LONG)), handler) as line,
        calling(line) as phone,
        an_ear() as ear,
        an_ear() as other,
    ):
        await line._sentences.ready.wait()
        phone.invite(body=offer(ear))
        first = await phone.final()
        phone.ack(first)
        await ear.hears(5)
        second = await offered_anew(phone, first, other, "0")
        await phone.asked()
        await handler.until(lambda d: d.over)

    assert second.code == 488
    assert (len(ear.heard), len(other.heard)) == (50 + 15, 0)


def version_of(response: Response) -> int:
    (line,) = [line for line in response.body.splitlines() if line.startswith(b"o=")]
    return int(line.split()[2])


async def test_a_call_on_hold_that_is_heard_from_one_telephone_alone_is_heard_from_no_other():
    async with an_ear() as ear:
        spoken = await voice.listen("127.0.0.1")
        try:
            _, how = agreed(streams(offer(ear).encode())) or (0, None)
            assert how is not None
            spoken.hear(Mock(), digits=True, only_from=how.host)
            spoken.play(how, Hold(9.0).frames(how.law), peer=how.host)
            spoken.agree(how._replace(host=""), how.host)
            packet = bytes(rtp.Packet(how.payload_type, 1, 160, 1, bytes(160)))
            for host in ("198.51.100.7", how.host):
                spoken.datagram_received(packet, (host, 4000))
        finally:
            spoken.close()

    assert (spoken.strangers, spoken.received) == (1, 1)
