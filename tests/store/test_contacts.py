"""Address books on the disk."""

import pytest

from portinaio.core.contact import OWN, Contact
from portinaio.store.contacts import Counts

MARIA = Contact("Maria Rossi", ("+390200000001", "+390200000002"), "phone.vcf")
PAOLO = Contact("Paolo Bianchi", ("+390200000003",), "phone.vcf")


def test_an_import_counts_numbers(store):
    counts = store.contacts.replace_source("phone.vcf", [MARIA, PAOLO])

    assert (counts, store.contacts.all()) == (Counts(3, 0, 0), [MARIA, PAOLO])


def test_the_same_import_twice_changes_nothing(store):
    store.contacts.replace_source("phone.vcf", [MARIA, PAOLO])

    assert store.contacts.replace_source("phone.vcf", [MARIA, PAOLO]) == Counts(0, 0, 0)


def test_a_newer_export_replaces_the_older(store):
    store.contacts.replace_source("phone.vcf", [MARIA, PAOLO])
    married = Contact("Maria Verdi", ("+390200000001", "+390200000009"), "phone.vcf")

    counts = store.contacts.replace_source("phone.vcf", [married])

    assert (counts, store.contacts.all()) == (Counts(1, 1, 2), [married])


def test_books_do_not_disturb_each_other(store):
    store.contacts.replace_source("phone.vcf", [MARIA])
    store.contacts.replace_source("office.vcf", [PAOLO])
    store.contacts.replace_source("office.vcf", [])

    assert store.contacts.all() == [MARIA]


def test_a_number_in_two_books_has_one_name_whoever_asks(store):
    store.contacts.add("B", "+390200000001", "two")
    store.contacts.add("A", "+390200000001", "one")

    assert store.contacts.name_of("+390200000001") == "A"
    assert store.contacts.names() == {"+390200000001": "A"}


def test_the_users_own_name_for_a_number_comes_first(store):
    store.contacts.add("Imported", "+390200000001", "a.vcf")
    store.contacts.add("My own", "+390200000001", OWN)

    assert store.contacts.name_of("+390200000001") == "My own"
    assert store.contacts.names() == {"+390200000001": "My own"}


def test_a_family_shares_its_number(store):
    family = [Contact(name, ("+390200000001",), "phone.vcf") for name in ("Mamma", "Papà")]
    store.contacts.replace_source("phone.vcf", family)

    assert (store.contacts.all(), store.contacts.name_of("+390200000001")) == (family, "Mamma")


def test_a_stranger_has_no_name_and_a_nameless_contact_an_empty_one(store):
    nameless = [Contact("", (number,), "x") for number in ("+390200000001", "+390200000002")]
    store.contacts.replace_source("x", nameless)

    assert store.contacts.all() == nameless
    assert store.contacts.name_of("+390200000001") == ""
    assert store.contacts.name_of("+390200000003") is None


def test_adding_a_number_again_gives_it_another_name(store):
    store.contacts.add("Maria", "+390200000001", "by hand")
    store.contacts.add("Paolo", "+390200000002", "by hand")
    store.contacts.add("Maria\0\ud800", "+390200000001", "by hand")

    assert store.contacts.names() == {
        "+390200000001": "Maria\ufffd\ufffd",
        "+390200000002": "Paolo",
    }


def test_a_removed_number_is_in_no_book(store):
    store.contacts.add("Maria", "+390200000001", "one")
    store.contacts.add("Maria", "+390200000001", "two")

    assert [store.contacts.remove("+390200000001") for _ in range(2)] == [True, False]
    assert store.contacts.all() == []


FAMILY = MARIA._replace(groups=("Famiglia", "Preferiti"))


def test_a_contact_keeps_its_groups(store):
    store.contacts.replace_source("phone.vcf", [FAMILY, PAOLO])

    assert store.contacts.all() == [FAMILY, PAOLO]


def test_an_export_with_other_groups_takes_the_place_of_the_one_before(store):
    store.contacts.replace_source("phone.vcf", [FAMILY])

    counts = store.contacts.replace_source("phone.vcf", [MARIA])

    assert (counts, store.contacts.groups()) == (Counts(0, 2, 0), {})


def test_a_number_is_in_the_groups_of_all_its_books_whoever_asks(store):
    number = "+390200000001"
    store.contacts.add("Maria", number, "one", ["Famiglia"])
    store.contacts.add("M. Rossi", number, "two", ["PREFERITI", "Papà"])
    both = {"famiglia", "preferiti", "papa"}

    assert (store.contacts.groups_of(number), store.contacts.groups()) == (both, {number: both})


def test_who_is_in_no_group_has_none(store):
    store.contacts.replace_source("phone.vcf", [PAOLO])

    assert (store.contacts.groups_of(PAOLO.numbers[0]), store.contacts.groups()) == (set(), {})


def test_another_name_leaves_a_number_in_its_groups(store):
    store.contacts.add("Anna", "+390200000001", OWN, ["favourites"])

    assert store.contacts.add("Anna Bianchi", "+390200000001", OWN).groups == ("favourites",)


def test_no_groups_at_all_take_a_number_out_of_them(store):
    store.contacts.add("Anna", "+390200000001", OWN, ["favourites"])
    store.contacts.add("Anna", "+390200000001", OWN, [])

    assert store.contacts.groups() == {}


def test_another_number_of_a_favourite_is_one_too(store):
    store.contacts.add("Anna", "+390200000001", OWN, ["favourites"])

    assert store.contacts.add("Anna", "+390200000002", OWN).groups == ("favourites",)
    assert store.contacts.groups_of("+390200000002") == {"favourites"}


@pytest.mark.parametrize(("name", "source"), [("Ugo", OWN), ("Anna", "phone.vcf"), ("", OWN)])
def test_a_number_of_somebody_else_is_none(store, name, source):
    store.contacts.add("Anna", "+390200000001", OWN, ["favourites"])
    store.contacts.add("", "+390200000003", OWN, ["favourites"])

    assert store.contacts.add(name, "+390200000002", source).groups == ()


def test_two_of_one_name_in_other_groups_are_two(store):
    senior, junior = MARIA._replace(numbers=("+390200000007",), groups=("Work",)), FAMILY
    store.contacts.replace_source("phone.vcf", [senior, junior])

    assert store.contacts.all() == [senior, junior]


def test_a_line_break_does_not_make_two_groups_of_one(store):
    store.contacts.add("Anna", "+390200000001", OWN, ["fav\nourites"])

    assert store.contacts.groups_of("+390200000001") == {"fav ourites"}


SHARED = "+390200000009"


def test_a_number_may_stand_beside_another_name_in_the_same_book(store):
    store.contacts.add("Anna", SHARED, OWN, ["Family"])
    store.contacts.add("Bea", SHARED, OWN, beside=True)

    assert [(one.name, one.groups) for one in store.contacts.all()] == [
        ("Anna", ("Family",)),
        ("Bea", ()),
    ]


def test_without_that_another_name_takes_the_place_of_the_first(store):
    store.contacts.add("Anna", SHARED, OWN)
    store.contacts.add("Bea", SHARED, OWN)

    assert [one.name for one in store.contacts.all()] == ["Bea"]


def test_a_shared_number_is_taken_from_one_name_of_one_book(store):
    for name, source in (("Anna", OWN), ("Bea", OWN), ("Anna", "phone.vcf")):
        store.contacts.add(name, SHARED, source, beside=True)

    assert store.contacts.remove(SHARED, "Anna", OWN)
    assert [(one.name, one.source) for one in store.contacts.all()] == [
        ("Bea", OWN),
        ("Anna", "phone.vcf"),
    ]


def test_a_name_that_does_not_have_the_number_loses_nothing(store):
    store.contacts.add("Anna", SHARED, OWN)

    assert not store.contacts.remove(SHARED, "Bea")
    assert len(store.contacts.all()) == 1


def test_another_number_of_a_name_that_two_bear_is_a_favourite_of_neither(store):
    store.contacts.add("Mario", "+390200000001", OWN, ["favourites"])
    store.contacts.add("Mario", "+390200000002", OWN, [])

    assert store.contacts.add("Mario", "+390200000003", OWN).groups == ()
