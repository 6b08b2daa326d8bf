"""The calls that devices have asked about, logged under the line that is called as the device; and the last calls as one may
read them.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import timedelta
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, TypedDict

from portinaio.core.message import untranslated
from portinaio.core.policy import Decision
from portinaio.core.verdict import Label
from portinaio.daemon.answers import iso
from portinaio.daemon.gateway.look_up import because_for
from portinaio.daemon.gateway.rate import Rate
from portinaio.store.devices.device import CONTACTS

if TYPE_CHECKING:
    from datetime import datetime

    from portinaio.core.logged import LoggedCall
    from portinaio.daemon.context import Context
    from portinaio.daemon.gateway.look_up import LookedUp
    from portinaio.store.devices.device import Device

ONE_CALL = timedelta(seconds=60)  # several apps of one telephone ask about the same call
MOST_KEPT = 500
MOST_AN_HOUR = 120  # calls of one device in the log; a telephone has fewer, and more is somebody who fills the disk
MOST_SHOWN = 50
PAGE = 200


class AskedCalls:
    """Fit for several threads."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._lately: OrderedDict[tuple[str, str], datetime] = OrderedDict()
        self._lock = Lock()
        self._logged = Rate(MOST_AN_HOUR, 3600, monotonic)

    def log(self, device: Device, looked: LookedUp, who: str = "") -> None:
        """Once for all that asks about one call. `who` tells callers apart whose number nobody knows."""
        at = self._context.now()
        one = device.name, looked.number or who or looked.judgement.call.ringing.calling
        with self._lock:
            last = self._lately.get(one)
            if last is not None and abs(at - last) < ONE_CALL:
                return
            self._lately[one] = at
            self._lately.move_to_end(one)
            if len(self._lately) > MOST_KEPT:
                self._lately.popitem(last=False)
            if self._logged.wait_s(device.digest):
                return
        self._context.log_asked(looked.judgement)


class CallSeen(TypedDict):
    """A call as a device reads it."""

    id: int
    at: str
    line: str
    number: str | None
    name: str
    """The contact's, where the device is given those; else empty."""
    label: str
    action: str
    outcome: str | None
    """What came of it; null while the line is at it."""
    because: str


def last_calls(context: Context, device: Device, most: int = MOST_SHOWN) -> list[CallSeen]:
    """Newest first: those of the house's lines and its own, and of no other device, also of none that was revoked."""
    lines = {*context.config.policies.lines, device.name}
    names = context.store.contacts.names() if device.has(CONTACTS) else {}
    found: list[CallSeen] = []
    before: int | None = None
    while len(found) < most and (page := context.store.calls.page(before_id=before, limit=PAGE)):
        found += [_seen(call, names, device) for call in page if call.line in lines]
        before = page[-1].id
    return found[:most]


def _seen(call: LoggedCall, names: dict[str, str], device: Device) -> CallSeen:
    because = because_for(call, Decision(call.action, call.because), device)
    by_entry = any(each.code == "personal" for each in call.findings)
    hidden = call.label is Label.KNOWN and not (by_entry or device.has(CONTACTS))
    return {
        "id": call.id,
        "at": iso(call.at),
        "line": call.line,
        "number": call.number,
        "name": names.get(call.number or "", ""),
        "label": (Label.UNKNOWN if hidden else call.label).value,
        "action": call.action.value,
        "outcome": call.outcome.value if call.outcome else None,
        "because": untranslated(because),
    }
