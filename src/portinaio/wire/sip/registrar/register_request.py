"""The REGISTER itself, RFC 3261 10.2, and how it names us, RFC 5626 4.1 and 4.2."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, NamedTuple

from portinaio.wire.sip import header
from portinaio.wire.sip.flow import hostport

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.wire.sip.dialogs.dialog import Local
    from portinaio.wire.sip.digest import Login
    from portinaio.wire.sip.flow import Flow
    from portinaio.wire.sip.message import Response


class Binding(NamedTuple):
    """What is registered where."""

    registrar: str
    """`sip:example.net`, the domain."""
    aor: str
    """`sip:me@example.net`, the address of record."""
    login: Login
    expires_s: int
    instance: str = ""
    """`urn:uuid:…`, the same after each start: by it a registrar knows that a new contact replaces that of a program that died."""
    q: str = ""
    """Of our contact among others of the account, RFC 3261 20.10: `1.0` is asked first, where they are asked in order."""


class Contact(NamedTuple):
    local: Local
    expires_s: int
    instance: str = ""
    """Empty where a registrar does not understand it."""
    q: str = ""

    def value(self, transport: str) -> str:
        """A connection of ours is named, so that calls come by it and by no other."""
        plain = self.local.contact(transport)
        if self.instance and transport != "UDP":
            plain = f'{plain[:-1]};ob>;+sip.instance="<{self.instance}>";reg-id=1'
        elif self.instance:
            plain = f'{plain};+sip.instance="<{self.instance}>"'
        q = f";q={self.q}" if self.q else ""
        return f"{plain};expires={self.expires_s}{q}"


class Identifiers(NamedTuple):
    """What makes one request of many a part of the same registration."""

    branch: str
    from_tag: str
    call_id: str
    cseq: int


def register(
    binding: Binding,
    way: tuple[Flow, Local],
    ids: Identifiers,
    contacts: list[Contact],
    answers: Mapping[str, str],
) -> bytes:
    flow, local = way
    outbound = flow.reliable and any(contact.instance for contact in contacts)
    lines = [
        f"REGISTER {binding.registrar} SIP/2.0",
        f"Via: SIP/2.0/{flow.transport} {hostport(local.host, local.port)};branch={ids.branch};rport",
        "Max-Forwards: 70",
        f"From: <{binding.aor}>;tag={ids.from_tag}",
        f"To: <{binding.aor}>",
        f"Call-ID: {ids.call_id}",
        f"CSeq: {ids.cseq} REGISTER",
        *(f"Contact: {contact.value(flow.transport)}" for contact in contacts),
        f"Expires: {contacts[0].expires_s}",
        *(["Supported: outbound, path"] if outbound else []),
        *(f"{name}: {value}" for name, value in answers.items()),
        "User-Agent: Portinaio",
        "Content-Length: 0",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def seen(response: Response, local: Local) -> Local:
    """Our address as the far end saw it, RFC 3581 4: behind a router another one than we know."""
    top = header.via(response.headers.get("Via") or "")
    told = top.parameters if top else {}
    try:
        host = str(ipaddress.ip_address((told.get("received") or "").strip("[]")))
    except ValueError:
        return local
    port = header.whole(told.get("rport")) or local.port
    return local._replace(host=host, port=port) if port < 65536 else local
