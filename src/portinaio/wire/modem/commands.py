"""What is said to a modem, and how its answers read. After the manuals of the modems that others have tried with caller ID:
USRobotics 5637 (ATI0: 5601), Conexant CX930xx (56000), and whatever else knows one of the usual commands.
"""

from __future__ import annotations

import re
from typing import NamedTuple

WAKE = "AT"
RESET = ("AT+FCLASS=0", "ATH0", "ATE0V1Q0", "ATS0=0")
"""Neither fax nor voice; on the hook, wherever it was left when this computer went down; answers in words and without an echo;
and it never picks up by itself. Not `ATZ`: what its owner has stored may be anything."""
QUIET = "ATM0L0"
"""Its loudspeaker; a modem without one may say no."""
WHO = "ATI0"
CALLER_ID = (
    "AT+VCID=1",
    "AT#CID=1",
    "AT-STE=1;+VCID=1",
    "AT+FCLASS=8;+VCID=1",
    "AT-SCID=1;+VCID=1",
)
"""In this order; the first that it takes holds. Rockwell has the second, Conexant the third and the last, voice modems the fourth."""
OFF_HOOK = (("ATH1", "ATH0"), ("AT+FCLASS=8;+VLS=1", "AT+VLS=0;+FCLASS=0"), ("ATA", "ATH0"))
"""How to pick up and how to drop, in this order; the last makes the noise of a modem."""
T35 = {
    "AR": "07", "AT": "0A", "AU": "09", "BE": "0F", "BR": "16", "CA": "20", "CH": "A6", "CL": "25", "CO": "27", "DE": "42",
    "DK": "31", "ES": "A0", "FI": "3C", "FR": "3D", "GB": "B4", "GR": "46", "HU": "51", "IE": "57", "IN": "53", "IT": "59",
    "MX": "73", "NL": "7B", "NO": "82", "NZ": "7E", "PT": "8B", "SE": "A5", "US": "B5",
}  # fmt: skip
"""Countries as ITU-T T.35 numbers them, for `AT+GCI`: in the wrong one a modem hears no caller ID."""
NAMES = {"5601": "USRobotics 5637", "56000": "Conexant CX930xx"}
"""By what it answers to `WHO`."""
_FINAL = re.compile(
    r"OK|ERROR|NO CARRIER|NO DIALTONE|NO DIAL TONE|BUSY|CONNECT.*|VCON|[034678]", re.ASCII
)
_GOOD = re.compile(r"OK|VCON|CONNECT.*|0", re.ASCII)


class Answer(NamedTuple):
    good: bool
    lines: tuple[str, ...] = ()
    """What came before the last."""


def is_final(line: str) -> bool:
    """Whether a line ends what a command has begun."""
    return bool(_FINAL.fullmatch(line))


def is_good(line: str) -> bool:
    return bool(_GOOD.fullmatch(line))


def country(code: str) -> str:
    """`IT`, as `AT+GCI=59`."""
    return f"AT+GCI={T35[code]}"
