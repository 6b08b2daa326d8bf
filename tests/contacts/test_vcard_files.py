"""Files of cards that are odd, broken or far too large, and exports of real programs."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards import HOME, MOBILE, THIRD, card, contacts, refused
from portinaio.contacts import vcard
from portinaio.contacts.vcard import read_vcards
from portinaio.core.numbers.plan import Plan
from worlds import ITALY

AMERICA = Plan("US", "1", frozenset({"911"}), "011")


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"], ids=lambda e: f"as {e}"
)
def test_unicode_of_any_kind_is_read(encoding):
    data = card("FN:Città", f"TEL:{MOBILE}").decode().encode(encoding)

    assert contacts(data) == [("Città", (MOBILE,))]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\r\n", "\r"], ids=repr)
@pytest.mark.parametrize("last", ["\n", ""], ids=["with a last line end", "without"])
def test_lines_may_end_in_any_way(end, last):
    data = card("FN:Maria", f"TEL:{MOBILE}", "TEL:nobody", end=end).rstrip() + last.encode()

    assert contacts(data) == [("Maria", (MOBILE,))]
    assert refused(data) == [(4, "nobody", "a name without a number")]


def test_one_broken_card_does_not_lose_the_file():
    broken = b"BEGIN:VCARD\r\nFN;ENCODING=QUOTED-PRINTABLE:=ZZ=\r\nnonsense\r\n:::;\xff\xfe\r\n"
    data = card("FN:Maria", f"TEL:{MOBILE}") + broken + card("FN:Paolo", f"TEL:{HOME}")

    assert contacts(data) == [("Maria", (MOBILE,)), ("Paolo", (HOME,))]


def test_a_card_without_its_end_ends_where_the_next_begins():
    data = f"BEGIN:VCARD\nFN:A\nTEL:{MOBILE}\nBEGIN:VCARD\nFN:B\nTEL:{HOME}".encode()

    assert contacts(data) == [("A", (MOBILE,)), ("B", (HOME,))]
    assert refused(data) == [
        (1, "A", "this card breaks off; a part of it may be missing"),
        (4, "B", "this card breaks off; a part of it may be missing"),
    ]


@pytest.mark.parametrize(
    ("end", "whole"),
    [
        ("END:VCARD\n", True),
        ("END:VCARD", True),
        ("END:VCARD\nEND:VCARD\n", True),
        ("END:VC", False),
        ("", False),
        ("END:VCARD\nBEGIN:VCARD\n", False),
    ],
)
def test_a_file_is_whole_where_its_last_card_ends(end, whole):
    data = f"BEGIN:VCARD\nFN:A\nTEL:{MOBILE}\n{end}".encode()

    assert read_vcards(data, ITALY, "x").whole is whole


def test_a_soft_break_does_not_swallow_the_end_of_the_card():
    data = card("FN:A", "NOTE;QUOTED-PRINTABLE:x=") + card("FN:B", f"TEL:{HOME}")

    assert contacts(data) == [("B", (HOME,))]


def test_what_stands_in_a_note_or_a_photo_is_no_number():
    data = card(
        "FN:A",
        f"NOTE;ENCODING=QUOTED-PRINTABLE:call=0D=0A=\r\nTEL:{THIRD}",
        "PHOTO;ENCODING=BASE64:AAAA=\r\n TEL:AAAA",
        f"X-TEL:{THIRD}",
        f"TEL:{MOBILE}",
    )

    assert contacts(data) == [("A", (MOBILE,))]


def test_a_card_with_seven_hundred_numbers_is_one_contact():
    numbers = tuple(f"+3902000{i:05}" for i in range(700))
    data = card("VERSION:2.1", "FN:firm", *(f"TEL;WORK:{n}" for n in numbers * 2))

    assert contacts(data) == [("firm", numbers)]


def test_a_refused_line_is_shown_in_printable_text_and_cut():
    ((_, text, _),) = refused(card("TEL:\x1b[31m" + "x" * 1000))

    assert (text[:8], len(text)) == ("[31mxxxx", 100)


@pytest.mark.parametrize("text", ["+39 0844/123456", "0844/123456", "+39 0844 / 123456"])
def test_an_area_code_before_a_slash_is_part_of_the_number(text):
    assert contacts(card("FN:Town hall", f"TEL:{text}")) == [("Town hall", ("+390844123456",))]


def test_a_number_outside_a_card_belongs_to_nobody():
    assert refused(f"TEL:{MOBILE}\n".encode() + card("FN:A")) == [
        (1, MOBILE, "this number stands outside a card")
    ]


@pytest.mark.parametrize("data", [b"", b"<html>", b"\xff\xfe", b"BEGIN:VCALENDAR\nEND:VCALENDAR"])
def test_a_file_of_another_kind_says_so(data):
    assert refused(data) == [(1, "", "no vCard begins in this file")]


def test_a_file_of_absurd_size_is_refused_whole(monkeypatch):
    monkeypatch.setattr(vcard, "LARGEST_MIB", 0)

    assert refused(card("FN:A")) == [(1, "", "this file is larger than 0 MiB")]


@pytest.mark.parametrize("end", ["\n", "\r"], ids=repr)
def test_a_file_of_absurdly_many_lines_is_refused_whole(monkeypatch, end):
    monkeypatch.setattr(vcard, "MOST_LINES", 3)

    assert refused(card(*["X:"] * 9, end=end)) == [(1, "", "this file has more than 3 lines")]


def test_absurdly_many_numbers_are_cut_off_with_a_word(monkeypatch):
    monkeypatch.setattr(vcard, "MOST_NUMBERS", 2)
    data = card("FN:A", *(f"TEL:{n}" for n in (MOBILE, HOME, THIRD, THIRD)))

    assert contacts(data) == [("A", (MOBILE, HOME))]
    assert refused(data) == [(5, THIRD, "more than 2 numbers; the rest was left out")]


PIECES = st.sampled_from(
    [
        b"BEGIN:VCARD\n",
        b"END:VCARD\r\n",
        b"TEL",
        b";ENCODING=QUOTED-PRINTABLE",
        b";CHARSET=",
        b"utf-16",
        b":",
        b"=\n",
        b"\n ",
        b'"',
        b"\\",
        b"+39 02 0000 0001",
        b"FN:",
        b"N:",
        b"\xff\xfe",
        b"\0",
    ]
)


@given(st.binary() | st.lists(PIECES | st.binary(max_size=4)).map(b"".join))
def test_no_bytes_make_it_stumble(data):
    book = read_vcards(data, ITALY, "x")

    assert all(contact.numbers and contact.name.isprintable() for contact in book.contacts)
    assert all(1 <= r.line <= data.count(b"\n") + data.count(b"\r") + 1 for r in book.rejected)


def samples(*patterns):
    root = os.environ.get("PORTINAIO_SAMPLES")
    if not root:
        return [pytest.param(None, marks=pytest.mark.skip("PORTINAIO_SAMPLES is not set"))]
    files = sorted(file for pattern in patterns for file in Path(root).glob(pattern))
    return [pytest.param(file, id=file.name) for file in files]


@pytest.mark.parametrize("file", samples("vcards/ez-vcard/*.vcf", "lists/*/*.vcf"))
def test_real_exports_are_read_whole(file):
    """Counted apart: each line that begins as a TEL property is a number, or is refused with its reason."""
    data = file.read_bytes()
    expected = len(re.findall(rb"^(?:item\d+\.)?TEL[;:]", data, re.MULTILINE))

    book = read_vcards(data, AMERICA, file.name)

    reading = vcard._Reading(AMERICA, "x")
    for found in vcard.properties(data):
        reading.take(found)
    assert reading._numbers == expected
    distinct = {number for contact in book.contacts for number in contact.numbers}
    assert len(distinct) + len(book.rejected) <= expected
    assert all(contact.name for contact in book.contacts)


@pytest.mark.parametrize(
    ("file", "found"),
    [
        ("vcards/ez-vcard/John_Doe_ANDROID.vcf", (4, 7, 0)),
        ("vcards/ez-vcard/John_Doe_IPHONE.vcf", (1, 7, 0)),
        ("vcards/ez-vcard/John_Doe_LOTUS_NOTES.vcf", (1, 1, 1)),
        ("vcards/ez-vcard/gmail-list.vcf", (0, 0, 0)),
        ("vcards/ez-vcard/outlook-2003.vcf", (0, 0, 4)),
        ("vcards/ez-vcard/rfc6350-example.vcf", (1, 2, 0)),
        ("lists/ygk-mobile-spam/spam.vcf", (0, 0, 1)),  # one card, which says that it is spam
        ("lists/icompile/spam_junk_20160127.vcf", (0, 0, 4)),  # the same, and three bad numbers
    ],
)
def test_real_exports_hold_so_many_contacts_numbers_and_refusals(file, found):
    root = os.environ.get("PORTINAIO_SAMPLES")
    if not root:
        pytest.skip("PORTINAIO_SAMPLES is not set")

    book = read_vcards((Path(root) / file).read_bytes(), AMERICA, file)

    numbers = sum(len(contact.numbers) for contact in book.contacts)
    assert (len(book.contacts), numbers, len(book.rejected)) == found
