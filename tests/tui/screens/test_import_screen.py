"""A file is looked at before anything of it is taken."""

from __future__ import annotations

import pytest

from portinaio.tui.screens.import_screen import ImportScreen
from tui.house import a_house
from tui.terminal import press, toasts, visiting, words_on


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.csv").write_text("+390200001234\n")
    return "list.csv"


async def test_what_a_file_is_stands_there_before_anything_is_taken(file):
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "3", "I", *file, "enter")
        words = words_on(pilot)

    assert ("a block list: plain text" in words, "would be: 2 are new" in words) == (True, True)
    assert "line 3: this is not a telephone number" in words
    assert house.brought == []


async def test_a_second_enter_takes_it_and_u_takes_it_back(file):
    house = a_house()

    async with visiting(house, notifications=True) as pilot:
        await press(pilot, "3", "I", *file, "enter", "enter")
        brought, said = list(house.brought), " ".join(toasts(pilot))
        await press(pilot, "u")

    assert [(data, kind) for _, data, kind, _ in brought] == [(b"+390200001234\n", "")]
    assert "2 are new" in said
    assert house.brought == []


@pytest.mark.parametrize(("place", "kind"), [("1", "calls"), ("3", ""), ("9", "contacts")])
async def test_a_file_becomes_what_the_place_is_of(file, place, kind):
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, place, "I", *file, "enter")

    assert [asked for _, asked, _ in house.looked] == [kind]


async def test_a_file_that_does_not_say_what_it_is_waits_for_a_word(file):
    house = a_house()
    house.refuses_unsaid = "list.csv is an address book"

    async with visiting(house) as pilot:
        await press(pilot, "3", "I", *file, "enter", "enter")
        words, taken = words_on(pilot), list(house.brought)
        await press(pilot, "down", "enter")

    assert ("list.csv is an address book" in words, taken) == (True, [])
    assert [kind for _, _, kind, _ in house.brought] == ["block"]


async def test_a_country_is_said_in_its_field(file):
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "3", "I", *file, "tab", *"DE", "enter")

    assert [region for _, _, region in house.looked] == ["DE"]


async def test_what_is_typed_after_a_look_is_looked_at_anew(file):
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "3", "I", *file, "enter", "tab", *"DE", "enter")

    assert (len(house.looked), house.brought) == (2, [])


@pytest.mark.parametrize("name", ["missing.csv", "."])
async def test_what_cannot_be_read_says_why_and_stays_open(file, name):  # noqa: ARG001  # the folder
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "3", "I", *name, "enter")
        words = words_on(pilot)

        assert isinstance(pilot.app.screen, ImportScreen)
    assert "cannot be read" in words


async def test_a_refusal_stands_in_its_place(file):
    house = a_house()
    house.unreadable = "say it with --region, such as --region IT"

    async with visiting(house) as pilot:
        await press(pilot, "3", "I", *file, "enter")

        assert "--region IT" in words_on(pilot)


async def test_a_path_is_completed(file):
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "3", "I", *file[:3])
        await pilot.pause()
        await press(pilot, "right", "enter")

    assert [name.rpartition("/")[2] for name, _, _ in house.looked] == [file]
