"""One call of a dial plan by FastAGI: what it says of the call, what we tell it, and whether it heard that.

    agi_network_script: screen          Asterisk begins, a line a fact,
    agi_callerid: 0200001234
    agi_callingpres: 0
    agi_extension: 0200005678
                                        and an empty one at the end;
    SET VARIABLE PORTINAIO "reject"     then we say something,
    200 result=1                        and are answered.
    HANGUP                              In between the caller may have gone.

A wrong command is answered by `510 …`, or by several lines from `520-…` to `520 …`.

Asterisk says each fact once. Another of the same name, or a line that is neither fact nor answer, comes of a line break that a caller
has put into a name or number: the first holds and the rest is passed over, since who made us refuse the call would ring unjudged.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.call import Presentation
from portinaio.core.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_LINE = 2000  # bytes; a header of the network may be an argument
MOST_FACTS = 80  # Asterisk 22 gives 22, and those that the dial plan adds
LONGEST_TEXT = 200  # characters of a number or name
_REPLY = re.compile(r"(\d{3})([ -])(.*)", re.DOTALL)
_HIDDEN, _UNAVAILABLE = 0x20, 0x40
"""In the octet of presentation, Q.931 4.5.10."""


class Facts(NamedTuple):
    """All that Asterisk says before it listens, by key without `agi_`."""

    values: Mapping[str, str]

    @property
    def script(self) -> str:
        """What was asked for, such as `screen` of `agi://192.168.1.20/screen?line=1`."""
        return self.values.get("network_script", "").partition("?")[0].strip("/")

    @property
    def caller(self) -> str:
        found = self.values.get("callerid", "")
        return "" if found == "unknown" else found

    @property
    def name(self) -> str:
        found = self.values.get("calleridname", "")
        return "" if found == "unknown" else found

    @property
    def called(self) -> str:
        known = (self.values.get(key, "") for key in ("dnid", "extension"))
        return next((one for one in known if one not in {"", "unknown", "s"}), "")

    @property
    def dialled(self) -> str:
        """Of a call that goes out."""
        return self.values.get("extension", "")

    @property
    def unique_id(self) -> str:
        return self.values.get("uniqueid", "")

    @property
    def presentation(self) -> Presentation:
        octet = self.values.get("callingpres", "")
        shown = int(octet) if octet.isdecimal() and len(octet) < 4 else 0
        if shown & _UNAVAILABLE:
            return Presentation.UNAVAILABLE
        if shown & _HIDDEN:
            return Presentation.RESTRICTED
        nobody = self.values.get("callerid") == "unknown"  # so it says that it knows no number
        return Presentation.UNAVAILABLE if nobody else Presentation.ALLOWED


class Reply(NamedTuple):
    code: int
    text: str

    @property
    def done(self) -> bool:
        return self.code == 200


class HungUp(NamedTuple):
    """The caller has gone; Asterisk takes commands still, and does nothing by them."""


Event = Facts | Reply | HungUp


class AgiError(Exception):
    """Whoever is there speaks no AGI."""


class Agi:
    """One connection, from its first byte."""

    def __init__(self) -> None:
        self._buffer = b""
        self._facts: dict[str, str] | None = {}
        """`None` once they are told."""
        self._odd_lines = 0
        """Among the facts, that are none."""
        self._several: int | None = None
        """The code of an answer that goes on."""

    def receive(self, data: bytes) -> list[Event]:
        """`AgiError` where it cannot be Asterisk that speaks."""
        *lines, self._buffer = (self._buffer + data).split(b"\n")
        if any(len(line) > LONGEST_LINE for line in (*lines, self._buffer)):
            raise AgiError
        found = (self._line(line.decode("utf-8", "replace").rstrip("\r")) for line in lines)
        return [event for event in found if event is not None]

    def _line(self, line: str) -> Event | None:
        if self._facts is not None:
            return self._fact(line)
        if line == "HANGUP":
            return HungUp()
        found = _REPLY.fullmatch(line)
        if self._several is not None:
            if found and int(found[1]) == self._several and found[2] == " ":
                self._several = None
                return Reply(int(found[1]), found[3])
            return None
        if found is None:
            return None
        if found[2] == "-":
            self._several = int(found[1])
            return None
        return Reply(int(found[1]), found[3])

    def _fact(self, line: str) -> Facts | None:
        assert self._facts is not None
        if not line:
            facts, self._facts = Facts(self._facts), None
            if not facts.values:
                raise AgiError
            return facts
        key, colon, value = line.partition(":")
        known = self._facts
        odd = not (key.startswith("agi_") and colon) or key[4:] in known
        self._odd_lines += odd
        if (odd and not known) or max(self._odd_lines, len(known) + 1 - odd) > MOST_FACTS:
            raise AgiError
        if not odd:
            known[key.removeprefix("agi_")] = one_line(value, LONGEST_TEXT, mark="")
        return None


def set_variable(name: str, value: str) -> bytes:
    """A command of one line, whatever the value holds."""
    plain = one_line(value, LONGEST_TEXT).replace("\\", "\\\\").replace('"', '\\"')
    return f'SET VARIABLE {name} "{plain}"\n'.encode("utf-8", "replace")
