"""Our sign of life within a call where the session timer asks us for it, RFC 4028 10: an UPDATE without a body, RFC 3311.

Half of the interval is left before each. Where the far end takes no UPDATE nothing is said: a call of ours that is kept lasts for
less than the shortest interval that the standard allows, and who waits for more hangs up by himself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.wire.sip.dialogs.dialog_response import agreed, options
from portinaio.wire.sip.dialogs.goodbye import request
from portinaio.wire.sip.header import parameters, whole
from portinaio.wire.sip.transaction import ClientTransaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.wire.sip.dialogs.dialog import Dialog
    from portinaio.wire.sip.flow import Send
    from portinaio.wire.sip.message import Response

OVER = frozenset({408, 481})  # then the far end knows nothing of the call, RFC 4028 10


class Refresh:
    """Of one call, from its ACK on."""

    def __init__(self, interval_s: int, now: float) -> None:
        self._interval_s = interval_s
        self._due_at: float | None = now + interval_s / 2
        self._request: ClientTransaction | None = None
        self.lost = False
        """Whether the far end is no longer there."""

    @property
    def deadline(self) -> float | None:
        return self._due_at if self._request is None else self._request.deadline

    def wake(self, dialog: Dialog, token: Callable[[], str], now: float) -> list[Send]:
        if self._request is not None:
            sent = self._request.wake(now)
            self.lost = self._request.timed_out
            return sent
        self._due_at = None
        dialog.branch = f"z9hG4bK{token()}"
        dialog.requests += 1
        timer = ("Session-Expires", f"{self._interval_s};refresher=uac")
        contact = ("Contact", dialog.local.contact(dialog.flow.transport))
        update = request(dialog, "UPDATE", contact, ("Supported", "timer"), timer)
        self._request = ClientTransaction(update, dialog.flow, now)
        return [self._request.first()]

    def answered(self, response: Response, now: float) -> None:
        """Whatever else is said, the call goes on, and is asked for again."""
        if self._request is None or not self._request.receive_response(response.code):
            return
        self._request = None
        self.lost = response.code in OVER
        self._interval_s = _interval(response.headers.get("Session-Expires")) or self._interval_s
        self._due_at = now + self._interval_s / 2


def refresh_of(dialog: Dialog, now: float) -> Refresh | None:
    """`None` where nobody wants one of us."""
    headers = dialog.invite.headers
    told = dict(agreed(headers)).get("Session-Expires", "")
    ours = parameters(";" + told.partition(";")[2]).get("refresher") == "uas"
    interval_s = _interval(told)
    if not ours or not interval_s or "update" not in options(headers.getlist("Allow")):
        return None
    return Refresh(interval_s, now)


def _interval(value: str | None) -> int | None:
    return whole((value or "").partition(";")[0])
