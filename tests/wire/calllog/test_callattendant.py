"""The calls of callattendant, as SQLite writes them down."""

from __future__ import annotations

import os
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from portinaio.core.evidence import Rejected
from portinaio.wire.calllog.past_call import CallType, PastCall
from portinaio.wire.calllog.read import read_calls

SAMPLES = os.environ.get("PORTINAIO_SAMPLES", "")
DUMP = """BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS `CallLog` (
    `CallLogID` INTEGER PRIMARY KEY AUTOINCREMENT,
    `Name`  TEXT,
    `Number`    TEXT,
    `Date`  TEXT,
    `Time`  TEXT,
    `SystemDateTime`    TEXT,
    `Action`    TEXT DEFAULT null
);
INSERT INTO `CallLog` VALUES (1,'Anna O''Neill','0200001234','24-Nov','02:02 PM','2026-11-24 14:02:00.175','Permitted');
INSERT INTO `CallLog` VALUES (2,'08440000012','08440000012','24-Nov','01:00 PM','2026-11-24 13:00:00.175','Blocked');
INSERT INTO `Blacklist` VALUES ('08440000013','x','y','2026-11-24 13:00:00.175');
INSERT INTO `CallLog` VALUES (3,NULL,'P','24-Nov','12:00 PM','2026-11-24 12:00:00.175','Screened');
"""
CSV = """CallLogID,Name,Number,Date,Time,SystemDateTime,Action
1,Anna O'Neill,0200001234,24-Nov,02:02 PM,2026-11-24 14:02:00.175,Permitted
"""


def found(text: str) -> list[PastCall | Rejected]:
    return list(read_calls(text.encode(), "calls.sql"))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(DUMP, id="dump"),
        pytest.param(DUMP.replace("`", '"'), id="dump with other quotes"),
        pytest.param(CSV, id="table"),
    ],
)
def test_callattendant_tells_who_called_and_when(text):
    call = found(text)[0]

    assert isinstance(call, PastCall)
    assert (call.at, call.party, call.name, call.talked_s) == (
        datetime(2026, 11, 24, 14, 2),  # noqa: DTZ001  # a clock on the wall
        "0200001234",
        "Anna O'Neill",
        None,
    )


def test_callattendant_tells_what_it_did_and_its_lists_are_no_calls():
    assert [(c.call_type, c.party, c.name) for c in found(DUMP)[1:] if isinstance(c, PastCall)] == [
        (CallType.BLOCKED, "08440000012", ""),
        (CallType.INCOMING, "P", ""),
    ]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("Screened", "Waved"), ("2026-11-24 12:00:00.175", "noon")],
    ids=["another deed", "no moment"],
)
def test_a_row_that_is_no_call_is_refused(right, wrong):
    assert [row.line for row in found(DUMP.replace(right, wrong)) if isinstance(row, Rejected)] == [
        14
    ]


@pytest.mark.skipif(not SAMPLES, reason="PORTINAIO_SAMPLES is not set")
def test_a_real_database_is_read_row_by_row():
    data = (Path(SAMPLES) / "modem" / "callattendant.db.sql").read_bytes()
    rows = list(read_calls(data, "callattendant.db.sql"))

    assert Counter(row.call_type for row in rows if isinstance(row, PastCall)) == {
        CallType.INCOMING: 60,
        CallType.BLOCKED: 40,
    }
