"""A database of calls is read as the table of calls in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from daemon_world import a_client, a_context
from portinaio.daemon.files.call_database import as_log
from portinaio.daemon.files.file_kind import what_it_is
from portinaio.errors import UsageError

CALLS = """
CREATE TABLE CallLog (CallLogID INTEGER PRIMARY KEY, Name TEXT, Number TEXT, Date TEXT, Time TEXT,
    SystemDateTime TEXT, Action TEXT, Reason TEXT);
INSERT INTO CallLog VALUES
    (1, 'Anna, B.', '0200001201', '23-Nov', '12:13 PM', '2026-11-23 12:13:11.175', 'Permitted', ''),
    (2, 'O', 'P', '23-Nov', '12:14 PM', '2026-11-23 12:14:11.175', 'Screened', NULL);
"""
BLOCKED = """
CREATE TABLE Blacklist (PhoneNo TEXT PRIMARY KEY, Name TEXT, Reason TEXT, SystemDateTime TEXT);
INSERT INTO Blacklist VALUES ('0200001202', 'Energia', 'spam', '2026-11-23 12:13:11.175');
"""
CDR = """
CREATE TABLE other (a TEXT, b TEXT, c TEXT);
CREATE TABLE cdr (calldate TEXT, clid TEXT, src TEXT, dst TEXT, dcontext TEXT, channel TEXT, dstchannel TEXT,
    lastapp TEXT, lastdata TEXT, duration INTEGER, billsec INTEGER, disposition TEXT, amaflags INTEGER,
    accountcode TEXT, uniqueid TEXT, userfield TEXT);
INSERT INTO cdr VALUES ('2026-11-23 12:13:11', '', '0200001201', '0200000001', 'in', 'SIP/a', 'SIP/b', 'Dial', '',
    20, 10, 'ANSWERED', 3, '', '1.1', '');
"""
BESIDE = "CREATE TABLE [group] ([order] TEXT, [from] TEXT, [to] TEXT); INSERT INTO [group] VALUES (1, 2, 3);"


def a_database(script: str) -> bytes:
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(script)
        return database.serialize()


@pytest.mark.parametrize(
    "script",
    [CALLS, BLOCKED + CALLS, CDR, BESIDE + CALLS],
    ids=["calls", "both", "cdr", "beside one with the words of SQL"],
)
def test_its_calls_come_into_the_log(tmp_path, script):
    client = a_client(a_context(tmp_path))

    client.import_file("calls.db", a_database(script), "calls", called="0200000001")

    assert "+390200001201" in {call["number"] for call in client.calls()}


def test_the_database_of_a_blocker_is_both():
    found = what_it_is("callattendant.db", a_database(CALLS + BLOCKED), "")

    assert (found.kind, found.wants) == ("calls", ("calls", "block"))


@pytest.mark.parametrize("data", [b"a text", a_database(BLOCKED), a_database(CALLS)[:-4096]])
def test_any_other_file_stays_as_it_is(data):
    assert as_log(data) is data


def test_a_database_without_calls_says_what_can_be_done(tmp_path):
    with pytest.raises(UsageError, match=r"sqlite3 other\.db \.dump"):
        a_client(a_context(tmp_path)).import_file(
            "other.db", a_database(BLOCKED), "calls", format="asterisk"
        )
