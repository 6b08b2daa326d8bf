"""The responses to an INVITE: what beyond the copied headers makes a dialog, numbers a response, and agrees to a timer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.wire.sip.reply import ALLOW, PHRASES, SUPPORTED, Answer, reply
from portinaio.wire.sip.session_timer import agreed

if TYPE_CHECKING:
    from portinaio.wire.sip.dialog import Dialog

RELIABLE = "100rel"


def dialog_response(dialog: Dialog, code: int, body: bytes = b"") -> bytes:
    headers = dialog.invite.headers
    more: list[tuple[str, str]] = []
    if 100 < code < 300:  # what makes a dialog, RFC 3261 12.1.1
        more = [("Record-Route", route) for route in headers.getlist("Record-Route")]
        more += [("Contact", dialog.local.contact(dialog.flow.transport)), ("Allow", ALLOW)]
    if 200 <= code < 300:
        more += [("Supported", SUPPORTED), *agreed(headers)]
    elif code > 100 and dialog.number is not None and code < 200:
        more += [("Require", RELIABLE), ("RSeq", str(dialog.number))]
    if body:
        more.append(("Content-Type", "application/sdp"))
    tag = dialog.transaction.to_tag if code > 100 else ""
    return reply(headers, Answer(code, PHRASES[code], tuple(more), body), dialog.flow, tag)
