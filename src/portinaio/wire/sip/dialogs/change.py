"""A new offer within a call, RFC 3261 14.2 and RFC 3311: an exchange has the sound go another way, or the line is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.wire.sip.dialogs.dialog_response import agreed
from portinaio.wire.sip.reply import ALLOW, PHRASES, SUPPORTED, Answer, reply
from portinaio.wire.sip.transaction import GIVE_UP, T1

if TYPE_CHECKING:
    from portinaio.wire.sip.dialogs.dialog import Dialog
    from portinaio.wire.sip.validate import Incoming


def consent(dialog: Dialog, request: Incoming, session: bytes = b"") -> Answer:
    """200 to such a request, or to one that is a sign of life and has no offer."""
    more = (
        ("Contact", dialog.local.contact(dialog.flow.transport)),
        ("Allow", ALLOW),
        ("Supported", SUPPORTED),
        *agreed(request.headers),
        *([("Content-Type", "application/sdp")] if session else []),
    )
    return Answer(200, PHRASES[200], more, session)


def begin(dialog: Dialog, request: Incoming, session: bytes, now: float) -> None:
    """By INVITE: from now on its response is repeated."""
    answer = consent(dialog, request, session)
    dialog.response = reply(request.headers, answer, dialog.flow, dialog.transaction.to_tag)
    dialog.changing = request.cseq.number
    dialog.repeat_pause = T1
    dialog.repeat_at, dialog.give_up_at = now + T1, now + GIVE_UP


def acknowledged(dialog: Dialog, number: int) -> None:
    """`number` is the CSeq of what the ACK is for."""
    if dialog.changing == number:
        dialog.changing = dialog.repeat_at = dialog.give_up_at = None
