"""A file is looked at before anything of it is taken."""

from __future__ import annotations

import pytest

from portinaio.errors import DaemonAwayError
from portinaio.tui.screens import reading_watch
from portinaio.tui.screens.import_screen import ImportScreen
from tui.house import a_house
from tui.terminal import press, settled, toasts, until, visiting, words_on


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

    assert ("a block list: plain text" in words, "it would bring: 2 are new" in words) == (
        True,
        True,
    )
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


async def test_its_answer_stands_right_below_its_questions(file):
    async with visiting(a_house()) as pilot:
        await press(pilot, "3", "I", *file, "enter")
        last, answer = (pilot.app.screen.query_one(f"#{name}") for name in ("numbers-in", "answer"))
        dialog = pilot.app.screen.query_one(".dialog")

        assert answer.region.y == last.region.bottom
        assert abs((dialog.region.x + dialog.region.right) - pilot.app.size.width) <= 1


async def test_columns_of_numbers_may_be_chosen(file):
    house = a_house()
    house.columns_left = ["extra"]

    async with visiting(house) as pilot:
        await press(pilot, "3", "I", *file, "enter")
        words = words_on(pilot)
        await press(pilot, "tab", "tab", *"caller,extra", "enter")

    assert "write as columns: caller, extra" in " ".join(words.replace("│", " ").split())
    assert house.columns == ["caller", "extra"]


async def test_a_country_that_a_file_leaves_open_is_asked_for(file):
    house = a_house()
    house.countries = ["FR", "AT"]
    house.refuses_unsaid = "6 of 6 numbers have no country code"

    async with visiting(house) as pilot:
        await press(pilot, "3", "I", *file, "enter")
        words = words_on(pilot)
        await press(pilot, "tab", *"FR", "enter")

    assert "write its country below the path" in words
    assert house.looked[-1][2] == "FR"


async def test_which_number_was_called_is_asked_where_a_log_does_not_say_it(tmp_path, monkeypatch):
    house, kept = a_house(), []
    log = tmp_path / "calls.csv"
    log.write_text("x")
    take = house.import_file

    def import_file(*given, **named):
        kept.append((named.get("dry_run"), named.get("called")))
        return take(*given, **named) | {"remarks": ["which number was called is not said"]}

    monkeypatch.setattr(house, "import_file", import_file)

    async with visiting(house) as pilot:
        await press(pilot, "1", "I", *str(log), "enter", "enter")
        asked = words_on(pilot)
        await press(pilot, *"0200000001", "enter")
        await settled(pilot)

    assert "Which of your numbers was called?" in asked
    assert kept == [(True, ""), (False, "0200000001")]


async def test_which_number_was_called_may_stay_open_and_is_guessed_by_nobody(
    tmp_path, monkeypatch
):
    house, kept = a_house(), []
    log = tmp_path / "calls.csv"
    log.write_text("x")
    take = house.import_file

    def import_file(*given, **named):
        kept.append(named.get("called"))
        return take(*given, **named) | {"remarks": ["which number was called is not said"]}

    monkeypatch.setattr(house, "import_file", import_file)

    async with visiting(house) as pilot:
        await press(pilot, "1", "I", *str(log), "enter", "enter", "enter")
        await settled(pilot)

    assert kept == ["", ""]


READING = [{"name": "list.csv", "bytes": 1_000, "whole": 4_000}]


async def test_how_far_a_file_has_been_looked_at_is_shown(file, monkeypatch):
    monkeypatch.setattr(reading_watch, "LOOK_S", 0.01)
    house = a_house()
    house.reading = READING
    house.may_go_on.clear()

    async with visiting(house) as pilot:
        await press(pilot, "3", "I", *file)
        await pilot.press("enter")
        await until(pilot, lambda: "Looking at it… 25 %" in words_on(pilot))
        house.may_go_on.set()
        await until(pilot, lambda: "it would bring: 2 are new" in words_on(pilot))


async def test_a_look_at_how_far_it_is_that_fails_says_nothing_of_the_file(file, monkeypatch):
    monkeypatch.setattr(reading_watch, "LOOK_S", 0.01)
    house, looks = a_house(), []

    def busy():
        looks.append(1)
        raise DaemonAwayError

    monkeypatch.setattr(house, "being_read", busy)
    house.may_go_on.clear()

    async with visiting(house) as pilot:
        await press(pilot, "3", "I", *file)
        await pilot.press("enter")
        await until(pilot, lambda: len(looks) > 1)
        words = words_on(pilot)
        house.may_go_on.set()
        await until(pilot, lambda: "it would bring: 2 are new" in words_on(pilot))

    assert "Looking at it…" in words


async def test_how_far_a_file_has_been_brought_in_stands_above_until_it_is_there(file, monkeypatch):
    monkeypatch.setattr(reading_watch, "LOOK_S", 0.01)
    house = a_house()
    house.reading = READING

    async with visiting(house) as pilot:
        await press(pilot, "3", "I", *file, "enter")
        house.may_go_on.clear()
        await pilot.press("enter")
        await until(pilot, lambda: "list.csv is being read: 25 %" in words_on(pilot))
        house.may_go_on.set()
        await until(pilot, lambda: "is being read" not in words_on(pilot))

    assert len(house.brought) == 1
