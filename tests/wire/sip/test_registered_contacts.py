"""Under which contact we are registered: the one that the registrar sees, with the name of the instance."""

from __future__ import annotations

import pytest

from portinaio.wire.sip.dialogs.dialog import Local
from portinaio.wire.sip.message import parse
from portinaio.wire.sip.registrar.registration_results import (
    RegisterDue,
    Registered,
    Unanswered,
    Unlisted,
)
from registering import TCP, UDP, Talk


def a_contact(user: str = "me", at: str = "192.0.2.1:5070", expires: str | None = None) -> str:
    return f"Contact: <sip:{user}@{at}>" + (f";expires={expires}" if expires else "")


@pytest.mark.parametrize(
    ("answered", "told"),
    [
        pytest.param([a_contact(expires="61")], Registered(61), id="ours"),
        pytest.param(
            ["Contact: <sip:other@192.0.2.7>;expires=44, <sip:me@192.0.2.1:5070;x=y>;expires=61"],
            Registered(61),
            id="ours beside another telephone's, in one header",
        ),
        pytest.param(
            [a_contact(at="192.0.2.7:5060", expires="44"), a_contact(expires="3600")],
            Registered(3600),
            id="ours beside one of the same user, in two headers",
        ),
        pytest.param(
            [a_contact(expires="61"), "Expires: 3600"],
            Registered(61),
            id="our own lifetime beats that of the header",
        ),
        pytest.param(
            [a_contact(), "Expires: 3600"], Registered(3600), id="ours, the lifetime in the header"
        ),
        pytest.param([a_contact()], Registered(60), id="ours, and nobody says for how long"),
        pytest.param(["Expires: 120"], Registered(120), id="no contact, and a lifetime"),
        pytest.param(["Expires: 99999999"], Registered(86_400), id="no contact, and years"),
        pytest.param([a_contact(expires="99999999")], Registered(86_400), id="years"),
        pytest.param([a_contact(expires="9" * 5000)], Registered(60), id="5,000 digits"),
        pytest.param([a_contact(expires="-5")], Registered(60), id="a lifetime below nothing"),
        pytest.param([a_contact(expires='"61"')], Registered(61), id="a lifetime in quotes"),
        pytest.param(
            ["Contact: <SIP:me@192.0.2.1:5070>;Expires=61"], Registered(61), id="other capitals"
        ),
        pytest.param(
            [a_contact(at="198.51.100.9:5070", expires="600")],
            Registered(60),
            id="another host: ours, rewritten, or another telephone's; soon asked again",
        ),
        pytest.param(
            [a_contact(at="192.0.2.1:41000", expires="50")],
            Registered(50),
            id="another port, and a shorter life than a minute",
        ),
        pytest.param(
            [
                a_contact(at="198.51.100.9:1", expires="600"),
                a_contact(at="198.51.100.9:2", expires="30"),
            ],
            Registered(30),
            id="two that may be ours: the one that ends first",
        ),
        pytest.param(
            [a_contact(at="h", expires="3600")], Registered(60), id="a host name, and no port"
        ),
        pytest.param([a_contact("other", expires="600")], Unlisted(), id="another user's alone"),
        pytest.param(
            [a_contact("other", expires="600"), "Expires: 600"],
            Unlisted(),
            id="another user's alone, and a lifetime",
        ),
        pytest.param([a_contact(expires="0")], Unlisted(), id="ours, taken away at once"),
        pytest.param(["Expires: 0"], Unlisted(), id="no contact, and no lifetime"),
        pytest.param([], Unlisted(), id="nothing"),
        pytest.param(["Contact: <tel:+390200001234>"], Unlisted(), id="no SIP address"),
        pytest.param(["Contact: <sip:me@192.0.2.1:5070"], Unlisted(), id="not to be read"),
    ],
)
def test_a_contact_lives_as_long_as_the_registrar_says_of_ours(answered: list[str], told: object):
    talk = Talk()
    talk.begin()

    assert talk.receive_response("200 OK", *answered) == [told]


SEEN = "rport=41000;received=203.0.113.5"


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        ("192.0.2.1:5070", Registered(60)),
        ("203.0.113.5:41000", Registered(600)),
        ("203.0.113.5:41001", Registered(60)),
    ],
    ids=["as our own network has it", "as the registrar saw us", "neither"],
)
def test_a_contact_behind_a_router_is_known_by_where_the_registrar_saw_us(
    contact: str, told: object
):
    talk = Talk()
    talk.begin()
    talk.challenged(seen=SEEN)

    assert talk.receive_response("200 OK", a_contact(at=contact, expires="600"), seen=SEEN) == [
        told
    ]


def test_where_the_registrar_sees_us_is_what_is_registered():
    talk = Talk()
    talk.begin()

    talk.challenged(seen=SEEN)

    assert talk.sent[-1].headers["Contact"] == "<sip:me@203.0.113.5:41000>;expires=600"
    assert "192.0.2.1:5070" in talk.sent[-1].headers["Via"]


def test_who_is_registered_without_a_question_mends_the_address_once():
    talk = Talk()
    talk.begin()

    ours = a_contact(expires="600")
    assert talk.receive_response("200 OK", ours, seen=SEEN) == []
    mended = talk.sent[-1].headers.getlist("Contact")
    assert talk.receive_response("200 OK", ours, seen="rport=41001;received=203.0.113.5") == [
        Registered(60)
    ]
    assert mended == [
        "<sip:me@203.0.113.5:41000>;expires=600",
        "<sip:me@192.0.2.1:5070>;expires=0",
    ]
    assert len(talk.sent) == 2


def test_a_router_that_gives_another_port_later_leaves_no_dead_contact():
    talk = Talk()
    talk.begin()
    talk.challenged(seen=SEEN)
    talk.receive_response("200 OK", a_contact(at="203.0.113.5:41000", expires="600"), seen=SEEN)
    talk.begin(510.0)

    talk.challenged(seen="rport=42000;received=203.0.113.5")

    assert talk.sent[-1].headers.getlist("Contact") == [
        "<sip:me@203.0.113.5:42000>;expires=600",
        "<sip:me@203.0.113.5:41000>;expires=0",
    ]


def test_what_is_taken_away_bears_the_name_that_was_registered():
    talk = Talk()
    talk.begin()
    talk.challenged(seen=SEEN)
    talk.receive_response("200 OK", a_contact(at="203.0.113.5:41000", expires="600"), seen=SEEN)
    talk.unregister(10.0)

    talk.challenged(seen="rport=42000;received=203.0.113.5")

    assert talk.sent[-1].headers["Contact"] == "<sip:me@203.0.113.5:41000>;expires=0"


@pytest.mark.parametrize("odd", ["received=here", "rport=99999;received=203.0.113.5", "received="])
def test_an_address_that_cannot_be_ours_is_not_believed(odd: str):
    talk = Talk()
    talk.begin()

    talk.challenged(seen=odd)

    assert talk.sent[-1].headers["Contact"] == "<sip:me@192.0.2.1:5070>;expires=600"


INSTANCE = "urn:uuid:00000000-0000-4000-8000-000000000001"


def test_an_instance_is_named_always_and_a_connection_as_one_to_be_kept():
    by_udp, by_tcp = Talk(instance=INSTANCE), Talk(instance=INSTANCE)
    by_udp.begin()
    by_tcp.begin(flow=TCP)

    assert by_udp.sent[0].headers["Contact"] == (
        f'<sip:me@192.0.2.1:5070>;+sip.instance="<{INSTANCE}>";expires=600'
    )
    assert "Supported" not in by_udp.sent[0].headers
    assert by_tcp.sent[0].headers["Contact"] == (
        f'<sip:me@192.0.2.1:5070;transport=tcp;ob>;+sip.instance="<{INSTANCE}>";reg-id=1;expires=600'
    )
    assert by_tcp.sent[0].headers["Supported"] == "outbound, path"


@pytest.mark.parametrize("status", ["400 Bad Contact", "439 First Hop Lacks Outbound Support"])
def test_who_stumbles_over_the_instance_is_asked_once_without(status: str):
    talk = Talk(instance=INSTANCE)
    talk.begin(flow=TCP)
    talk.challenged()

    assert talk.receive_response(status) == []
    plain = talk.sent[-1].headers
    assert (plain["Contact"], plain.get("Supported")) == (
        "<sip:me@192.0.2.1:5070;transport=tcp>;expires=600",
        None,
    )
    assert talk.receive_response(status) == [Unanswered(int(status[:3]))]


def test_a_contact_is_known_by_its_instance_wherever_it_lies():
    talk = Talk(instance=INSTANCE)
    talk.begin()
    listed = f'Contact: <sip:x@198.51.100.1>;+sip.instance="<{INSTANCE}>";expires=90'

    assert talk.receive_response("200 OK", listed, a_contact(expires="44")) == [Registered(90)]


def test_a_registrar_that_promises_to_answer_signs_of_life_is_taken_at_its_word():
    talk = Talk(instance=INSTANCE)
    talk.begin(flow=TCP)

    told = talk.receive_response(
        "200 OK", a_contact(expires="90"), "Require: outbound", "Flow-Timer: 25"
    )

    assert told == [Registered(90, outbound=True, flow_timer_s=25)]


def test_an_ipv6_contact_is_known_in_any_spelling():
    talk = Talk()
    talk.registration.begin(UDP, Local("2001:db8::1", 5060, "me"), 0.0)
    talk.sent.append(parse(talk.registration._request.first().data))  # type: ignore[union-attr, arg-type]

    told = talk.receive_response("200 OK", "Contact: <sip:me@[2001:DB8:0::0:1]>;expires=90")

    assert told == [Registered(90)]


def test_a_registrar_that_does_not_list_us_is_soon_asked_again():
    talk = Talk()
    talk.begin()

    talk.receive_response("200 OK", a_contact("other", expires="600"))

    assert talk.wake() == (2.1, [RegisterDue()])
