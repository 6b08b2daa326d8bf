"""The user's own entries: what each key does to them."""

from __future__ import annotations

import threading

import pytest

from portinaio.errors import HomeError
from portinaio.tui.entries.screen import EntriesScreen
from tui.house import NUMBER, a_call, a_house, a_sales_call, an_entry
from tui.shelf_scenes import with_entries
from tui.terminal import NARROW, WIDE, press, settled, toasts, until, visiting, words_on

SALES = "+390844*"


def kinds(house) -> list[tuple[str, str]]:
    return [(entry["pattern"], entry["kind"]) for entry in house.entries()]


def one_entry(**other):
    return a_house(calls=[a_sales_call(1)], entries=[an_entry(1, SALES, **other)])


async def test_3_goes_to_the_entries_and_1_comes_back():
    async with visiting(a_house(calls=[a_call()])) as pilot:
        await press(pilot, "3")
        there = isinstance(pilot.app.screen, EntriesScreen)
        await press(pilot, "1")

        assert (there, isinstance(pilot.app.screen, EntriesScreen)) == (True, False)


async def test_plus_blocks_a_beginning():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "3", "plus", *"0844*", "enter")

    assert kinds(house) == [(SALES, "block")]


async def test_a_late_answer_to_what_was_deleted_again_makes_no_entry():
    house, asked, answered = a_house(), threading.Event(), threading.Event()
    preview = house.preview

    def late(pattern, kind):
        if pattern == "0844*":
            asked.set()
            answered.wait(5)
        return preview(pattern, kind=kind)

    house.preview = late
    async with visiting(house) as pilot:
        await press(pilot, "3", "plus")
        await pilot.press(*"0844*")
        await until(pilot, asked.is_set)
        await pilot.press("ctrl+u")
        answered.set()
        await settled(pilot)
        await press(pilot, "enter")

    assert kinds(house) == []


async def test_what_is_typed_shows_what_it_would_have_caught():
    house = a_house(calls=[a_sales_call(1), a_sales_call(2), a_call(3)])

    async with visiting(house) as pilot:
        await press(pilot, "3", "plus", *"0844*")

        assert "2 calls in the log came from there" in words_on(pilot)


async def test_an_arrow_turns_block_into_allow():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "3", "plus", *"0844*", "down", "enter")

    assert kinds(house) == [(SALES, "allow")]


async def test_a_new_entry_takes_a_note_and_an_end():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "3", "plus", *"0844*", "tab", *"energy", "tab", *"2h", "enter")

    entry = house.entries()[0]
    assert (entry["note"], entry["until"]) == ("energy", "2026-11-24T16:10:00+01:00")


async def test_an_entry_that_would_catch_a_contact_wants_enter_twice():
    house = a_house(contacts={NUMBER: "Ada"})

    async with visiting(house) as pilot:
        await press(pilot, "3", "plus", *NUMBER, "enter")
        warned, before = words_on(pilot), kinds(house)
        await press(pilot, "enter")

    assert "this is also Ada, a contact of yours" in warned
    assert (before, kinds(house)) == ([], [(NUMBER, "block")])


async def test_a_beginning_spares_contacts_and_says_so():
    house = a_house(contacts={NUMBER: "Ada"})

    async with visiting(house) as pilot:
        await press(pilot, "3", "plus", *"02 0000*", "enter")
        said = words_on(pilot)
        await press(pilot, "enter")

    assert "Ada, a contact of yours, has such a number" in said
    assert "enter again blocks it all the same" in said
    assert kinds(house) == [("+39020000*", "block")]


@pytest.mark.parametrize("kind", ["block", "allow"])
@pytest.mark.parametrize("enters", [1, 2])
async def test_what_is_doubted_takes_a_second_enter(kind, enters):
    house = a_house()
    house.doubted = {kind: ["this means all mobile numbers of IT"]}

    async with visiting(house) as pilot:
        turn = ["down"] if kind == "allow" else []
        await press(pilot, "3", "plus", *turn, *"3*", *["enter"] * enters)
        said = words_on(pilot)

    assert kinds(house) == ([("+393*", kind)] if enters == 2 else [])
    assert ("! this means all mobile numbers of IT" in said) is (enters == 1)


async def test_what_is_doubted_of_a_block_is_not_asked_of_an_allow():
    house = a_house(contacts={NUMBER: "Ada"})

    async with visiting(house) as pilot:
        await press(pilot, "3", "plus", *"02 0000 1234", "down", "enter")

    assert kinds(house) == [(NUMBER, "allow")]


async def test_nobody_can_block_an_emergency_number():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "3", "plus", *"112", "enter")

        assert "an emergency number is never blocked" in words_on(pilot)
        assert kinds(house) == []


async def test_a_time_that_nobody_understands_keeps_the_question_open():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "3", "plus", *"0844*", "tab", "tab", *"soon", "enter")

        assert "write 2h, 7d, 3w or a day" in words_on(pilot)
        assert kinds(house) == []


async def test_u_takes_a_new_entry_back_and_brings_the_old_one_again():
    house = one_entry(kind="allow", note="a friend")

    async with visiting(house) as pilot:
        await press(pilot, "3", "plus", *"0844*", "enter")
        added = kinds(house)
        await press(pilot, "u")

    assert added == [(SALES, "block")]
    assert [(one["kind"], one["note"]) for one in house.entries()] == [("allow", "a friend")]


async def test_d_deletes_and_u_brings_the_entry_back_with_all_it_had():
    house = one_entry(note="energy", until="2026-12-24T00:00:00+01:00")

    async with visiting(house) as pilot:
        await press(pilot, "3", "d")
        gone = kinds(house)
        await press(pilot, "u")

    entry = house.entries()[0]
    assert gone == []
    assert (entry["note"], entry["until"]) == ("energy", "2026-12-24T00:00:00+01:00")


async def test_a_allows_what_an_entry_blocked_b_blocks_it_again_and_u_takes_it_back():
    house = one_entry()

    async with visiting(house) as pilot:
        await press(pilot, "3", "a")
        turned = kinds(house)
        await press(pilot, "b")
        again = kinds(house)
        await press(pilot, "u")
        undone = kinds(house)
        await press(pilot, "u")

    assert (again, undone) == ([(SALES, "block")], [(SALES, "allow")])
    assert (turned, kinds(house)) == ([(SALES, "allow")], [(SALES, "block")])


async def test_e_writes_a_note():
    house = one_entry(note="old")

    async with visiting(house) as pilot:
        await press(pilot, "3", "e", "end", *" news", "enter")

    assert house.entries()[0]["note"] == "old news"


@pytest.mark.parametrize(
    ("typed", "ends"),
    [
        pytest.param("7d", "2026-12-01T14:10:00+01:00", id="a span"),
        pytest.param("2026-12-24", "2026-12-24T23:59:59+01:00", id="a day to its end"),
        pytest.param("", None, id="nothing is for good"),
    ],
)
async def test_x_says_for_how_long(typed, ends):
    house = one_entry(until="2026-11-25T00:00:00+01:00")

    async with visiting(house) as pilot:
        await press(pilot, "3", "x", *typed, "enter")

    assert house.entries()[0]["until"] == ends


async def test_x_with_nonsense_changes_nothing_and_says_how_to_write_it():
    house = one_entry()

    async with visiting(house) as pilot:
        await press(pilot, "3", "x", *"yesterday", "enter")

        assert toasts(pilot) == [
            "“yesterday” is no time; write 2h, 7d, 3w or a day like 2026-12-24"
        ]


async def test_the_pane_says_what_the_entry_has_caught():
    async with visiting(with_entries(), size=WIDE) as pilot:
        await press(pilot, "3", "down", "down", "down")
        await until(pilot, lambda: "6 calls in the log" in words_on(pilot))
        await settled(pilot)

        assert "energy audits" in words_on(pilot)


async def test_an_entry_made_elsewhere_appears():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "3")
        house.add_entry(NUMBER, kind="block", note="from the command line")
        await until(pilot, lambda: "from the command line" in words_on(pilot))


async def test_entries_are_there_without_a_daemon():
    house = one_entry(note="energy")
    house.daemon = False

    async with visiting(house) as pilot:
        await press(pilot, "3")
        await until(pilot, lambda: "energy" in words_on(pilot))
        await press(pilot, "d")

    assert kinds(house) == []


async def test_a_refused_act_leaves_everything_and_says_why():
    house = one_entry()
    house.refuse = HomeError("the disk is full")

    async with visiting(house) as pilot:
        await press(pilot, "3", "d")

        assert (kinds(house), toasts(pilot)) == ([(SALES, "block")], ["the disk is full"])


async def test_nothing_can_be_deleted_where_nothing_stands_and_the_key_says_so():
    async with visiting(a_house()) as pilot:
        await press(pilot, "3", "d")

        assert toasts(pilot) == ["No entry is chosen"]


async def test_a_click_on_the_bottom_line_asks_for_an_entry():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "3")
        await pilot.click("FooterLine", offset=(2, 0))
        await settled(pilot)
        await press(pilot, *"0844*", "enter")

    assert kinds(house) == [(SALES, "block")]


async def test_a_note_has_the_room_that_numbers_and_ends_leave_beside_the_pane():
    house = a_house(
        entries=[
            an_entry(1, NUMBER, note="the school"),
            an_entry(2, SALES, note="a call centre, each time"),
        ]
    )

    async with visiting(house, size=(100, 30)) as pilot:
        await press(pilot, "3")
        shown = words_on(pilot)

    assert ("the school" in shown, "a call centre, each time" in shown) == (True, True)


def test_mine_add_with_preview_80(picture):
    assert picture(with_entries(), NARROW, "3", "plus", *"0844*")


def test_mine_add_tells_of_contacts_that_a_beginning_spares_120(picture):
    assert picture(with_entries(), WIDE, "3", "plus", *"02 0000*")


async def test_a_name_is_blocked_where_letters_are_typed():
    house = a_house(calls=[a_call(1, name="Tellows: Spam"), a_call(2, name="Anna")])

    async with visiting(house) as pilot:
        await press(pilot, "3", "plus", *"tellows*")
        said = words_on(pilot)
        await press(pilot, "enter")

    assert "“tellows*”" in said
    assert "1 call in the log came with such a name" in said
    assert [(one["pattern"], one["name"]) for one in house.entries()] == [(None, "tellows*")]


async def test_who_allows_a_name_is_told_that_anybody_can_send_it():
    async with visiting(a_house()) as pilot:
        await press(pilot, "3", "plus", *"tellows*", "up")

        assert "anybody can send this name; a number is surer" in words_on(pilot)


async def test_a_name_that_means_too_many_is_refused_while_it_is_typed():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "3", "plus", *"x*", "enter")

        assert "a name needs two letters or digits" in words_on(pilot)
        assert house.entries() == []


async def test_an_entry_of_a_name_is_turned_noted_and_dropped_and_comes_back():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "3", "plus", *"tellows*", "enter", "a")
        turned = [(one["name"], one["kind"]) for one in house.entries()]
        await press(pilot, "d")
        dropped = house.entries()
        await press(pilot, "u")

    assert (turned, dropped) == ([("tellows*", "allow")], [])
    assert [(one["name"], one["kind"]) for one in house.entries()] == [("tellows*", "allow")]
