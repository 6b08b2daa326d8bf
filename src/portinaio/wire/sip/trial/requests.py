"""The requests of a call of our own, RFC 3261 8.1.1: INVITE, its ACK and CANCEL, and the BYE for who picked up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portinaio.wire.sip import header
from portinaio.wire.sip.flow import hostport
from portinaio.wire.voice import inactive

if TYPE_CHECKING:
    from portinaio.wire.sip.dialogs.dialog import Local
    from portinaio.wire.sip.flow import Flow
    from portinaio.wire.sip.message import Response

Header = tuple[str, str]


@dataclass(slots=True)
class OwnCall:
    """A call of the account to itself."""

    aor: str
    """`sip:me@example.net`: who calls, and who is called."""
    flow: Flow
    local: Local
    call_id: str
    from_tag: str
    branch: str
    cseq: int = 1

    def invite(self, *more: Header) -> bytes:
        # Nobody is meant to talk, and who picks up all the same hears nothing.
        body = inactive.answer(b"", self.local.host, 1)
        contact = ("Contact", self.local.contact(self.flow.transport))
        kind = ("Content-Type", "application/sdp")
        return self._request("INVITE", self.aor, (contact, *more, kind), body)

    def cancel(self) -> bytes:
        """By the branch of what it takes back, RFC 3261 9.1."""
        return self._request("CANCEL", self.aor)

    def ack_refusal(self, response: Response) -> bytes:
        """Part of the same transaction, RFC 3261 17.1.1.3."""
        return self._request("ACK", self.aor, to=response.headers.get("To"))

    def in_dialog(self, method: str, response: Response, branch: str) -> bytes:
        """ACK or BYE for who picked up, RFC 3261 12.2.1.1 and 13.2.2.4."""
        told = header.address(response.headers.get("Contact") or "")
        # The way that the answer came, from the far end to us, is gone in the other direction.
        records = [
            one
            for value in response.headers.getlist("Record-Route")
            for one in header.elements(value)
        ]
        routes = tuple(("Route", route) for route in reversed(records))
        number = self.cseq + (method != "ACK")
        to = response.headers.get("To")
        uri = told.uri if told else self.aor
        return self._request(method, uri, routes, to=to, branch=branch, number=number)

    def _request(  # noqa: PLR0913  # what differs from one to the other
        self,
        method: str,
        uri: str,
        more: tuple[Header, ...] = (),
        body: bytes = b"",
        *,
        to: str | None = None,
        branch: str = "",
        number: int = 0,
    ) -> bytes:
        sent_by = hostport(self.local.host, self.local.port)
        lines = [
            f"{method} {uri} SIP/2.0",
            f"Via: SIP/2.0/{self.flow.transport} {sent_by};branch={branch or self.branch};rport",
            "Max-Forwards: 70",
            f"From: <{self.aor}>;tag={self.from_tag}",
            f"To: {to or f'<{self.aor}>'}",
            f"Call-ID: {self.call_id}",
            f"CSeq: {number or self.cseq} {method}",
            *(f"{name}: {value}" for name, value in more),
            "User-Agent: Portinaio",
            f"Content-Length: {len(body)}",
        ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + body
