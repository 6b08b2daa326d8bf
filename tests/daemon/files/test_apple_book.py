"""The address book of a Mac, as macOS keeps and exports it: databases of Core Data, and cards that are property lists."""

from __future__ import annotations

import plistlib
import sqlite3
import zipfile
from contextlib import closing
from io import BytesIO

import pytest

from portinaio.core.contact import Contact
from portinaio.daemon.files.apple_book import is_apple_book
from portinaio.daemon.files.read_book import Given, is_whole_book, read_book
from worlds import ITALY

ANNA, BRUNO, CLUB = "+390200000101", "+390200000102", "+390200000103"
SCHEMA = """
CREATE TABLE ZABCDRECORD (Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, ZFIRSTNAME TEXT, ZMIDDLENAME TEXT, ZLASTNAME TEXT,
  ZNICKNAME TEXT, ZORGANIZATION TEXT, ZNAME TEXT);
CREATE TABLE ZABCDPHONENUMBER (Z_PK INTEGER PRIMARY KEY, ZOWNER INTEGER, ZFULLNUMBER TEXT, ZLABEL TEXT);
CREATE TABLE Z_22PARENTGROUPS (Z_22CONTACTS INTEGER, Z_19PARENTGROUPS1 INTEGER);
INSERT INTO ZABCDRECORD VALUES (1, 22, 'Anna', NULL, 'Bianchi', NULL, NULL, NULL), (2, 22, NULL, NULL, NULL, NULL,
  'Circolo', NULL), (3, 22, 'Senza', NULL, 'Numero', NULL, NULL, NULL), (4, 19, NULL, NULL, NULL, NULL, NULL, 'Famiglia');
INSERT INTO ZABCDPHONENUMBER VALUES (1, 1, '02 0000 0101', '_$!<Home>!$_'), (2, 1, '+39 02 00000102', NULL), (3, 2,
  '0200000103', NULL);
INSERT INTO Z_22PARENTGROUPS VALUES (1, 4);
"""
PEOPLE = (
    Contact("Anna Bianchi", (ANNA, BRUNO), "book", ("Famiglia",)),
    Contact("Circolo", (CLUB,), "book"),
)


def a_database(script: str = SCHEMA) -> bytes:
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(script)
        return database.serialize()


def a_card(**parts: object) -> bytes:
    card = {"First": "Anna", "Last": "Bianchi", "Phone": {"values": ["0200000101"]}} | parts
    return plistlib.dumps(card, fmt=plistlib.FMT_BINARY)


def an_archive(**files: bytes) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return packed.getvalue()


def read(data: bytes):
    return read_book(Given("book", data), ITALY)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(a_database(), id="the database alone"),
        pytest.param(
            an_archive(**{"A.abbu/Sources/1/AddressBook-v22.abcddb": a_database()}), id="an archive"
        ),
    ],
)
def test_people_come_with_all_their_numbers_and_groups(data):
    assert (is_whole_book(data), read(data).contacts) == (True, PEOPLE)


def test_the_accounts_of_an_archive_are_all_read():
    empty = a_database(SCHEMA.partition("INSERT")[0])
    data = an_archive(
        **{"AddressBook-v22.abcddb": empty, "Sources/1/AddressBook-v22.abcddb": a_database()}
    )

    assert read(data).contacts == PEOPLE


def test_an_old_archive_has_a_card_for_each():
    data = an_archive(
        **{
            "1:ABPerson.abcdp": a_card(),
            "2:ABPerson.abcdp": a_card(
                First="", Last="", Organization="Circolo", Phone={"values": [CLUB]}
            ),
        }
    )

    assert read(data).contacts == (
        Contact("Anna Bianchi", (ANNA,), "book"),
        Contact("Circolo", (CLUB,), "book"),
    )


def test_changes_that_lie_beside_the_database_are_told_of():
    files = {"A/AddressBook-v22.abcddb": a_database(), "A/AddressBook-v22.abcddb-wal": b"x"}

    assert "close Contacts" in str(read(an_archive(**files)).rejected[-1].reason)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(a_database()[:-4096], id="a database cut short"),
        pytest.param(
            a_database(
                "CREATE VIEW ZABCDRECORD AS SELECT 1 Z_PK;"
                "CREATE TABLE ZABCDPHONENUMBER (ZOWNER, ZFULLNUMBER);"
            ),
            id="a view",
        ),
        pytest.param(
            an_archive(**{"A/AddressBook-v22.abcddb": b"SQLite format 3\0" + bytes(400)}),
            id="no database",
        ),
        pytest.param(an_archive(**{"1.abcdp": b"bplist00" + bytes(40)}), id="no card"),
        pytest.param(an_archive(**{"1.abcdp": a_card()})[:60], id="an archive cut short"),
    ],
)
def test_what_is_damaged_makes_nobody_known_and_says_so(data):
    found = read(data)

    assert (found.contacts, found.whole, len(found.rejected)) == ((), False, 1)


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"bplist00", an_archive(**{"a.txt": b"x"})],
    ids=["nothing", "the beginning of an archive", "the beginning of a card", "another archive"],
)
def test_what_has_nothing_of_an_address_book_is_none(data):
    assert not is_apple_book(data)


def test_a_card_that_says_spam_makes_nobody_known():
    found = read(an_archive(**{"1.abcdp": a_card(First="SPAM", Last="")}))

    assert found.contacts == ()
