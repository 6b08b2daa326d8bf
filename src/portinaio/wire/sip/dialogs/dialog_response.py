"""The responses to an INVITE: what beyond the copied headers makes a dialog, numbers a response, and agrees to a session timer.

What the far end asks for as a timer, RFC 4028 9, is agreed to however short it is: a call that we pick up lasts for seconds, and
to haggle with 422 could cost one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.wire.sip.header import elements, parameters, whole
from portinaio.wire.sip.reply import ALLOW, PHRASES, SUPPORTED, Answer, reply

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portinaio.wire.sip.dialogs.dialog import Dialog
    from portinaio.wire.sip.header import Headers

RELIABLE = "100rel"


def dialog_response(dialog: Dialog, code: int, body: bytes = b"", moved_to: str = "") -> bytes:
    """`moved_to` is where a 302 sends the caller."""
    headers = dialog.invite.headers
    more = [("Contact", f"<{moved_to}>")] if moved_to else []
    if 100 < code < 300:  # what makes a dialog, RFC 3261 12.1.1
        more += [("Record-Route", route) for route in headers.getlist("Record-Route")]
        more += [("Contact", dialog.local.contact(dialog.flow.transport)), ("Allow", ALLOW)]
    if 200 <= code < 300:
        more += [("Supported", SUPPORTED), *agreed(headers)]
    elif code > 100 and dialog.number is not None and code < 200:
        more += [("Require", RELIABLE), ("RSeq", str(dialog.number))]
    if body:
        more.append(("Content-Type", "application/sdp"))
    tag = dialog.transaction.to_tag if code > 100 else ""
    return reply(headers, Answer(code, PHRASES[code], tuple(more), body), dialog.flow, tag)


def options(values: Iterable[str]) -> set[str]:
    """The option tags in headers such as Require and Supported."""
    return {option.lower() for value in values for option in elements(value) if option}


def agreed(headers: Headers) -> tuple[tuple[str, str], ...]:
    """The headers of a 2xx by which a session timer is agreed to; none where nobody asks for one."""
    text, semicolon, tail = (headers.get("Session-Expires") or "").partition(";")
    interval = whole(text)
    if not interval:
        return ()
    known = "timer" in options([*headers.getlist("Supported"), *headers.getlist("Require")])
    wished = parameters(semicolon + tail).get("refresher", "").lower()
    # Who does not know the extension refreshes nothing; a proxy has put the header in, 8.1.
    refresher = ("uas" if wished == "uas" else "uac") if known else "uas"
    told = ("Session-Expires", f"{interval};refresher={refresher}")
    return (told, ("Require", "timer")) if refresher == "uac" else (told,)
