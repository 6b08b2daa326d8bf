"""The REGISTER client, with the time told by hand and a registrar of few words."""

from __future__ import annotations

from itertools import count, pairwise

import pytest

from portinaio.wire.sip.dialogs.dialog import Local
from portinaio.wire.sip.digest import Login
from portinaio.wire.sip.flow import Flow, Send
from portinaio.wire.sip.message import Request, Response, parse
from portinaio.wire.sip.registrar.register_request import Binding
from portinaio.wire.sip.registrar.registration import Registration
from portinaio.wire.sip.registrar.registration_results import (
    Denied,
    NoAnswerYet,
    RegisterDue,
    Registered,
    Unanswered,
    Unlisted,
    Unregistered,
)

UDP = Flow("UDP", "192.0.2.20", 5060, 1)
LOCAL = Local("192.0.2.1", 5070, "me")
OURS = "<sip:me@192.0.2.1:5070>"
CHALLENGE = 'WWW-Authenticate: Digest realm="r", qop="auth", nonce="{}"{}'


class Talk:
    """A registration, and what it sent last."""

    def __init__(self, instance: str = "") -> None:
        numbers = count(1)
        login = Login("me", "secret")
        binding = Binding("sip:net.example", "sip:me@net.example", login, 600, instance)
        self.registration = Registration(binding, lambda: f"t{next(numbers)}")
        self.sent: list[Request] = []

    def begin(self, now: float = 0.0, flow: Flow = UDP) -> list[object]:
        return self._keep(self.registration.begin(flow, LOCAL, now))

    def receive_response(
        self, status: str, *more: str, now: float = 0.1, seen: str = "rport"
    ) -> list[object]:
        via = self.sent[-1].headers["Via"].replace("rport", seen)
        lines = [f"SIP/2.0 {status}", f"Via: {via}", *more, "", ""]
        found = parse("\r\n".join(lines).encode())
        assert isinstance(found, Response)
        results = self.registration.receive_response(found, now)
        assert results is not None
        return self._keep(results)

    def challenged(
        self, nonce: str = "n1", more: str = "", now: float = 0.1, seen: str = "rport"
    ) -> list[object]:
        asked = CHALLENGE.format(nonce, more)
        return self.receive_response("401 Unauthorized", asked, now=now, seen=seen)

    def wake(self) -> tuple[float, list[object]]:
        due = self.registration.next_deadline()
        assert due is not None
        return due, self._keep(self.registration.wake(due))

    def unregister(self, now: float) -> list[object]:
        return self._keep(self.registration.unregister(now))

    def _keep(self, results: list[object]) -> list[object]:
        """What is not a request."""
        for result in results:
            if isinstance(result, Send):
                found = parse(result.data)
                assert isinstance(found, Request)
                self.sent.append(found)
        return [result for result in results if not isinstance(result, Send)]


def a_bound_talk(lifetime: int = 600) -> Talk:
    talk = Talk()
    talk.begin()
    talk.challenged()
    assert talk.receive_response("200 OK", f"Contact: {OURS};expires={lifetime}") == [
        Registered(lifetime)
    ]
    return talk


def test_a_challenge_is_answered_once_and_then_we_are_bound():
    talk = a_bound_talk()

    first, second = talk.sent
    assert "Authorization" not in first.headers
    assert second.headers["Authorization"].startswith('Digest username="me", realm="r", nonce="n1"')
    assert (first.headers["CSeq"], second.headers["CSeq"]) == ("1 REGISTER", "2 REGISTER")
    assert first.headers["Call-ID"] == second.headers["Call-ID"]
    assert first.headers["From"] == second.headers["From"]


def test_a_binding_is_refreshed_at_85_percent_of_its_life():
    talk = a_bound_talk(100)

    assert talk.wake() == (pytest.approx(85.1), [RegisterDue()])


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
TCP = Flow("TCP", "192.0.2.20", 5060, 2)


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


def test_a_wrong_password_is_denied_and_tried_again_in_five_minutes():
    talk = Talk()
    talk.begin()
    talk.challenged("n1")

    assert talk.challenged("n2") == [Denied(401, "Unauthorized")]

    assert len(talk.sent) == 2
    assert talk.wake() == (300.1, [RegisterDue()])


def test_a_stale_nonce_is_no_wrong_password():
    talk = Talk()
    talk.begin()
    talk.challenged("n1")

    assert talk.challenged("n2", ", stale=true") == []

    assert 'nonce="n2"' in talk.sent[-1].headers["Authorization"]


def test_nonces_that_are_stale_for_ever_end_somewhere_and_are_no_wrong_password():
    talk = Talk()
    talk.begin()

    told = [talk.challenged(f"n{n}", ", stale=true") for n in range(4)]

    assert told == [[], [], [], [Unanswered(401)]]


def test_a_registrar_whose_nonces_are_always_stale_is_asked_ever_more_rarely():
    talk, pauses = Talk(), []
    talk.begin()
    for _ in range(9):
        for n in range(4):
            talk.challenged(f"n{n}", ", stale=true", now=0.0)
        due, _ = talk.wake()
        pauses.append(due)
        talk.begin()

    assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, 300]


@pytest.mark.parametrize(("lifetime", "due"), [(1, 5.2), (5, 5.2), (6, 5.2), (60, 51.1)])
def test_a_lifetime_of_moments_makes_no_flood_of_registrations(lifetime: int, due: float):
    talk = a_bound_talk(lifetime)

    assert talk.wake() == (pytest.approx(due), [RegisterDue()])


def test_a_challenge_we_cannot_answer_is_a_refusal():
    talk = Talk()
    talk.begin()

    assert talk.receive_response("401 No", 'WWW-Authenticate: Basic realm="r"') == [
        Denied(401, "No")
    ]


@pytest.mark.parametrize("status", ["403 Forbidden", "404 Not Found", "604 Nowhere"])
def test_a_plain_no_is_a_refusal(status: str):
    talk = Talk()
    talk.begin()

    assert talk.receive_response(status) == [Denied(int(status[:3]), status[4:])]


def test_a_proxy_that_asks_is_answered_too():
    talk = Talk()
    talk.begin()

    talk.receive_response("407 Proxy", 'Proxy-Authenticate: Digest realm="r", nonce="n"')

    assert "Proxy-Authorization" in talk.sent[-1].headers


@pytest.mark.parametrize("status", ["300 Choices", "301 Moved", "302 Moved", "305 Use Proxy"])
def test_nobody_is_followed_who_sends_the_registration_elsewhere(status: str):
    talk, pauses = Talk(), []
    for _ in range(9):
        talk.begin()
        assert talk.receive_response(status, "Contact: <sip:me@198.51.100.7>", now=0.0) == [
            Unanswered(int(status[:3]))
        ]
        pauses.append(talk.wake()[0])

    assert {request.uri for request in talk.sent} == {"sip:net.example"}
    assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, 300]


PROXY = 'Proxy-Authenticate: Digest realm="p", nonce="p1"'


def test_a_proxy_and_the_registrar_behind_it_may_both_ask():
    talk = Talk()
    talk.begin()
    talk.receive_response("407 Proxy", PROXY)

    talk.challenged("n1")

    headers = talk.sent[-1].headers
    assert 'nonce="p1"' in headers["Proxy-Authorization"]
    assert 'nonce="n1"' in headers["Authorization"]
    assert talk.receive_response("200 OK", f"Contact: {OURS}") == [Registered(60)]


def test_who_is_answered_again_for_the_sake_of_another_sees_that_it_is_no_copy():
    talk = Talk()
    talk.begin()
    talk.receive_response("407 Proxy", f'{PROXY}, qop="auth"')
    first = talk.sent[-1].headers["Proxy-Authorization"]

    talk.challenged("n1")

    headers = talk.sent[-1].headers
    assert "nc=00000001" in first
    assert "nc=00000002" in headers["Proxy-Authorization"]
    assert "nc=00000001" in headers["Authorization"]


@pytest.mark.parametrize(
    ("again", "asks"),
    [("407 Proxy", PROXY), ("401 No", CHALLENGE.format("n2", ""))],
    ids=["the proxy", "the registrar"],
)
def test_who_asks_again_has_refused_the_password_though_another_has_asked_meanwhile(
    again: str, asks: str
):
    talk = Talk()
    talk.begin()
    talk.challenged("n1")
    talk.receive_response("407 Proxy", PROXY)

    told = talk.receive_response(again, asks)

    assert (told, len(talk.sent)) == ([Denied(int(again[:3]), again[4:])], 3)


def test_a_lifetime_that_is_too_short_is_made_longer():
    talk = Talk()
    talk.begin()

    assert talk.receive_response("423 Interval Too Brief", "Min-Expires: 1800") == []

    assert talk.sent[-1].headers["Expires"] == "1800"


@pytest.mark.parametrize("least", ["60", "99999999", "-1", ""])
def test_a_least_lifetime_that_makes_no_sense_is_not_followed(least: str):
    talk = Talk()
    talk.begin()

    assert talk.receive_response("423 Interval Too Brief", f"Min-Expires: {least}") == [
        Unanswered(423)
    ]


def test_a_registrar_that_wants_ever_longer_lifetimes_is_not_followed_for_ever():
    talk = Talk()
    talk.begin()

    told = [
        talk.receive_response("423 Interval Too Brief", f"Min-Expires: {601 + n}") for n in range(4)
    ]

    assert told == [[], [], [], [Unanswered(423)]]


def test_silence_ends_after_32_seconds_and_is_tried_again_ever_more_rarely():
    talk = Talk()
    now, pauses = 0.0, []
    for _ in range(10):
        talk.begin(now)
        told: list[object] = []
        while Unanswered(None) not in told:
            ended, told = talk.wake()
        now, told = talk.wake()
        pauses.append(now - ended)
        assert told == [RegisterDue()]

    assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


def test_a_registrar_that_does_not_answer_is_told_of_before_we_give_up():
    talk = Talk()
    talk.begin()

    told = [talk.wake() for _ in range(4)]

    assert [(moment, results) for moment, results in told if results] == [(3.0, [NoAnswerYet()])]


@pytest.mark.parametrize(
    ("flow", "within_s", "ended"),
    [(UDP, None, 32.0), (UDP, 5.0, 5.0), (UDP._replace(transport="TCP"), 8.0, 8.0)],
)
def test_an_answer_is_waited_for_as_long_as_it_makes_sense(
    flow: Flow, within_s: float | None, ended: float
):
    registration = Talk().registration
    registration.begin(flow, LOCAL, 0.0, within_s)
    told: list[object] = []
    due = 0.0
    while Unanswered(None) not in told:
        due = registration.next_deadline() or 0.0
        told = list(registration.wake(due))

    assert due == ended


def test_each_answer_has_its_own_time():
    talk = Talk()
    talk.registration.begin(UDP, LOCAL, 0.0, 5.0)
    talk._keep([talk.registration._request.first()])  # type: ignore[union-attr]

    talk.challenged(now=4.9)

    assert talk.registration.wake(9.8) != [Unanswered(None)]
    assert talk.registration.wake(9.9) == [Unanswered(None)]


def test_a_refresh_that_takes_its_time_is_not_told_of():
    talk = a_bound_talk(100)
    talk.wake()
    talk.begin(85.0)

    assert [talk.wake()[1] for _ in range(4)] == [[]] * 4


def test_a_registrar_that_is_busy_says_when_to_come_back():
    talk = Talk()
    talk.begin()

    told = talk.receive_response("503 Busy", "Retry-After: 120 (maintenance)")

    assert told == [Unanswered(503)]
    assert talk.wake()[0] == 120.1


def test_a_success_forgets_the_failures_before_it():
    talk = Talk()
    for _ in range(4):
        talk.begin()
        talk.receive_response("500 Oops")
    talk.begin()
    talk.receive_response("200 OK", f"Contact: {OURS};expires=600")

    assert talk.registration.fail(100.0) == 2.0


def test_a_lost_flow_is_followed_by_a_new_try():
    talk = a_bound_talk()

    talk.registration.fail(50.0)

    assert talk.wake() == (52.0, [RegisterDue()])
    talk.begin(52.0)
    numbers = [int(request.headers["CSeq"].split()[0]) for request in talk.sent]
    assert all(after == before + 1 for before, after in pairwise(numbers))


def test_leaving_takes_our_contact_away():
    talk = a_bound_talk()

    talk.unregister(10.0)
    talk.challenged("n9")

    assert talk.sent[-1].headers["Contact"] == f"{OURS};expires=0"
    assert talk.receive_response("200 OK") == [Unregistered()]
    assert talk.registration.next_deadline() is None


def test_leaving_a_registrar_that_is_away_ends_too():
    talk = a_bound_talk()
    talk.unregister(10.0)

    told: list[object] = []
    while Unregistered() not in told:
        _, told = talk.wake()

    assert talk.registration.next_deadline() is None


@pytest.mark.parametrize("status", ["403 Forbidden", "503 Busy"])
def test_a_registrar_that_refuses_the_farewell_is_left_all_the_same(status: str):
    talk = a_bound_talk()

    talk.unregister(10.0)

    assert talk.receive_response(status) == [Unregistered()]


def test_who_never_came_need_not_leave():
    assert Talk().unregister(0.0) == [Unregistered()]


def test_an_answer_to_something_else_is_not_ours():
    talk = Talk()
    talk.begin()
    other = parse(b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP a;branch=z9hG4bKother\r\n\r\n")

    assert talk.registration.receive_response(other, 0.1) is None


def test_a_provisional_answer_is_only_waited_on():
    talk = Talk()
    talk.begin()

    assert talk.receive_response("100 Trying") == []


@pytest.mark.parametrize(("q", "said"), [("", ";expires=600"), ("1.0", ";expires=600;q=1.0")])
def test_a_line_that_is_asked_first_says_so_beside_its_contact(q: str, said: str):
    binding = Binding("sip:net.example", "sip:me@net.example", Login("me", "secret"), 600, q=q)

    (sent,) = Registration(binding, lambda: "t").begin(UDP, LOCAL, 0.0)

    found = parse(sent.data)
    assert isinstance(found, Request)
    assert found.headers["Contact"] == OURS + said
