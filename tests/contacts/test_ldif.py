"""Address books as LDIF, which Thunderbird and directories write."""

import base64

import pytest

from portinaio.contacts.ldif import is_ldif, read_ldif
from portinaio.core.contact import Contact
from worlds import ITALY

MOBILE, HOME = "+390200000001", "+390200000002"
ANNA = f"""\
dn: cn=Anna Bianchi,mail=anna@example.net
objectclass: top
objectclass: person
givenName: Anna
sn: Bianchi
cn: Anna Bianchi
mobile: {MOBILE}
homePhone: 02 0000
  0002

"""
FAMILY = """\
dn: cn=Family
objectclass: top
objectclass: groupOfNames
cn: Family
member: cn=Anna Bianchi, mail=anna@example.net

"""


def read(text):
    return read_ldif(text.encode(), ITALY, "book.ldif")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
def test_a_record_becomes_a_contact_with_all_its_numbers(end):
    assert read(ANNA.replace("\n", end)).contacts == (
        Contact("Anna Bianchi", (MOBILE, HOME), "book.ldif"),
    )


@pytest.mark.parametrize("text", [FAMILY + ANNA, ANNA + FAMILY], ids=["before", "behind"])
def test_a_group_is_a_record_that_names_its_members(text):
    assert [contact.groups for contact in read(text).contacts] == [("Family",)]


def test_a_name_beyond_ascii_comes_in_base64():
    name = base64.b64encode("Zoë Müller".encode()).decode()

    (contact,) = read(f"dn: cn=x\ncn:: {name}\ntelephoneNumber: {HOME}\n").contacts

    assert contact.name == "Zoë Müller"


def test_a_comment_and_its_folded_lines_are_no_value():
    (contact,) = read(f"version: 1\n# dn: x\n  cn: y\ndn: cn=a\ncn: A\nmobile: {HOME}\n").contacts

    assert contact.name == "A"


def test_a_value_that_lies_elsewhere_is_not_looked_for():
    assert read("dn: cn=a\ncn: A\nmobile:< file:///etc/passwd\n").contacts == ()


def test_a_record_without_a_number_is_counted_and_a_bad_number_named_by_the_line_of_its_record():
    book = read(f"dn: cn=a\ncn: A\n\ndn: cn=b\ncn: B\nmobile: none\n\n{ANNA}")

    assert (book.without_number, [(bad.line, bad.text) for bad in book.rejected]) == (
        1,
        [(4, "none")],
    )


@pytest.mark.parametrize(
    ("head", "so"),
    [
        (b"dn: cn=a\n", True),
        (b"\xef\xbb\xbfversion: 1\n\ndn: cn=a\n", True),
        (b"# written by a program\n# on a day\ndn: cn=a", True),
        (b"# only a comment", False),
        (b"+390200000001\n", False),
        (b"BEGIN:VCARD\n", False),
        (b"", False),
    ],
)
def test_ldif_is_told_by_how_it_begins(head, so):
    assert is_ldif(head) is so
