"""A database of callattendant as it lies on the disk, and what a file that only looks like one may not do."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from list_worlds import patterns, reading_of
from portinaio.errors import PortinaioError, UntrustedListError

TABLES = """
CREATE TABLE Whitelist (PhoneNo TEXT PRIMARY KEY, Name TEXT, Reason TEXT, SystemDateTime TEXT);
CREATE TABLE Blacklist (PhoneNo TEXT PRIMARY KEY, Name TEXT, Reason TEXT, SystemDateTime TEXT);
INSERT INTO Whitelist VALUES ('0200001235', 'Debbie', 'Wife', '2026-01-02 10:00:00');
INSERT INTO Blacklist VALUES ('0200001234', 'O''Neil Energy', 'spam', '2026-01-02 10:00:00');
INSERT INTO Blacklist VALUES ('nobody', NULL, 'spam', NULL);
"""
COLUMNS = "'0200001234' AS PhoneNo, '' AS Name, '' AS Reason, '' AS SystemDateTime"


def a_database(script: str) -> bytes:
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(script)
        return database.serialize()


def test_a_database_blocks_what_it_blocked():
    reading = reading_of(a_database(TABLES), region="IT")

    (row,) = reading

    assert (row.company, row.first_day) == ("O'Neil Energy", date(2026, 1, 2).toordinal())
    assert [(refused.line, refused.text) for refused in reading.rejected] == [(2, "nobody")]


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("CREATE TABLE Other (PhoneNo TEXT)", "no table Blacklist"),
        (f"CREATE VIEW Blacklist AS SELECT {COLUMNS}", "no table Blacklist"),
        ("CREATE TABLE Blacklist (PhoneNo TEXT)", "cannot be read: no such column"),
        (
            TABLES + "INSERT INTO Blacklist VALUES ('0200001236', zeroblob(100000), '', '')",
            "cannot be read: string or blob too big",
        ),
    ],
    ids=["another's", "a view", "other columns", "an endless cell"],
)
def test_a_database_that_is_not_what_it_seems_is_refused(script: str, sentence: str):
    with pytest.raises(UntrustedListError, match=sentence):
        list(reading_of(a_database(script), format="callattendant", region="IT"))


@pytest.mark.parametrize("kept", [16, 100, 3000, -1], ids=lambda kept: f"{kept} bytes")
def test_a_database_cut_short_is_refused(kept: int):
    with pytest.raises(UntrustedListError, match=r"cannot be read|ends before"):
        list(reading_of(a_database(TABLES)[:kept], region="IT"))


@example(place=3988, byte=128)
@given(place=st.integers(100, 12_000), byte=st.integers(0, 255))
def test_a_damaged_database_ends_in_a_sentence_or_in_numbers(place: int, byte: int):
    data = bytearray(a_database(TABLES))
    data[place % len(data)] = byte

    try:
        found = patterns(bytes(data), format="callattendant", region="IT")
    except PortinaioError:
        return

    assert len(found) <= 2
