"""The manager of an Asterisk (AMI): how one logs in without telling the password, and what its events say of calls.

    Asterisk Call Manager/11.0.0
    Event: DialEnd                      a message, a line a field, and an empty one at its end
    Uniqueid: 1795525320.7              of the call that came in
    DestChannel: PJSIP/phone-00000008   of the telephone
    DialStatus: ANSWER

Who came in by `AGI` is known by its `Uniqueid`; whom a telephone of the house calls is the `Exten` of a new channel in one of the
contexts from which it calls.
"""

from __future__ import annotations

import re
from hashlib import md5
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Collection

LONGEST_LINE = 4000  # bytes
MOST_FIELDS = 120
_GREETING = re.compile(rb"[\w .-]*Asterisk Call Manager/[\w.]+")
_DEVICE = re.compile(r"[^/]*/(?P<name>.+?)(?:-[0-9a-f]+)?", re.IGNORECASE)


class Challenged(NamedTuple):
    challenge: str


class LoggedIn(NamedTuple):
    pass


class Refused(NamedTuple):
    text: str


class PickedUp(NamedTuple):
    unique_id: str
    by: str
    """The telephone, such as `phone` of PJSIP/phone-00000008."""


class HungUp(NamedTuple):
    unique_id: str


class Dialled(NamedTuple):
    called: str


Event = Challenged | LoggedIn | Refused | PickedUp | HungUp | Dialled


class AmiError(Exception):
    """Whoever is there is no manager of an Asterisk."""


class Ami:
    """One connection, from its first byte."""

    def __init__(self, outgoing: Collection[str]) -> None:
        """`outgoing` are the contexts of the dial plan from which the house calls."""
        self._outgoing = outgoing
        self._buffer = b""
        self._greeted = False
        self._fields: dict[str, str] = {}

    def receive(self, data: bytes) -> list[Event]:
        *lines, self._buffer = (self._buffer + data).split(b"\n")
        if any(len(line) > LONGEST_LINE for line in (*lines, self._buffer)):
            raise AmiError
        events = []
        for raw in lines:
            line = raw.rstrip(b"\r")
            if not self._greeted:
                if not _GREETING.fullmatch(line):
                    raise AmiError
                self._greeted = True
            elif line:
                key, _, value = line.decode("utf-8", "replace").partition(":")
                if len(self._fields) < MOST_FIELDS:
                    self._fields[key.strip()] = one_line(value, 200, mark="")
            else:
                fields, self._fields = self._fields, {}
                if (event := self._event(fields)) is not None:  # one without fields is none either
                    events.append(event)
        return events

    @property
    def greeted(self) -> bool:
        return self._greeted

    def _event(self, fields: dict[str, str]) -> Event | None:
        unique_id = fields.get("Uniqueid", "")
        match fields.get("Response"), fields.get("Event"):
            case "Success", None if "Challenge" in fields:
                return Challenged(fields["Challenge"])
            case "Success", None:
                return LoggedIn()
            case "Error", None:
                return Refused(fields.get("Message", ""))
            case None, "DialEnd" if fields.get("DialStatus") == "ANSWER" and unique_id:
                found = _DEVICE.fullmatch(fields.get("DestChannel", ""))
                return PickedUp(unique_id, found["name"] if found else "")
            case None, "Hangup" if unique_id:
                return HungUp(unique_id)
            case None, "Newchannel" if fields.get("Context") in self._outgoing:
                called = fields.get("Exten", "")
                return Dialled(called) if called not in {"", "s", "h"} else None
        return None


ASK = b"Action: Challenge\r\nAuthType: MD5\r\n\r\n"


def login(username: str, password: str, challenge: str) -> bytes:
    """Its events are those of calls alone."""
    key = md5(f"{challenge}{password}".encode(), usedforsecurity=False).hexdigest()
    user = one_line(username, 80)
    return (
        f"Action: Login\r\nAuthType: MD5\r\nUsername: {user}\r\nKey: {key}\r\nEvents: call\r\n\r\n"
    ).encode()
