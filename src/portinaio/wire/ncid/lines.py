"""The lines of NCID, both ways: `CID: *DATE*11302026*TIME*1930*LINE*-*NMBR*0844000001*MESG*NONE*NAME*ACME*`.

A line has a label and pairs of name and value between stars; which pairs, and in which order, differs from version to
version, so each is looked for by its name. Codes of three digits frame what is sent when a client connects. After
the documents and the sources of NCID 1.0.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.call import Presentation
from portinaio.core.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

PORT = 3333
LONGEST_LINE = 2048  # bytes; the server's own buffers hold 8192, a call has about a hundred
LONGEST_VALUE = 80  # characters; a telephone company sends 15
MOST_PAIRS = 24
ALIVE = b"REQ: YO\r\n"
"""Asks a server that has an API (code 210) whether it is still there; the answer begins with `ACK:` or `REQACK:`."""


class Label(StrEnum):
    """Of the lines that tell of a call or of the connection; others are of no use here."""

    CID = "CID"
    """A call came in."""
    PID = "PID"
    """A call came in at a mobile telephone that reports it."""
    HUP = "HUP"
    """A call came in, and the server hung it up by itself."""
    BLK = "BLK"
    """A call came in, and the gateway that saw it did not let it through."""
    OUT = "OUT"
    """A call was made."""
    CIDINFO = "CIDINFO"
    """How often it rang so far; 0 and below: it does no more."""
    END = "END"
    """A call is over."""
    MSG = "MSG"
    ACK = "ACK"
    GREETING = "200"
    API = "210"
    """The server takes requests."""
    READY = "300"
    """It has said what it says to who comes."""


class Said(NamedTuple):
    """One line of a server."""

    label: Label
    pairs: Mapping[str, str] = {}
    text: str = ""
    """What follows the label, of a line that is none of pairs."""

    def get(self, name: str) -> str:
        return self.pairs.get(name, "")


_BY_LABEL = {label.value: label for label in Label} | {"REQACK": Label.ACK}
_WITHHELD = frozenset({"PRIVATE", "ANONYMOUS", "RESTRICTED", "P", "A", "WITHHELD", "BLOCKED"})
_UNAVAILABLE = frozenset(
    {"OUT-OF-AREA", "OUT OF AREA", "O", "NO NUMBER", "NONMBR", "NO-NUMBER", "RING", "UNAVAILABLE", "UNKNOWN", "-", ""}
)  # fmt: skip
_NO_NAME = frozenset({"NO NAME", "NONAME", "NO-NAME", "NO CALLER ID", "UNKNOWN", "-"})


class LineReader:
    """Cuts what comes into lines, however it comes. One that is too long is let pass by, and so is what nobody knows."""

    def __init__(self) -> None:
        self._rest = b""
        self._skips = False
        """Within a line that was too long."""

    def feed(self, data: bytes) -> Iterator[Said]:
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            skipped, self._skips = self._skips, False
            if not skipped and len(line) <= LONGEST_LINE and (said := read_line(line)):
                yield said
        if len(self._rest) > LONGEST_LINE:
            self._rest, self._skips = b"", True


def read_line(line: bytes) -> Said | None:
    text = line.decode("utf-8", "replace").strip("\r\n\t\0 ")
    if text[:3] in {Label.API, Label.GREETING, Label.READY} and not text[3:4].isalnum():
        return Said(Label(text[:3]), text=one_line(text[3:], LONGEST_VALUE))
    head, colon, rest = text.partition(":")
    label = _BY_LABEL.get(head)
    if not colon or label is None:
        return None
    if label in {Label.MSG, Label.ACK}:
        return Said(label, text=one_line(rest, 4 * LONGEST_VALUE))
    return Said(label, _pairs(rest))


def _pairs(text: str) -> dict[str, str]:
    """`*DATE*11302026*TIME*1930*`; of a name that comes twice the first."""
    pieces = text.strip().strip("*").split("*")[: 2 * MOST_PAIRS]
    found: dict[str, str] = {}
    for name, value in zip(pieces[::2], pieces[1::2], strict=False):
        found.setdefault(name, one_line(value, LONGEST_VALUE))
    return found


def caller(number: str) -> tuple[str, Presentation]:
    """A number as a server writes it; one that was written for people has hyphens and brackets."""
    word = number.strip().upper()
    if word in _WITHHELD:
        return "", Presentation.RESTRICTED
    if word in _UNAVAILABLE or not any(c.isdecimal() for c in word):
        return "", Presentation.UNAVAILABLE
    return number.strip(), Presentation.ALLOWED


def caller_name(name: str) -> str:
    return "" if name.strip().upper() in _NO_NAME | _WITHHELD | _UNAVAILABLE else name.strip()


# -- what a server says


def call_line(label: str, at: datetime, line: str, number: str, name: str) -> bytes:
    """Of a call, as `label` has it: `CID`, `HUP`, `OUT`, or these with `LOG` for one that was before."""
    stamp = f"*DATE*{at:%m%d%Y}*TIME*{at:%H%M}"
    return _sent(
        f"{label}: {stamp}*LINE*{_value(line)}*NMBR*{_value(number)}*MESG*NONE*NAME*{_value(name)}*"
    )


def ring_line(at: datetime, line: str, ring: int) -> bytes:
    """`ring` counts from 1; 0: it rings no more, -1: the caller gave up, -2: over after it was answered."""
    return _sent(f"CIDINFO: *LINE*{_value(line)}*RING*{ring}*TIME*{at:%H:%M:%S}*")


def greeting(version: str) -> bytes:
    return _sent(f"200 Server: portinaio {version}") + _sent("210 API: 1.0 Feature Set 1")


def end_of_log(*, empty: bool) -> bytes:
    return _sent("252 Call log empty" if empty else "250 End of call log")


def ready() -> bytes:
    return _sent("300 End of connection startup")


def acknowledged(request: bytes) -> bytes | None:
    """The answer to what a client sends; `None` where it is none that is answered."""
    if request.strip(b"\r\n\t ") in {b"REQ: YO", b"REQ: ACK"}:
        return b"ACK: " + request.strip(b"\r\n\t ") + b"\r\n"
    return None


def _value(text: str) -> str:
    """Nothing in it ends a value or a line; an empty one would take its neighbour's place."""
    return one_line(text.replace("*", " "), LONGEST_VALUE) or "-"


def _sent(line: str) -> bytes:
    return line.encode("utf-8", "replace") + b"\r\n"
