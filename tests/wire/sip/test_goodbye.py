"""Our BYE finds the other end whatever that wrote, and tells a caller nothing of the password."""

from __future__ import annotations

import pytest

from portinaio.wire.sip.dialogs.call_events import Invited
from portinaio.wire.sip.dialogs.dialog import Local
from portinaio.wire.sip.digest import Login
from portinaio.wire.sip.flow import Send
from portinaio.wire.sip.message import Request, Response, parse
from portinaio.wire.sip.uas import Uas
from wire.sip.test_uas import FLOW, a_request, a_uas, in_the_first, raw, said


@pytest.mark.parametrize(
    ("contact", "target"),
    [
        (
            "<sip:x@198.51.100.7:5070;transport=tcp>;expires=9",
            "sip:x@198.51.100.7:5070;transport=tcp",
        ),
        ("sip:x@198.51.100.7", "sip:x@198.51.100.7"),
        ("<SIPS:a?b@198.51.100.7?Route=%3Csip:evil%3E>", "SIPS:a?b@198.51.100.7"),
        ("<sip:a b@198.51.100.7>", "sip:+390200001234@192.0.2.9"),
        ("<sip:x@h> SIP/2.0, <sip:y@h>", "sip:x@h"),
        ("<sip:x@h?Route=<sip:evil>>", "sip:x@h"),
        ("<tel:+390200001234>", "sip:+390200001234@192.0.2.9"),
        ("<javascript:alert(1)>", "sip:+390200001234@192.0.2.9"),
        ("<>", "sip:+390200001234@192.0.2.9"),
        ("*", "sip:+390200001234@192.0.2.9"),
    ],
)
def test_our_bye_goes_to_an_address_whatever_stands_in_contact(contact: str, target: str):
    assert bye_after(a_request(1, "INVITE", f"Contact: {contact}")) == target


def test_where_from_is_no_address_either_it_goes_to_whoever_brought_the_call():
    request = parse(b"INVITE" + raw(1, "INVITE").replace(b"<sip:a@b>", b"<tel:+39 02>"))
    assert isinstance(request, Request)

    assert bye_after(request) == "sip:192.0.2.9:5066"


def bye_after(invite: Request) -> str:
    """Whereto the BYE goes of a call that is picked up."""
    uas = a_uas()
    (invited,) = uas.receive(invite, FLOW, 0.0)
    assert isinstance(invited, Invited)
    uas.answer(invited.handle, 0.0)
    bye = next(line for line in said(uas.wake(40.0)) if line.startswith(b"BYE"))
    return bye.decode().removeprefix("BYE ").removesuffix(" SIP/2.0")


PEER, CALLER = "<sip:x@192.0.2.9:5066>", "<sip:x@198.51.100.7>"


@pytest.mark.parametrize(
    ("contact", "routes", "answered"),
    [
        pytest.param(PEER, [], True, id="a PBX"),
        pytest.param(PEER, ["<sip:192.0.2.9;lr>"], True, id="a PBX with a proxy on its host"),
        pytest.param(CALLER, ["<sip:192.0.2.9;lr>"], False, id="a caller behind the proxy"),
        pytest.param(CALLER, [], False, id="a caller"),
        pytest.param(
            PEER, ["<sip:198.51.100.7;lr>, <sip:192.0.2.9;lr>"], False, id="by his own proxy"
        ),
        pytest.param("<sip:192.0.2.9@198.51.100.7>", [], False, id="a user named as the peer"),
        pytest.param("<sip:x@proxy.example>", [], False, id="a name"),
        pytest.param("*", [], False, id="no address, so that the BYE goes by From"),
        pytest.param(PEER, ["<nothing"], False, id="a route that cannot be read"),
    ],
)
@pytest.mark.parametrize("code", ["401", "407"])
def test_a_caller_gets_nothing_to_try_passwords_against(
    contact: str, routes: list[str], answered: bool, code: str
):
    uas = Uas(lambda: "t1", lambda _: Local("192.0.2.1", 5060), Login("portinaio", "secret"))
    more = (f"Contact: {contact}", *(f"Record-Route: {route}" for route in routes))
    (invited,) = uas.receive(a_request(1, "INVITE", *more), FLOW, 0.0)
    assert isinstance(invited, Invited)
    uas.answer(invited.handle, 0.0)
    sent = uas.receive(in_the_first(1, "ACK"), FLOW, 0.0)
    bye = next(out.data for out in sent if isinstance(out, Send))
    top = next(line for line in bye.decode().split("\r\n") if line.startswith("Via"))
    asks = "WWW-Authenticate" if code == "401" else "Proxy-Authenticate"
    found = parse(
        f'SIP/2.0 {code} No\r\n{top}\r\n{asks}: Digest realm="sip.example", nonce="n"\r\n\r\n'.encode()
    )
    assert isinstance(found, Response)

    again = [out.data for out in uas.receive_response(found, 0.1) if isinstance(out, Send)]

    assert [b"Digest username" in data for data in again] == [True] * answered
    assert uas.calls == (1 if answered else 0)
