"""What a hostile file may cost: each is given up at a limit, long before its end, and a list just below it is read."""

from __future__ import annotations

import io
import sqlite3
import struct
from collections import deque
from contextlib import closing

import pytest

from list_worlds import plan_of, reading_of
from portinaio.errors import PortinaioError, UntrustedListError
from portinaio.lists.intake import columns, sqlite
from portinaio.lists.read_list import read_list
from portinaio.lists.refused_rows import FRUITLESS

GOOD = b"+390200001234\n"
BLOCKS = 64 * 1024 * 4  # bytes that a reader may be ahead of what it has understood


class Measured(io.BytesIO):
    """Says how much of it was read."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size)
        self.taken += len(piece)
        return piece


def refused(content: bytes, **how: object) -> tuple[str, int]:
    """Why, and after how many bytes."""
    source = Measured(content)
    with pytest.raises(PortinaioError) as error:
        list(read_list(source, plan_of=plan_of, **how))  # type: ignore[arg-type]  # format and region
    return str(error.value), source.taken


# -- files of nothing but rows that are none


@pytest.mark.parametrize(
    ("format_id", "head"),
    [("plain", b""), ("csv", b"number,name\n"), ("freepbx", b""), ("ncid", b"")],
)
def test_a_file_of_nothing_but_bad_rows_is_given_up_early(format_id, head):
    said, taken = refused(head + b"x\n" * 5 * FRUITLESS, format=format_id, region="IT")

    assert "rows hold no number; the first one says" in said
    assert taken < 2 * FRUITLESS + BLOCKS


@pytest.mark.parametrize(
    ("good", "given_up"), [(0, True), (99, True), (101, False)], ids="{} good ones".format
)
def test_a_thousandth_of_good_rows_makes_a_list_of_it(good, given_up):
    content = GOOD * good + b"x\n" * FRUITLESS + GOOD * 2_000
    reading = read_list(io.BytesIO(content), plan_of=plan_of, format="ncid", region="IT")

    if given_up:
        with pytest.raises(UntrustedListError, match=f"{FRUITLESS:,} of its first"):
            list(reading)
    else:
        assert len(list(reading)) == good + 2_000


def test_good_rows_that_a_format_counts_before_it_yields_them_are_seen():
    content = GOOD * FRUITLESS + b"x\n" * FRUITLESS

    assert len(list(reading_of(content.decode(), format="plain", region="IT"))) >= 1


def test_few_bad_rows_are_told_at_their_end():
    said, _ = refused(b"x\n" * (FRUITLESS - 1), format="plain", region="IT")

    assert said.startswith(f"none of the {FRUITLESS - 1:,} rows holds a number")


# -- a quotation mark that never closes


HEADS = {
    "ftc": b"Company_Phone_Number,Created_Date\n",
    "callattendant": b"PhoneNo,Name,Reason\n",
}


@pytest.mark.parametrize("format_id", ["csv", "callattendant", "spamblocker", "ovh", "ftc", "yacb"])
@pytest.mark.parametrize("before", [1, 700])
def test_a_quotation_mark_that_does_not_close_is_named_by_its_line(format_id, before):
    row = b"0200001234,1,2026-11-24 10:00:00,x,y,z\n"
    head = HEADS.get(format_id, b"number,a,b,c,d,e\n")
    content = head + row * before + b'0200001235,"open\n' + row * 40_000

    said, taken = refused(content, format=format_id, region="IT" if format_id != "ftc" else "US")

    assert said.startswith(f"line {before + 2}: a quotation mark opens")
    assert taken < len(head) + len(row) * (before + 1) + 128 * 1024 + BLOCKS


@pytest.mark.parametrize("format_id", ["csv", "callattendant", "spamblocker", "ovh", "ftc", "yacb"])
@pytest.mark.parametrize("behind", [0, 40])
@pytest.mark.parametrize("before", [1, 499, 500])
@pytest.mark.parametrize("ending", [b"\n", b""], ids=["its last line ends", "or does not"])
def test_nor_does_it_take_the_last_rows_of_a_file_in_silence(format_id, behind, before, ending):
    row = b"0200001234,1,2026-11-24 10:00:00,x,y,z\n"
    head = HEADS.get(format_id, b"number,a,b,c,d,e\n")
    content = (head + row * before + b'0200001235,"open\n' + row * behind).rstrip() + ending

    said, _ = refused(content, format=format_id, region="IT" if format_id != "ftc" else "US")

    assert said.startswith(f"line {before + 2}: a quotation mark opens")


@pytest.mark.parametrize("format_id", ["csv", "callattendant", "spamblocker", "ovh", "ftc", "yacb"])
@pytest.mark.parametrize("apart", [1, 2, 99])
def test_a_mark_that_a_later_row_closes_hides_no_row_between_them(format_id, apart):
    row = b"2025550101,1,2026-11-24 10:00:00,x,y,z\n"
    head = HEADS.get(format_id, b"number,a,b,c,d,e\n")
    opening = b'2025550102,"open\n'
    content = head + row + opening + row * (apart - 1) + opening + row

    said, _ = refused(content, format=format_id, region="US")

    assert said.startswith("line 3: a quotation mark opens")


@pytest.mark.parametrize(
    "remark",
    [
        pytest.param("rang twice\nat night, at 22:30 and 23:00", id="hours"),
        pytest.param("rang on\n2026-11-24, and on 24.11.2026, at 9", id="days"),
        pytest.param("asks for\n+39 02 0000 5678", id="a number in a line of its own"),
        pytest.param("asks for 12345678, code\n12345678, then hangs up", id="a short code"),
        pytest.param("a\n" * 98 + "b, c", id="many lines"),
    ],
)
def test_a_remark_of_several_lines_is_a_remark(remark):
    content = f'number,remark\n+390200001234,"{remark}"\n+390200001235,x\n'

    assert len(list(reading_of(content, format="csv"))) == 2


@pytest.mark.parametrize("rows", [1, 499, 500, 501])
def test_a_text_of_two_lines_may_be_the_last_thing_in_a_file(rows):
    numbers = "".join(f"+39020000{n:04d},Gas\n" for n in range(rows))
    reading = reading_of("number,name\n" + numbers + '+390844000000,"Gas\nLuce"', format="csv")

    assert len(list(reading)) == rows + 1


@pytest.mark.parametrize("bad", [1, 498, 499, 500])
def test_the_line_of_a_bad_row_is_told_to_the_last_one(bad):
    numbers = "".join(f"+39020000{n:04d},Gas\n" for n in range(bad - 1))
    reading = reading_of("number,name\n" + numbers + "nobody,Gas\n+390844000000,", format="csv")

    list(reading)

    assert [row.line for row in reading.rejected] == [bad + 1]


@pytest.mark.parametrize("rows", [1, 600])
@pytest.mark.parametrize(
    ("lines", "read"), [(columns.MOST_LINES, True), (columns.MOST_LINES + 1, False)]
)
def test_a_remark_of_some_lines_is_one(rows, lines, read):
    remark = b"x\n" * (lines - 1)
    content = b"number,name\n" + b'+390200001234,"' + remark + b'"\n'
    content += b"+390200001235,Gas\n" * rows

    if read:
        assert len(list(reading_of(content.decode(), format="csv"))) == 1 + rows
    else:
        assert refused(content, format="csv")[0].startswith("line 2: a quotation mark")


def test_many_short_remarks_are_no_long_one():
    content = "number,name\n" + '+390200001234,"two\nlines"\n' * 600

    assert len(list(reading_of(content, format="csv"))) == 600


def test_a_cell_that_is_far_too_long_loses_no_row_in_silence():
    content = b"number,name\n" + GOOD[:-1] + b"," + b"a" * 140_000 + b"\n" + GOOD

    assert "line 2" in refused(content, format="csv")[0]


# -- XML


BOMBS = {
    "entities": b'<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><phonebooks>&b;</phonebooks>',
    "another file": b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><phonebooks>&a;</phonebooks>',
    "another declaration": b'<!DOCTYPE l [<!ENTITY % a SYSTEM "file:///etc/passwd">%a;]><phonebooks/>',
    "attributes by the thousand": b"<!DOCTYPE l [<!ATTLIST p "
    + b" ".join(b'a%d CDATA "x"' % n for n in range(1000))
    + b">]><phonebooks>"
    + b"<p/>" * 100_000,
}


@pytest.mark.parametrize("format_id", ["fritzbox", "phoneblock-xml", "plist"])
@pytest.mark.parametrize("bomb", BOMBS)
def test_what_xml_declares_for_itself_is_not_even_begun(format_id, bomb):
    said, taken = refused(b'<?xml version="1.0"?>' + BOMBS[bomb], format=format_id)

    assert "asks for entities or other files" in said
    assert taken < 2 * BLOCKS


@pytest.mark.parametrize(
    "content",
    [
        b'<phonebook name="' + b"a" * (8 << 20),
        b"<!--" + b"a" * (8 << 20),
        b"<![CDATA[" + b"a" * 100 + b"]]><p " + b"a" * (8 << 20),
        b"<p " + b"a='1' " * (2 << 20),
    ],
    ids=["an attribute", "a remark", "a name", "attributes"],
)
@pytest.mark.parametrize("format_id", ["fritzbox", "phoneblock-xml", "plist"])
def test_a_tag_without_end_is_given_up_after_a_megabyte(format_id, content):
    said, taken = refused(b"<phonebooks>" + content, format=format_id)

    assert "too long for a list" in said or "not XML" in said
    assert taken < (1 << 20) + BLOCKS


# -- JSON


@pytest.mark.parametrize(
    "content",
    [
        b'["' + b"a" * (8 << 20),
        b"[" + b"9" * (8 << 20),
        b"[" * (8 << 20),
        b'{"a":' * (2 << 20),
        b'{"' + b"a" * (8 << 20),
    ],
    ids=["a text", "a number", "arrays", "objects", "a name"],
)
def test_one_item_of_json_is_bounded_in_length_and_depth(content):
    _said, taken = refused(content, format="json")

    assert taken < (4 << 20) + BLOCKS


# -- others


def test_a_pbbl_that_announces_four_thousand_million_numbers_is_read_as_far_as_it_goes():
    content = struct.pack("<4sHHII", b"PBBL", 1, 0, 2**32 - 1, 2**32 - 1) + bytes(80)

    assert "ends before its last number" in refused(content, format="pbbl")[0]


def a_database(rows: int) -> bytes:
    """As narrow as they may be."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(
            "PRAGMA page_size = 512; CREATE TABLE Blacklist (PhoneNo TEXT);"
            f"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})"
            " INSERT INTO Blacklist SELECT '113' FROM n;"
        )
        return database.serialize()


def a_circle(levels: int) -> bytes:
    """A database whose table leads to the same page over and over: a few pages, and rows without end."""
    size, root = 512, 2
    content = bytearray(a_database(40_000))
    pages = [root, *(n for n in range(root + 1, root + 200) if content[(n - 1) * size] == 5)]
    leaf = next(n for n in range(2, 4000) if content[(n - 1) * size] == 13)
    chain = pages[:levels]
    for page, child in zip(chain, [*chain[1:], leaf], strict=True):
        at = (page - 1) * size
        cells = struct.unpack(">H", content[at + 3 : at + 5])[0]
        content[at + 8 : at + 12] = child.to_bytes(4, "big")
        for n in range(cells):
            cell = struct.unpack(">H", content[at + 12 + 2 * n : at + 14 + 2 * n])[0]
            content[at + cell : at + cell + 4] = child.to_bytes(4, "big")
    return bytes(content)


def test_a_database_that_leads_in_circles_has_no_more_rows_than_room_for_them():
    content = a_circle(3)
    rows = sqlite.rows_of(io.BytesIO(content), "Blacklist", ("PhoneNo",))

    with pytest.raises(UntrustedListError, match="more rows than room"):
        deque(rows, maxlen=0)


def test_a_full_database_has_room_for_its_rows():
    rows = sqlite.rows_of(io.BytesIO(a_database(4000)), "Blacklist", ("PhoneNo",))

    assert len(list(rows)) == 4000
