"""A registration and the registrar that it talks to, message by message."""

from __future__ import annotations

from itertools import count

from portinaio.wire.sip.dialogs.dialog import Local
from portinaio.wire.sip.digest import Login
from portinaio.wire.sip.flow import Flow, Send
from portinaio.wire.sip.message import Request, Response, parse
from portinaio.wire.sip.registrar.register_request import Binding
from portinaio.wire.sip.registrar.registration import Registration
from portinaio.wire.sip.registrar.registration_results import (
    Registered,
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


TCP = Flow("TCP", "192.0.2.20", 5060, 2)
