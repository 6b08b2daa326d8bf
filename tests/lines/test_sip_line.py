"""The SIP line on loopback sockets, against a far end that speaks by script."""

from __future__ import annotations

import asyncio
import socket

import pytest

from portinaio.core.call import Attestation, Presentation
from portinaio.core.policy import Action, Outcome
from portinaio.errors import LineError
from portinaio.lines.line import LineState, Performed
from portinaio.lines.sip import SipLine, connection, responses, sockets
from portinaio.wire.sip.dialogs import dialogs
from portinaio.wire.sip.flow import Flow, Send
from portinaio.wire.sip.stream import PING, PONG
from sip_worlds import (
    FakeCallHandler,
    calling,
    serving,
    sip_settings,
    tcp_address,
    to_tag_of,
)


async def test_a_rejected_caller_is_told_607():
    handler = FakeCallHandler(lambda _: Action.REJECT)

    async with serving(sip_settings(), handler) as line, calling(line) as phone:
        phone.invite()
        final = await phone.final()
        phone.ack(final)
        await handler.until(lambda d: d.over)

    assert final.code == 607
    assert list(handler.performed.values()) == [Performed(Outcome.DONE, "SIP 607")]
    assert [e.cause for e in handler.over.values()] == ["SIP 607"]


async def test_the_desk_hears_who_calls():
    handler = FakeCallHandler(lambda _: Action.REJECT)

    async with serving(sip_settings(), handler) as line, calling(line) as phone:
        phone.invite(
            "P-Asserted-Identity: <sip:+390200001234;verstat=TN-Validation-Passed-B@net.example>",
            caller='"An agent" <sip:+390844123456@net.example>',
        )
        await handler.until(lambda d: d.rung)

    (ringing,) = handler.rung.values()
    assert (ringing.line, ringing.calling, ringing.name) == ("home", "+390200001234", "An agent")
    assert ringing.called == "+390200005678"
    assert ringing.attestation is Attestation.PARTIAL
    assert ringing.presentation is Presentation.ALLOWED
    assert ringing.at.tzinfo is not None


@pytest.mark.parametrize(
    ("action", "settings", "code"),
    [
        pytest.param(Action.RING, {}, 180, id="ring holds 180"),
        pytest.param(Action.SILENCE, {}, 180, id="so does silence, there is no bell"),
        pytest.param(Action.REJECT, {}, 607, id="a reject says unwanted"),
        pytest.param(Action.REJECT, {"reject": 480}, 480, id="or what the user likes better"),
        pytest.param(
            Action.REJECT, {"peer": "forked", "reject": 480}, 603, id="only a 6xx stops all phones"
        ),
        pytest.param(Action.REJECT, {"peer": "forked", "reject": 608}, 608, id="any 6xx does"),
        pytest.param(Action.REJECT, {"peer": "fritzbox"}, 200, id="a FRITZ!Box: pick up"),
        pytest.param(Action.RING, {"peer": "fritzbox"}, 180, id="a FRITZ!Box rings on"),
        pytest.param(Action.RING, {"peer": "serial"}, 480, id="asked first: the others at once"),
        pytest.param(Action.SILENCE, {"peer": "serial"}, 180, id="asked first: silence is true"),
        pytest.param(Action.REJECT, {"peer": "serial", "reject": 480}, 603, id="480 asks the next"),
        pytest.param(Action.RING, {"peer": "pbx"}, 480, id="a PBX goes on at once"),
        pytest.param(
            Action.RING, {"peer": "pbx", "hand_to": "sip:p@192.0.2.1"}, 302, id="or is told where"
        ),
        pytest.param(Action.REJECT, {"peer": "pbx", "reject": 608}, 603, id="cause 21 for a PBX"),
        pytest.param(
            Action.SILENCE, {"peer": "forked", "instead_of_silence": "reject"}, 607, id="instead"
        ),
        pytest.param(Action.ANSWER, {}, 200, id="answer picks up"),
        pytest.param(Action.ANNOUNCE, {}, 200, id="so does announce, which says nothing"),
    ],
)
async def test_an_action_is_carried_out_as_the_peer_needs_it(
    action: Action, settings: dict[str, object], code: int
):
    handler = FakeCallHandler(lambda _: action)

    async with serving(sip_settings(**settings), handler) as line, calling(line) as phone:
        phone.invite()
        answer = await phone.response()

    assert answer.code == code
    cause = None if code == 180 else f"SIP {code}"
    assert list(handler.performed.values()) == [Performed(Outcome.DONE, cause)]


async def test_a_wish_for_silence_that_comes_too_late_to_be_another_holds_no_fritzbox_up():
    """The policy of a moment ago, on a line that is in another manner since."""
    handler = FakeCallHandler(lambda _: Action.SILENCE)

    async with serving(sip_settings(peer="fritzbox"), handler) as line, calling(line) as phone:
        began = asyncio.get_running_loop().time()
        phone.invite()
        await handler.until(lambda d: d.performed)
        (until,) = [call.ring_until for call in line._uas._calls.table.all()]

    assert until - began < responses.FRITZBOX_RING_S + 1


async def test_a_call_that_rings_for_too_long_is_given_back():
    handler = FakeCallHandler(lambda _: Action.RING)

    async with serving(sip_settings(ring_s=0), handler) as line, calling(line) as phone:
        phone.invite()
        codes = [(await phone.response()).code, (await phone.response()).code]
        await handler.until(lambda d: d.over)

    assert codes == [180, 480]
    assert [e.cause for e in handler.over.values()] == ["SIP 480"]


async def test_a_picked_up_call_is_hung_up_after_its_ack():
    handler = FakeCallHandler(lambda _: Action.ANSWER)

    async with serving(sip_settings(), handler) as line, calling(line) as phone:
        phone.invite()
        final = await phone.final()
        quiet = phone.silent
        phone.ack(final)
        bye = await phone.asked()
        await handler.until(lambda d: d.over)

    assert quiet
    assert (bye.method, bye.headers["CSeq"]) == ("BYE", "1 BYE")
    assert to_tag_of(bye) == "caller-1"


async def test_a_caller_who_hangs_up_hears_487():
    handler = FakeCallHandler(lambda _: Action.RING)

    async with serving(sip_settings(), handler) as line, calling(line) as phone:
        phone.invite()
        await phone.response()
        phone.send(phone.request("CANCEL"))
        codes = [(await phone.response()).code, (await phone.response()).code]
        await handler.until(lambda d: d.over)

    assert codes == [200, 487]
    assert [e.cause for e in handler.over.values()] == ["SIP 487"]


async def test_a_repeated_invite_is_one_call_with_one_answer():
    handler = FakeCallHandler(lambda _: Action.REJECT)

    async with serving(sip_settings(), handler) as line, calling(line) as phone:
        invite = phone.invite()
        first = await phone.final()
        phone.send(invite)
        second = await phone.final()

    assert len(handler.rung) == 1
    assert first.headers["To"] == second.headers["To"]


async def test_a_decision_for_a_call_that_is_gone_is_too_late():
    handler = FakeCallHandler(lambda _: None)

    async with serving(sip_settings(), handler) as line, calling(line) as phone:
        phone.invite()
        await handler.until(lambda d: d.rung)
        phone.send(phone.request("CANCEL"))
        await handler.until(lambda d: d.over)
        (handle,) = handler.rung
        await handler.decide(line, handle, Action.REJECT)
        await handler.decide(line, "no call at all", Action.REJECT)

    assert set(handler.performed.values()) == {Performed(Outcome.TOO_LATE)}


async def test_a_desk_that_fails_leaves_the_line_alive(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(dialogs, "TRYING_AFTER", 0.01)
    handler = FakeCallHandler(lambda _: 1 / 0)  # type: ignore[arg-type,return-value]  # it never returns

    async with serving(sip_settings(), handler) as line, calling(line) as phone:
        phone.invite()
        trying = await phone.response()
        phone.send(phone.request("CANCEL"))
        cancelled = await phone.final()

    assert (trying.code, cancelled.code) == (100, 200)


async def test_a_bug_in_carrying_out_is_unable_and_no_more(monkeypatch: pytest.MonkeyPatch):
    handler = FakeCallHandler(lambda _: Action.REJECT)

    async with serving(sip_settings(), handler) as line, calling(line) as phone:
        monkeypatch.setattr(line._uas, "refuse", None)
        phone.invite()
        await handler.until(lambda d: d.performed)

    assert list(handler.performed.values()) == [Performed(Outcome.UNABLE)]


async def test_a_line_that_ends_gives_back_what_rings():
    handler = FakeCallHandler(lambda _: Action.RING)

    async with serving(sip_settings(), handler) as line, calling(line) as phone:
        phone.invite()
        await phone.response()
        await line._close()
        given_back = await phone.final()

    assert given_back.code == 480


async def test_who_is_not_trusted_is_not_heard(caplog: pytest.LogCaptureFixture):
    handler = FakeCallHandler(lambda _: Action.REJECT)
    table = sip_settings(trusted=("192.0.2.0/24",), listen=("udp:127.0.0.1:0", "tcp:127.0.0.1:0"))

    async with serving(table, handler) as line, calling(line) as phone:
        invite = phone.invite()
        reader, writer = await asyncio.open_connection(*tcp_address(line))
        writer.write(invite.encode())
        cut_off = await reader.read()
        writer.close()

    assert (cut_off, phone.silent, handler.rung) == (b"", True, {})
    assert [record.getMessage() for record in caplog.records if record.levelname == "WARNING"] == [
        "line home: 127.0.0.1 is not heard; if calls come from there, add it to trusted"
    ]


async def test_what_is_no_sip_is_dropped_without_a_word():
    handler = FakeCallHandler(lambda _: Action.REJECT)

    async with serving(sip_settings(), handler) as line, calling(line) as phone:
        for noise in (b"\0", b"\r\n\r\n", b"hello", b"\xff" * 1000):
            phone.send(noise)
        phone.invite()
        await handler.until(lambda d: d.rung)
        final = await phone.response()

    assert final.code == 607


async def test_a_connection_gets_its_answer_and_its_pong():
    handler = FakeCallHandler(lambda _: Action.REJECT)
    table = sip_settings(listen=("udp:127.0.0.1:0", "tcp:127.0.0.1:0"))

    async with serving(table, handler) as line, calling(line) as phone:
        invite = phone.invite()
        reader, writer = await asyncio.open_connection(*tcp_address(line))
        writer.write(PING)
        pong = await reader.readexactly(len(PONG))
        writer.write(invite.replace("call-1", "call-2").encode())
        answer = await reader.readuntil(b"\r\n")
        writer.close()
        await writer.wait_closed()

    assert (pong, answer) == (PONG, b"SIP/2.0 607 Unwanted\r\n")


async def test_a_stream_that_lost_its_frame_is_told_and_closed():
    table = sip_settings(listen=("tcp:127.0.0.1:0",))

    async with serving(table, FakeCallHandler()) as line:
        reader, writer = await asyncio.open_connection(*tcp_address(line))
        writer.write(
            b"INVITE sip:a SIP/2.0\r\nVia: SIP/2.0/TCP a;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=1\r\n"
            b"To: <sip:a@b>\r\nCall-ID: a\r\nCSeq: 1 INVITE\r\nContent-Length: -1\r\n\r\n"
        )
        said = await reader.read()
        writer.close()

    assert said.startswith(b"SIP/2.0 400 Bad Content-Length\r\n")


async def test_a_message_that_never_ends_ends_the_connection(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(connection, "UNFINISHED_S", 0.01)
    table = sip_settings(listen=("tcp:127.0.0.1:0",))

    async with serving(table, FakeCallHandler()) as line:
        reader, writer = await asyncio.open_connection(*tcp_address(line))
        writer.write(b"INVITE sip:a SIP/2.0\r\n")
        cut_off = await reader.read()
        writer.close()

    assert cut_off == b""


async def test_there_are_no_more_connections_than_a_house_needs(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sockets, "MAX_CONNECTIONS", 1)
    table = sip_settings(listen=("tcp:127.0.0.1:0",))

    async with serving(table, FakeCallHandler()) as line:
        first, one = await asyncio.open_connection(*tcp_address(line))
        one.write(PING)
        pong = await first.readexactly(len(PONG))
        second, two = await asyncio.open_connection(*tcp_address(line))
        cut_off = await second.read()
        one.close()
        two.close()

    assert (pong, cut_off) == (PONG, b"")


async def test_a_port_in_use_is_said_with_what_to_do():
    with socket.socket(type=socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]

        with pytest.raises(LineError) as error:
            async with serving(sip_settings(listen=(f"udp:127.0.0.1:{port}",)), FakeCallHandler()):
                pass

    assert str(error.value) == (
        f"udp port {port} of 127.0.0.1 is in use by another program;"
        " stop that program, or give the line another port in listen"
    )


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"listen": ("http",)}, "listen of line home must be like udp:0.0.0.0:5060, not 'http'"),
        ({"listen": ("tcp:192.0.2.1:5060",)}, "cannot listen at tcp:192.0.2.1:5060:"),
        ({"trusted": ("home",)}, "trusted of line home must be like 192.168.1.0/24"),
        ({"mode": "registrar"}, "line home registers somewhere, so it needs the key registrar"),
        (
            {"mode": "registrar", "registrar": "a b", "username": "u"},
            "registrar of line home must be like sip.example.net, not 'a b'",
        ),
        (
            {
                "mode": "registrar",
                "registrar": "a",
                "username": "u",
                "proxy": "sip:b;transport=ws",
            },
            "proxy of line home: the transport must be udp, tcp or tls, not ws",
        ),
    ],
)
async def test_settings_that_cannot_work_are_said_in_a_sentence(
    settings: dict[str, object], sentence: str
):
    line = SipLine(sip_settings(**settings))

    with pytest.raises(LineError) as error:
        await line.run(FakeCallHandler())

    assert str(error.value).startswith(sentence)


async def test_a_line_is_up_when_it_listens():
    handler = FakeCallHandler()

    async with serving(sip_settings(), handler):
        pass

    assert handler.states == [LineState.UP]


async def test_calls_come_by_ipv6_too():
    with socket.socket(socket.AF_INET6) as probe:
        try:
            probe.bind(("::1", 0))
        except OSError:
            pytest.skip("this machine has no IPv6")
    handler = FakeCallHandler(lambda _: Action.RING)
    table = sip_settings(listen=("udp:[::]:0",), username="me")

    async with serving(table, handler) as line, calling(line, "::1") as phone:
        phone.invite()
        ringing = await phone.response()

    assert ringing.headers["Contact"].startswith("<sip:me@[::1]:")
    assert ";received=::1" in ringing.headers["Via"]


async def test_an_answer_to_a_connection_that_is_gone_is_nobody_s():
    table = sip_settings(listen=("tcp:127.0.0.1:0",))

    async with serving(table, FakeCallHandler()) as line:
        line._sockets.send(Send(b"late", Flow("TCP", "127.0.0.1", 1, 99)))
        line._sockets.send(Send(b"late", Flow("UDP", "127.0.0.1", 1, 99)))


async def test_a_peer_that_does_not_read_is_let_go(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sockets, "MAX_UNSENT", 10_000)
    table = sip_settings(listen=("tcp:127.0.0.1:0",))

    async with serving(table, FakeCallHandler()) as line:
        reader, writer = await asyncio.open_connection(*tcp_address(line))
        writer.write(PING)
        await reader.readexactly(len(PONG))
        flow = Flow("TCP", "127.0.0.1", 0, next(iter(line._sockets._connections)))
        for _ in range(100):
            line._sockets.send(Send(bytes(1_000_000), flow))
        gone = not line._sockets.alive(flow)
        writer.close()

    assert gone
