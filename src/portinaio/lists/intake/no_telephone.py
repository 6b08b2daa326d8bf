"""What looks like a telephone number from afar and is plainly something else: a day, an address of the internet, a place on earth."""

from __future__ import annotations

import re

from portinaio.core.message import Message, msg

DAY = msg("this is a day, and no telephone number")
ADDRESS = msg("this is an address of the internet, and no telephone number")
MOMENT = msg("this is a moment in seconds since 1970, and no telephone number")
PLACE = msg("this is a coordinate, and no telephone number")

_MONTH, _DATE = r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
_CLOCK = r"(?:[T ]+\d{1,2}:\d\d\S*)?"
_DAY = re.compile(
    rf"(?:(?:19|20)\d\d([-/.]){_MONTH}\1{_DATE}"
    rf"|(?:{_DATE}([-/.]){_MONTH}|{_MONTH}([-/.]){_DATE})(?:\2|\3)(?:19|20)\d\d){_CLOCK}"
)
# No part of an address begins with a 0, as those of a number in dots do.
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_ADDRESS = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}(?::\d{{1,5}}|/\d{{1,2}})?")
# 345.1234567 is an Italian mobile and 06.1234567 a house in Rome: no degree is more than 180, or begins with a 0.
_PLACE = re.compile(r"[+-]?(?:[1-9]\d?|1[0-7]\d)\.\d{4,}|[+-]0?\.\d{4,}")
_MOMENT = re.compile(
    r"1\d{9}(?:\d{3})?(?:\.\d{1,6})?"
)  # in seconds or milliseconds, from 2001 to 2033


def is_moment(text: str) -> bool:
    """Whether it may be one; in some countries a few numbers look so, too."""
    return _MOMENT.fullmatch(text) is not None


def something_else(text: str) -> Message | None:
    """What it is instead; `None` for what may be a number."""
    text = text.strip()
    if _DAY.fullmatch(text):
        return DAY
    if _ADDRESS.fullmatch(text):
        return ADDRESS
    return PLACE if _PLACE.fullmatch(text) else None
