"""Who calls, as a modem says it: `NMBR = 0844000001`, the bytes of the exchange in hexadecimal (SDMF and MDMF, Bellcore GR-30 and
ETSI EN 300 659-3), or the tones of a network that sends DTMF.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.call import Presentation
from portinaio.core.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_VALUE = 80
SDMF, MDMF = 0x04, 0x80
"""Types of a message: a number alone, and several parameters. Others tell of a message that waits in a box, and of no call."""
_PAIR = re.compile(r"([A-Z][A-Z_]{2,11})\s*=\s*(.*)")
_HEX = re.compile(r"[0-9A-F]{8,512}")
_DTMF = re.compile(r"([ABD])([0-9]*)[C#]?")
_WITHHELD = {"P", "PRIVATE", "RESTRICTED", "ANONYMOUS", "WITHHELD"}
_UNAVAILABLE = {"O", "OUT OF AREA", "OUT-OF-AREA", "UNAVAILABLE", "UNKNOWN", "<NONE>", "NONE", ""}
_NUMBERS = ("NMBR", "DDN_NMBR", "NUMBER", "CALLER")


class Caller(NamedTuple):
    number: str = ""
    presentation: Presentation = Presentation.UNAVAILABLE
    name: str = ""


class CallerId:
    """What has come of one call so far. The first thing said of the number counts: a network may mask it afterwards."""

    def __init__(self) -> None:
        self._number: tuple[str, Presentation] | None = None
        self._name: str | None = None
        self._tones = ""

    @property
    def begun(self) -> bool:
        return self._number is not None or self._name is not None or bool(self._tones)

    @property
    def whole(self) -> bool:
        """Whether nothing more is to come."""
        return self._number is not None and self._name is not None

    @property
    def caller(self) -> Caller:
        number = self._number or _of_tones(self._tones)
        return Caller(*(number or ("", Presentation.UNAVAILABLE)), self._name or "")

    def take(self, line: str) -> bool:
        """Whether the line was one of a caller ID."""
        if pair := _PAIR.fullmatch(line):
            return self._take_pair(pair[1], pair[2].strip())
        return self._take_message(line)

    def tone(self, digit: str) -> None:
        if len(self._tones) < LONGEST_VALUE:
            self._tones += digit

    def _take_pair(self, key: str, value: str) -> bool:
        if key == "MESG":
            return self._take_message(value)
        if key in _NUMBERS:
            self._number = self._number or read_number(value)
        elif key == "NAME":
            self._name = _name(value) if self._name is None else self._name
        else:
            return key in {"DATE", "TIME", "DATETIME"}
        return True

    def _take_message(self, text: str) -> bool:
        """`False` for what is none, such as any other line of a modem."""
        plain = text.replace(" ", "").upper()
        if not _HEX.fullmatch(plain) or len(plain) % 2:
            return False
        for number, name in _parameters(bytes.fromhex(plain)):
            self._number = self._number or number
            self._name = name if self._name is None else self._name
        return True


def read_number(text: str) -> tuple[str, Presentation]:
    word = text.strip().upper()
    if word in _WITHHELD:
        return "", Presentation.RESTRICTED
    if word in _UNAVAILABLE or not any(c.isdecimal() for c in word):
        return "", Presentation.UNAVAILABLE
    if word[0] in "ABD" and (found := _of_tones(word)):
        return found
    return one_line(text, LONGEST_VALUE), Presentation.ALLOWED


def _of_tones(tones: str) -> tuple[str, Presentation] | None:
    """`A0200001234C`: A begins the number of the caller, D one that was called before, B a code in place of a number; C or # ends."""
    for letter, digits in _DTMF.findall(tones):
        if letter == "A" and digits:
            return digits, Presentation.ALLOWED
        if letter == "B":  # ETSI EN 300 659-3 annex: 00 not available, 10 not to be shown
            withheld = digits == "10"
            return "", Presentation.RESTRICTED if withheld else Presentation.UNAVAILABLE
    return None


def _name(text: str) -> str:
    word = text.strip().upper()
    return "" if word in _WITHHELD | _UNAVAILABLE else one_line(text, LONGEST_VALUE)


def _parameters(
    message: bytes,
) -> Iterator[tuple[tuple[str, Presentation] | None, str | None]]:
    """Number and name, as far as whole ones came. Of a message whose check byte is wrong nothing is believed, as telephones do
    (GR-30): half a number, or one with a wrong digit, is somebody else's.
    """
    kind, length = message[0], message[1]
    body, check = message[2 : 2 + length], message[2 + length :]
    if check and sum(message[: 3 + length]) % 256:
        yield ("", Presentation.UNAVAILABLE), None
        return
    if kind == SDMF and len(body) == length:  # MMDDHHMM and the number, or P or O in its place
        yield read_number(body[8:].decode("latin-1")), None
    if kind != MDMF:
        return
    while len(body) >= 2 and len(body) >= 2 + body[1]:
        what, size = body[0], body[1]
        value = body[2 : 2 + size].decode("latin-1")
        body = body[2 + size :]
        match what:
            case 0x02 | 0x04:  # the number, or why there is none
                yield read_number(value), None
            case 0x07:
                yield None, _name(value)
            case 0x08:  # why there is no name
                yield None, ""
            case _:  # 1 is the time
                continue
