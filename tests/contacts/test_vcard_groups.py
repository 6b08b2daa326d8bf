"""Groups of contacts, and slips in their numbers."""

import pytest

from cards import HOME, MOBILE, card, contacts
from portinaio.contacts.book import MOST_SLIPS
from portinaio.contacts.vcard import read_vcards
from worlds import ITALY


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
