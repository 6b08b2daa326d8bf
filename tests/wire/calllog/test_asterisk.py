"""Call detail records of Asterisk, from its file and from its tables."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from portinaio.core.evidence import Rejected
from portinaio.errors import UsageError
from portinaio.wire.calllog.past_call import CallType, PastCall
from portinaio.wire.calllog.read import read_calls, which_log

SAMPLES = os.environ.get("PORTINAIO_SAMPLES", "")
EPOCH = 1795525320  # 2026-11-24 13:02 UTC, 14:02 in Rome


def record(
    *, start: str = "2026-11-24 14:02:00", dst: str = "200", said: str = "ANSWERED", name: str = "7"
) -> str:
    talked = 60 if said == "ANSWERED" else 0
    return (
        f'"","0200001234","{dst}","from-trunk","""Anna"" <0200001234>","SIP/1","SIP/2","Dial","SIP/200","{start}",'
        f'"","2026-11-24 14:03:05",65,{talked},"{said}","DOCUMENTATION","{EPOCH}.{name}",""\n'
    )


TABLE = '''calldate,clid,src,dst,dcontext,billsec,disposition,uniqueid,linkedid,did
2026-11-24 14:02:00,"""Anna"" <0200001234>",0200001234,200,from-trunk,60,ANSWERED,1795525320.7,1795525320.7,0200005678
'''
DUMP = """-- MySQL dump 10.13
CREATE TABLE `cdr` (
  `calldate` datetime NOT NULL,
  `clid` varchar(80) NOT NULL,
  `src` varchar(80) NOT NULL,
  `dst` varchar(80) NOT NULL,
  `dcontext` varchar(80) NOT NULL,
  `billsec` int(11) NOT NULL,
  `disposition` varchar(45) NOT NULL,
  `uniqueid` varchar(32) NOT NULL,
  KEY `calldate` (`calldate`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `cdr` VALUES
('2026-11-24 14:02:00','"D\\'Anna" <0200001234>','0200001234','200','from-trunk',60,'ANSWERED','1795525320.7'),
('2026-11-24 15:02:00','','0200001235','s','from-trunk',0,'NO ANSWER','1795528920.8');
"""


NAMED = (
    "INSERT INTO cdr (calldate, clid, src, dst, dcontext, billsec, disposition, uniqueid) VALUES"
    " ('2026-11-24 14:02:00', '\"Anna\" <0200001234>', '0200001234', '200', 'from-trunk', 60, 'ANSWERED', '1795525320.7');"
)


def found(text: str) -> list[PastCall | Rejected]:
    return list(read_calls(text.encode(), "Master.csv"))


def calls(text: str) -> list[PastCall]:
    return [row for row in found(text) if isinstance(row, PastCall)]


@pytest.mark.parametrize(
    "text",
    [record(), TABLE, DUMP.replace("D\\'Anna", "Anna"), NAMED],
    ids=["file", "table", "dump", "dump that names its columns"],
)
def test_asterisk_tells_from_whom_when_and_for_how_long(text):
    call = calls(text)[0]

    assert (call.at, call.party, call.name, call.talked_s, call.call_type) == (
        datetime(2026, 11, 24, 13, 2, tzinfo=UTC),
        "0200001234",
        "Anna",
        60.0,
        CallType.THROUGH,
    )


def test_a_table_may_tell_which_number_was_called():
    assert calls(TABLE)[0].own == "0200005678"


def test_a_database_writes_down_several_rows_in_one_and_quotes_what_it_must():
    assert [(call.name, call.party) for call in calls(DUMP)] == [
        ("D'Anna", "0200001234"),
        ("", "0200001235"),
    ]


def test_a_call_that_rang_several_telephones_is_one_and_talked_where_one_was_picked_up():
    text = record(dst="200", said="NO ANSWER") + record(dst="201") + record(dst="202", said="BUSY")

    assert [(call.row, call.talked_s) for call in calls(text)] == [(1, 60.0)]


def test_two_calls_with_names_of_their_own_are_two():
    assert len(calls(record(name="7") + record(name="8"))) == 2


@pytest.mark.parametrize(
    ("start", "hours"),
    [("2026-11-24 13:02:00", 0), ("2026-11-24 14:02:01", 1), ("2026-11-24 08:02:00", -5)],
)
def test_the_name_of_a_call_tells_the_zone_of_its_clock(start, hours):
    at = calls(record(start=start))[0].at

    assert at.utcoffset() == timedelta(hours=hours)
    assert abs(at - datetime.fromtimestamp(EPOCH, timezone.utc)) <= timedelta(seconds=1)  # noqa: UP017


def test_a_name_that_does_not_fit_the_clock_tells_no_zone():
    assert calls(record(start="2026-11-22 14:02:00"))[0].at.tzinfo is None


def test_a_record_without_a_moment_is_refused_with_its_line():
    rows = found(record() + record(start="soon", name="8"))

    assert [row.line for row in rows if isinstance(row, Rejected)] == [2]


def test_a_database_itself_is_refused_with_what_to_do():
    with pytest.raises(UsageError, match=r"sqlite3 Master\.csv \.dump"):
        list(read_calls(b"SQLite format 3\0" + b"\0" * 100, "Master.csv"))


@pytest.mark.skipif(not SAMPLES, reason="PORTINAIO_SAMPLES is not set")
@pytest.mark.parametrize(
    ("name", "count", "talked"),
    [
        ("fafeitsch-cdr.csv", 174, 109),
        ("fafeitsch-smallcdr.csv", 37, 26),
        ("fafeitsch-smallcdr_wo_parallelcalls.csv", 34, 26),
    ],
)
def test_real_records_are_all_read(name, count, talked):
    data = (Path(SAMPLES) / "calllogs" / name).read_bytes()
    rows = list(read_calls(data, name))

    assert which_log(data) == "asterisk"
    assert (len(rows), sum(isinstance(row, PastCall) and bool(row.talked_s) for row in rows)) == (
        count,
        talked,
    )
