"""The address book: what each key does to a contact."""

from __future__ import annotations

import pytest

from portinaio.errors import HomeError
from portinaio.tui.contacts.screen import ContactsScreen
from tui.address_book import a_book, a_contact
from tui.house import a_house
from tui.terminal import WIDE, press, toasts, visiting, words_on

ANNA, BRUNO, SHARED = "+390200000101", "+390200000102", "+390200000103"


def with_people(*people, **given):
    house = a_house(**given)
    house.people = list(people)
    return house


def two_people():
    return with_people(
        a_contact("Anna Bianchi", ANNA, SHARED, groups=["Famiglia", "VIP"]),
        a_contact("Bruno", BRUNO, SHARED, source="rubrica.vcf"),
    )


def kept(house) -> list[tuple[str, list[str], list[str]]]:
    return [(one["name"], one["numbers"], one["groups"]) for one in house.contacts()]


async def test_9_goes_to_the_contacts_from_anywhere():
    async with visiting(a_house()) as pilot:
        await press(pilot, "3", "9")

        assert isinstance(pilot.app.screen, ContactsScreen)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36), (200, 50)])
async def test_everybody_stands_there_with_number_and_group(size):
    async with visiting(two_people(), size=size) as pilot:
        await press(pilot, "9")
        words = words_on(pilot)

    assert all(part in words for part in ("Anna Bianchi", "Bruno", "★", "Famiglia"))


async def test_two_of_one_name_in_one_book_stand_there_both():
    house = with_people(
        a_contact("Ugo Rossi", ANNA, groups=["Work"]),
        a_contact("Ugo Rossi", BRUNO, groups=["Family"]),
    )

    async with visiting(house) as pilot:
        await press(pilot, "9")
        words = words_on(pilot)

    assert (words.count("Work"), words.count("Family")) == (1, 1)


async def test_beside_the_list_stands_who_else_has_a_number():
    async with visiting(two_people(), size=WIDE) as pilot:
        await press(pilot, "9")

        assert "also of Bruno" in words_on(pilot)


async def test_plus_writes_somebody_down_with_several_numbers_and_groups():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "9", "plus", *"Ada", "tab", *"0200000101, 0200000102", "tab")
        await press(pilot, *"Work", "enter")

    assert kept(house) == [("Ada", [ANNA, BRUNO], ["Work"])]


async def test_u_takes_a_new_contact_back():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "9", "plus", *"Ada", "tab", *"0200000101", "enter", "u")

    assert kept(house) == []


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        pytest.param("", "A contact needs a number.", id="none"),
        pytest.param("0844*", "A contact has whole numbers", id="a beginning"),
    ],
)
async def test_what_is_no_number_is_no_contact_and_the_form_says_why(number, sentence):
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "9", "plus", *"Ada", "tab", *number, "enter")
        words = words_on(pilot)

    assert (sentence in words, kept(house)) == (True, [])


async def test_a_number_of_somebody_else_is_taken_and_the_form_says_whose_it_is():
    house = with_people(a_contact("Anna", ANNA))

    async with visiting(house) as pilot:
        await press(pilot, "9", "plus", *"Bea", "tab", *"0200000101")
        words = words_on(pilot)
        await press(pilot, "enter")

    assert ("also of Anna" in words, kept(house)) == (
        True,
        [("Anna", [ANNA], []), ("Bea", [ANNA], [])],
    )


async def test_e_changes_name_numbers_and_groups_and_u_takes_it_back():
    house = with_people(a_contact("Ada", ANNA, BRUNO, groups=["Work"]))

    async with visiting(house) as pilot:
        await press(pilot, "9", "e", *" Rossi", "tab", "ctrl+u", *"0200000103", "tab")
        await press(pilot, *", Choir", "enter")
        changed = kept(house)
        await press(pilot, "u")

    assert changed == [("Ada Rossi", [SHARED], ["Work", "Choir"])]
    assert kept(house) == [("Ada", [ANNA, BRUNO], ["Work"])]


async def test_what_is_changed_in_an_imported_book_stays_in_it():
    house = with_people(a_contact("Ada", ANNA, source="rubrica.vcf"))

    async with visiting(house) as pilot:
        await press(pilot, "9", "e", *" Rossi", "enter")

    assert [(one["name"], one["source"]) for one in house.contacts()] == [
        ("Ada Rossi", "rubrica.vcf")
    ]


async def test_d_deletes_a_contact_and_u_brings_it_back_with_all_it_had():
    house = with_people(a_contact("Ada", ANNA, BRUNO, groups=["Work"]))

    async with visiting(house) as pilot:
        await press(pilot, "9", "d")
        gone = kept(house)
        await press(pilot, "u")

    assert (gone, kept(house)) == ([], [("Ada", [ANNA, BRUNO], ["Work"])])


async def test_d_takes_a_shared_number_from_one_alone():
    house = two_people()

    async with visiting(house) as pilot:
        await press(pilot, "9", "down", "d")

    assert kept(house) == [("Anna Bianchi", [ANNA, SHARED], ["Famiglia", "VIP"])]


async def test_several_contacts_are_deleted_at_once_and_u_undoes_it_in_one_go():
    house = two_people()

    async with visiting(house) as pilot:
        await press(pilot, "9", "space", "down", "space", "d")
        gone = kept(house)
        await press(pilot, "u")

    assert (gone, len(kept(house))) == ([], 2)


async def test_f_makes_a_favourite_by_the_name_that_the_book_uses_and_again_none():
    house = two_people()

    async with visiting(house) as pilot:
        await press(pilot, "9", "down", "f")
        groups = kept(house)[-1][2]
        await press(pilot, "f")

    assert (groups, kept(house)[-1][2]) == (["VIP"], [])


@pytest.mark.parametrize("key", ["e", "d", "f"])
async def test_a_contact_of_a_followed_book_is_changed_there(key):
    house = with_people(a_contact("Ada", ANNA, source="family"))
    house.followed = [a_book("family")]

    async with visiting(house, notifications=True) as pilot:
        await press(pilot, "9", key)
        said = toasts(pilot)

    assert ("followed" in " ".join(said), len(kept(house))) == (True, 1)


@pytest.mark.parametrize(
    ("groups", "name"),
    [
        ((), "Studio medico Esempio e figli"),
        (("Family",), "Studio medico Esempio"),
        (("Family", "Neighbours", "Football"), "Studio medico Esem"),
    ],
)
async def test_a_name_has_the_room_that_numbers_and_groups_leave_beside_the_pane(groups, name):
    house = with_people(a_contact(name, ANNA, groups=list(groups)), a_contact("Ada", BRUNO))

    async with visiting(house, size=(100, 30)) as pilot:
        await press(pilot, "9", "down")
        left = [line[:64] for line in words_on(pilot).splitlines()]

    assert any(name in line for line in left)


@pytest.mark.parametrize("sought", ["bian", "famig", "0000 0101", "vip"])
async def test_slash_finds_a_name_a_number_or_a_group(sought):
    async with visiting(two_people()) as pilot:
        await press(pilot, "9", "slash", *sought)
        words = words_on(pilot)

    assert ("Anna" in words, "Bruno" in words) == (True, False)


async def test_esc_shows_all_again():
    async with visiting(two_people()) as pilot:
        await press(pilot, "9", "slash", *"zzz")
        nobody = "Nothing here matches" in words_on(pilot)
        await press(pilot, "escape")

        assert (nobody, "Bruno" in words_on(pilot)) == (True, True)


async def test_a_refusal_is_told_and_nothing_is_lost():
    house = two_people()
    house.refuse = HomeError("the disk is full")

    async with visiting(house, notifications=True) as pilot:
        await press(pilot, "9", "d")
        said = toasts(pilot)

    assert ("the disk is full" in " ".join(said).lower(), len(kept(house))) == (True, 2)


async def test_a_number_that_may_be_a_slip_is_kept_only_at_a_second_enter():
    house = a_house()
    house.doubted = {"contact": ["missing 0? +390200000101 exists"]}

    async with visiting(house) as pilot:
        await press(pilot, "9", "plus", *"Ada", "tab", *"0200000101", "enter")
        words, first = words_on(pilot), kept(house)
        await press(pilot, "enter")

    assert ("missing 0?" in words, first) == (True, [])
    assert kept(house) == [("Ada", [ANNA], [])]


async def test_a_name_with_a_digit_in_it_is_a_name_and_finds_no_number():
    house = with_people(a_contact("Anna 1", ANNA), a_contact("Bruno", "+390200000111"))

    async with visiting(house) as pilot:
        await press(pilot, "9", "slash", *"anna 1")
        words = words_on(pilot)

    assert ("Anna 1" in words, "Bruno" in words) == (True, False)
