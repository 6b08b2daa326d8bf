"""Our requests within a call, above all the BYE: RFC 3261 12.2.1.1 and 15.1.1, and 22.2 where the far end wants to know who says it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portinaio.wire.sip import digest, header
from portinaio.wire.sip.flow import hostport

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.wire.sip.dialogs.dialog import Dialog
    from portinaio.wire.sip.message import Response

MOST_CHALLENGES = 2  # one for the password, and a nonce that was too old

_REQUEST_URI = re.compile(r"""sips?:(?:[^\s<>"@]*@)?[^\s<>"?@]+(?=\?|$)""", re.IGNORECASE)
_HOST = re.compile(r"sips?:(?:[^@]*@)?(?:\[([^\]]*)\]|([^:;?>]+))", re.IGNORECASE | re.DOTALL)


def bye(dialog: Dialog, *more: tuple[str, str]) -> bytes:
    """With the headers that a challenge asked for."""
    return request(dialog, "BYE", *more)


def request(dialog: Dialog, method: str, *more: tuple[str, str]) -> bytes:
    """By the branch and the number that the dialog has come to."""
    invite = dialog.invite
    routes = invite.headers.getlist("Record-Route")
    sent_by = hostport(dialog.local.host, dialog.local.port)
    lines = [
        f"{method} {_target(dialog)} SIP/2.0",
        f"Via: SIP/2.0/{dialog.flow.transport} {sent_by};branch={dialog.branch};rport",
        "Max-Forwards: 70",
        *(f"Route: {route}" for route in routes),
        f"From: {invite.headers['To']};tag={dialog.transaction.to_tag}",
        f"To: {invite.headers['From']}",
        f"Call-ID: {invite.call_id}",
        f"CSeq: {dialog.requests} {method}",
        *(f"{name}: {value}" for name, value in more),
        "Content-Length: 0",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def authorization(
    dialog: Dialog, response: Response, login: digest.Login | None, token: Callable[[], str]
) -> tuple[str, str] | None:
    """The header that answers a challenge to our BYE. A second challenge is answered only where the nonce was too old.

    A caller whom the BYE reaches through the proxy could challenge it himself, and try passwords against the answer at
    leisure. So only the peer is answered, where it is the last that the BYE reaches.
    """
    if login is None or response.code not in {401, 407} or dialog.byes > MOST_CHALLENGES:
        return None
    if not _ends_at_the_peer(dialog):
        return None
    asked = digest.challenged_by(response)
    if asked is None or (dialog.byes > 1 and not asked.stale):
        return None
    return digest.authorization(asked, login, "BYE", _target(dialog), token())


def _ends_at_the_peer(dialog: Dialog) -> bool:
    """Whether target and routes are the host that the INVITE came from; a name is taken for somebody else's."""
    values = dialog.invite.headers.getlist("Record-Route")
    routes = [header.address(one) for value in values for one in header.elements(value)]
    uris = [_contact(dialog), *(route.uri if route else "" for route in routes)]
    return all(_host(uri) == dialog.flow.host for uri in uris)


def _host(uri: str) -> str:
    found = _HOST.match(uri)
    return (found[1] or found[2] or "").strip() if found else ""


def _target(dialog: Dialog) -> str:
    """Contact, or From where that is no address: a request line that cannot be read would leave the caller in a call that is over."""
    here = f"sip:{hostport(dialog.flow.host, dialog.flow.port)}"
    return _contact(dialog) or _request_uri(dialog.invite.caller.uri) or here


def _contact(dialog: Dialog) -> str:
    found = header.address(dialog.invite.headers.get("Contact") or "")
    return _request_uri(found.uri) if found else ""


def _request_uri(uri: str) -> str:
    """Without its headers, RFC 3261 19.1.1; empty for what cannot stand in a request line."""
    found = _REQUEST_URI.match(uri)
    return found[0] if found else ""
