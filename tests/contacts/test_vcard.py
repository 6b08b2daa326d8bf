"""Address books as telephones and programs export them."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.contacts import vcard
from portinaio.contacts.book import MOST_SLIPS, CardFile
from portinaio.contacts.vcard import read_vcards
from portinaio.core.contact import Contact
from portinaio.core.numbers.plan import Plan
from worlds import ITALY

AMERICA = Plan("US", "1", frozenset({"911"}), "011")
MOBILE, HOME, THIRD = "+390200000001", "+390200000002", "+390200000003"


def card(*lines, end="\r\n"):
    return end.join(["BEGIN:VCARD", *lines, "END:VCARD", ""]).encode()


def contacts(data, plan=ITALY):
    return [(c.name, c.numbers) for c in read_vcards(data, plan, "phone.vcf").contacts]


def refused(data):
    return [(r.line, r.text, str(r.reason)) for r in read_vcards(data, ITALY, "x").rejected]


def test_a_card_becomes_a_contact_of_its_book():
    data = card("VERSION:3.0", "FN:Maria Rossi", f"TEL;TYPE=CELL:{MOBILE}", f"TEL:{HOME}")

    assert read_vcards(data, ITALY, "phone.vcf") == CardFile(
        (Contact("Maria Rossi", (MOBILE, HOME), "phone.vcf"),), ()
    )


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("TEL:02 0000 0001", id="national"),
        pytest.param("TEL;CELL;PREF:+39 02-0000.0001", id="2.1, types without a name"),
        pytest.param("item1.TEL;type=pref:(02) 00000001", id="3.0 of Apple, grouped"),
        pytest.param("tel;type=cell:+390200000001", id="lower case"),
        pytest.param(
            'TEL;VALUE=uri;PREF=1;TYPE="voice,home":tel:+39-02-0000-0001;ext=102', id="4.0, a URI"
        ),
        pytest.param('TEL;X-LABEL="a:b;c":+390200000001', id="a colon within quotes"),
        pytest.param('TEL;X-LABEL=12":+390200000001', id="a quote without its partner"),
        pytest.param("TEL;ENCODING=QUOTED-PRINTABLE:=2B39 02 0000=\r\n 0001", id="softly broken"),
        pytest.param("TEL;TYPE=CELL:+39020\r\n 0000001", id="folded"),
        pytest.param("TEL:+39 02 0000 0001\\,102#", id="digits that are dialled afterwards"),
        pytest.param("TEL:+390200000001p12", id="the same behind a pause"),
        pytest.param("TEL:\u202a+39 02 0000 0001\u202c", id="marks of writing direction"),
    ],
)
def test_a_number_is_read_however_it_is_written(line):
    assert contacts(card("VERSION:3.0", "FN:Maria", line)) == [("Maria", (MOBILE,))]


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["FN:Maria Rossi", "N:Verdi;Anna;;;"], "Maria Rossi"),
        (["N:Rossi;Maria;Luisa;Dott.;"], "Maria Luisa Rossi"),
        (["N:Rossi"], "Rossi"),
        (["FN:", "N:;Maria;;;"], "Maria"),
        (["FN: \t ", "ORG:Idraulica Blu\\; figli;Uffici"], "Idraulica Blu; figli"),
        (["N:;;;;", "EMAIL:maria@example.net"], "maria@example.net"),
        ([], ""),
        (["FN:Rossi\\, Maria"], "Rossi, Maria"),
        (["FN:due\\nrighe\\\\"], "due righe\\"),
        (["FN:Ma\r\n ria"], "Maria"),
        (["FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Citt=C3=\r\n=A0"], "Città"),
        (["FN;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:Citt=E0"], "Città"),
        (["FN;CHARSET=US-ASCII:Città"], "Città"),
        (["FN;CHARSET=hex:Città"], "Città"),
        (["FN;CHARSET=latin-99:Città"], "Città"),
        (["FN:" + "x" * 5000], "x" * 200),
        (["FN:Ma\0ria\x1b[31m"], "Ma ria [31m"),
    ],
)
def test_the_name_is_the_first_thing_that_names(lines, name):
    assert contacts(card("VERSION:3.0", *lines, f"TEL:{MOBILE}")) == [(name, (MOBILE,))]


def test_a_fold_in_a_card_of_the_oldest_kind_stands_for_its_space():
    data = card("VERSION:2.1", "FN:Maria\r\n  Rossi", f"TEL:{MOBILE}")

    assert contacts(data) == [("Maria Rossi", (MOBILE,))]


def test_latin_1_without_saying_so_is_read():
    data = card("FN:Città", f"TEL:{MOBILE}").decode().encode("latin-1")

    assert contacts(data) == [("Città", (MOBILE,))]


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


def test_a_card_without_a_number_is_no_contact_and_is_counted():
    read = read_vcards(card("FN:Maria", "EMAIL:m@example.net"), ITALY, "x")

    assert read[:6] == ((), (), True, 0, 1, ())


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["FN:SPAM"], id="by its name"),
        pytest.param(["FN:SPAM: +390200000001"], id="by its name with the number behind it"),
        pytest.param(["FN:Truffa"], id="by an Italian name"),
        pytest.param(["FN:Someone", "CATEGORIES:SPAM"], id="as we export blocked numbers"),
        pytest.param(["FN:Someone", "CATEGORIES:Friends,Black-Spam"], id="by one of its groups"),
    ],
)
def test_a_card_that_says_spam_makes_nobody_known_and_says_how_it_is_blocked(lines):
    ((line, _, reason),) = refused(card(*lines, f"TEL:{MOBILE}"))

    assert contacts(card(*lines, f"TEL:{MOBILE}")) == []
    assert (line, f"portinaio block blocks {MOBILE}" in reason) == (1, True)


@pytest.mark.parametrize(
    "lines",
    [
        ["FN:Giovanni Spampinato"],
        ["FN:Scamarcio"],
        ["FN:Fraud, Example Bank"],
        ["FN:Anna", "CATEGORIES:Antispam"],
    ],
    ids=str,
)
def test_a_card_of_a_name_that_only_sounds_like_spam_makes_its_person_known(lines):
    assert len(contacts(card(*lines, f"TEL:{MOBILE}"))) == 1


def test_a_spam_card_of_many_numbers_names_the_first_three():
    numbers = [f"+39020000000{n}" for n in range(1, 5)]
    ((_, _, reason),) = refused(card("FN:spam", *(f"TEL:{n}" for n in numbers)))

    assert reason.endswith(f"blocks {', '.join(numbers[:3])}, …")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no number stands here"),
        ("112", "an emergency number always rings; it needs no contact"),
        ("anonymous", "this is not a telephone number"),
        ("?", "this is not a telephone number"),
        ("Ufficio", "a name without a number"),
        ("*101", "an internal number of a telephone system"),
        ("0200000001 / 0200000002", "two numbers stand here; give one"),
    ],
)
def test_a_number_that_is_none_says_where_and_why(text, reason):
    assert refused(card("VERSION:3.0", "FN:Maria", f"TEL:{text}")) == [(4, text, reason)]


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
        ("lists/icompile/spam_junk_20160127.vcf", (1, 683, 3)),
    ],
)
def test_real_exports_hold_so_many_contacts_numbers_and_refusals(file, found):
    root = os.environ.get("PORTINAIO_SAMPLES")
    if not root:
        pytest.skip("PORTINAIO_SAMPLES is not set")

    book = read_vcards((Path(root) / file).read_bytes(), AMERICA, file)

    numbers = sum(len(contact.numbers) for contact in book.contacts)
    assert (len(book.contacts), numbers, len(book.rejected)) == found


@pytest.mark.parametrize(
    ("lines", "groups"),
    [
        pytest.param(["CATEGORIES:Famiglia,Preferiti"], ("Famiglia", "Preferiti"), id="two"),
        pytest.param(["CATEGORIES:A", "CATEGORIES:B,A"], ("A", "B"), id="on several lines"),
        pytest.param(["item1.categories:Work"], ("Work",), id="grouped and in lower case"),
        pytest.param(
            [r"CATEGORIES:Rossi\, Bianchi,B"], ("Rossi, Bianchi", "B"), id="a comma in one"
        ),
        pytest.param(["CATEGORIES:,, ,A,"], ("A",), id="empty ones"),
        pytest.param(["CATEGORIES:"], (), id="none"),
        pytest.param(
            ["CATEGORIES;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Pap=C3=A0"], ("Papà",), id="2.1"
        ),
        pytest.param(["CATEGORIES:" + "x" * 100], ("x" * 60,), id="a long one is cut"),
    ],
)
def test_categories_are_the_groups_of_a_contact(lines, groups):
    (contact,) = read_vcards(card("FN:Anna", f"TEL:{HOME}", *lines), ITALY, "x").contacts

    assert contact.groups == groups


def test_of_too_many_categories_the_first_fifty_are_kept():
    line = "CATEGORIES:" + ",".join(f"g{n}" for n in range(51))

    (contact,) = read_vcards(card("FN:Anna", f"TEL:{HOME}", line), ITALY, "x").contacts

    assert contact.groups == tuple(f"g{n}" for n in range(50))


def test_categories_outside_a_card_are_nobodys():
    data = b"CATEGORIES:A\r\n" + card("FN:Anna", f"TEL:{HOME}")

    assert read_vcards(data, ITALY, "x").contacts[0].groups == ()


def a_group(*lines):
    return card("FN:Family", *lines)


@pytest.mark.parametrize(
    "group",
    [
        pytest.param(a_group("KIND:group", "MEMBER:urn:uuid:AB-1"), id="4.0"),
        pytest.param(
            a_group("X-ADDRESSBOOKSERVER-KIND:group", "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:ab-1"),
            id="Apple's",
        ),
    ],
)
@pytest.mark.parametrize("first", [True, False], ids=["before", "behind"])
def test_a_group_that_is_a_card_puts_its_members_into_it_and_is_nobody(group, first):
    anna = card("FN:Anna", "UID:ab-1", "CATEGORIES:Friends", f"TEL:{MOBILE}")
    ugo = card("FN:Ugo", "UID:ab-2", f"TEL:{HOME}")
    data = group + anna + ugo if first else anna + ugo + group
    read = read_vcards(data, ITALY, "x")

    assert {one.name: one.groups for one in read.contacts} == {
        "Anna": ("Friends", "Family"),
        "Ugo": (),
    }
    assert (read.rejected, read.without_number) == ((), 0)


@pytest.mark.parametrize(("kind", "people"), [("individual", 1), ("org", 1), ("group", 0)])
def test_a_card_of_another_kind_is_somebody(kind, people):
    assert len(contacts(card("FN:Anna", f"KIND:{kind}", f"TEL:{MOBILE}"))) == people


def test_a_group_that_says_spam_makes_none_of_its_members_known():
    anna = card("FN:Anna", "UID:ab-1", f"TEL:{MOBILE}")
    spam = card("FN:Black-Spam", "KIND:group", "MEMBER:urn:uuid:ab-1")

    assert [contacts(anna + spam), contacts(spam + anna)] == [[], []]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        pytest.param("0333 1234567", "mobiles take no 0: +393331234567 exists", id="a 0 too many"),
        pytest.param("200001234", "missing 0? +390200001234 exists", id="one too few"),
    ],
)
@pytest.mark.parametrize("below", [False, True], ids=["name above", "name below"])
def test_a_number_that_looks_like_a_slip_is_kept_and_told_with_its_card(number, said, *, below):
    lines = [f"TEL:{number}", "FN:Anna"] if below else ["FN:Anna", f"TEL:{number}"]
    read = read_vcards(card(*lines), ITALY, "x")

    assert len(read.contacts) == 1
    assert [(slip.line, slip.text, str(slip.reason)) for slip in read.slips] == [
        (2 if below else 3, f"Anna {number}", said)
    ]


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_so_many_slips_are_told_one_by_one_and_of_more_how_many(more):
    cards = b"".join(card("FN:A", f"TEL:0333 12345{n:02}") for n in range(MOST_SLIPS + more))
    read = read_vcards(cards, ITALY, "x")

    assert (len(read.slips), read.further_slips) == (MOST_SLIPS + min(more, 0), max(more, 0))


def test_a_country_code_that_stood_twice_stands_once_and_is_counted():
    read = read_vcards(card("FN:Anna", "TEL:+39 39 02 0000 1234", f"TEL:{HOME}"), ITALY, "x")

    assert (read.contacts[0].numbers, read.doubled) == (("+390200001234", HOME), 1)


def test_a_short_number_is_no_slip():
    assert read_vcards(card("FN:Taxi", "TEL:1240"), ITALY, "x").slips == ()
