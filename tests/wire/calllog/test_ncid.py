"""The log of NCID."""

from __future__ import annotations

from datetime import datetime

import pytest

from portinaio.core.evidence import Rejected
from portinaio.wire.calllog.past_call import CallType, PastCall
from portinaio.wire.calllog.read import read_calls

LOG = """CID: *DATE*11242026*TIME*1402*LINE*POTS*NMBR*0200001234*MESG*NONE*NAME*ANNA*
CIDINFO: *LINE*POTS*RING*0*TIME*14:02:20*
HUP: *DATE*11242026*TIME*1300*LINE*POTS*NMBR*08440000012*MESG*NONE*NAME*NO NAME*
OUT: *DATE*11242026*TIME*1100*LINE*POTS*NMBR*0200001235*MESG*NONE*NAME*NO NAME*
MSG: the server was started
CID: *DATE*11242026*TIME*1000*LINE*POTS*NMBR*OUT-OF-AREA*MESG*NONE*NAME*OUT-OF-AREA*
"""


def found(text: str) -> list[PastCall | Rejected]:
    return list(read_calls(text.encode(), "cidcall.log"))


def calls(text: str) -> list[PastCall]:
    return [row for row in found(text) if isinstance(row, PastCall)]


def test_ncid_tells_who_called_and_when_to_the_minute():
    call = calls(LOG)[0]

    assert (call.at, call.party, call.name, call.exact) == (
        datetime(2026, 11, 24, 14, 2),  # noqa: DTZ001  # a clock on the wall
        "0200001234",
        "ANNA",
        False,
    )


def test_ncid_tells_what_became_of_each_call_and_its_other_lines_are_none():
    assert [(call.row, call.call_type) for call in calls(LOG)] == [
        (1, CallType.INCOMING),
        (3, CallType.BLOCKED),
        (4, CallType.OUTGOING),
        (6, CallType.INCOMING),
    ]


@pytest.mark.parametrize(
    ("written", "party"),
    [
        ("OUT-OF-AREA", "OUT OF AREA"),
        ("PRIVATE", "PRIVATE"),
        ("NO-NUMBER", "unknown number"),
        ("02-0000-1234", "02-0000-1234"),
    ],
)
def test_a_number_that_is_not_shown_stands_in_the_words_of_a_network(written, party):
    assert calls(LOG.replace("0200001234", written))[0].party == party


@pytest.mark.parametrize(
    "line",
    [
        "XYZ: *DATE*11242026*TIME*1402*NMBR*0200001234*",
        "CID: *DATE*13242026*TIME*1402*NMBR*0200001234*",
        "CID: *NMBR*0200001234*",
    ],
    ids=["another kind", "no month", "no date"],
)
def test_a_line_that_is_no_call_is_refused(line):
    (bad,) = [row for row in found(LOG + line) if isinstance(row, Rejected)]

    assert bad.line == 7
