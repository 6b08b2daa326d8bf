"""Several rows are marked, acted upon together, and that is taken back in one go."""

from __future__ import annotations

import pytest

from portinaio.errors import UsageError
from tui.filing import a_complaint
from tui.house import NUMBER, a_call, a_house, a_list, a_sales_call, ago, an_entry
from tui.scenes import usual
from tui.terminal import press, toasts, until, visiting, words_on

OTHER, THIRD = "+12025550147", "+442079460123"


def three_calls(**given):
    return a_house(calls=[a_call(1), a_call(2, OTHER), a_call(3, THIRD)], **given)


def kinds(house) -> dict[str, str]:
    return {entry["pattern"]: entry["kind"] for entry in house.entries()}


async def test_space_marks_and_goes_on_and_the_title_counts():
    async with visiting(three_calls()) as pilot:
        await press(pilot, "space", "space")

        assert "2 marked" in words_on(pilot)
        assert words_on(pilot).count("✓") == 2


async def test_space_again_takes_the_mark_away():
    async with visiting(three_calls()) as pilot:
        await press(pilot, "space", "up", "space")

        assert "marked" not in words_on(pilot)


async def test_esc_takes_all_marks_away_and_stays():
    async with visiting(three_calls()) as pilot:
        await press(pilot, "space", "space", "escape")

        assert "marked" not in words_on(pilot)


async def test_b_blocks_all_that_are_marked_and_u_undoes_it_in_one_go():
    house = three_calls()

    async with visiting(house) as pilot:
        await press(pilot, "space", "space", "b")
        await until(pilot, lambda: len(house.entries()) == 2)
        told, blocked = list(toasts(pilot)), kinds(house)
        await press(pilot, "u")
        await until(pilot, lambda: not house.entries())

    assert told == ["2 numbers are blocked · u to undo · R to give reports of 2 numbers to lists"]
    assert blocked == {NUMBER: "block", OTHER: "block"}


async def test_undo_brings_back_what_the_block_of_several_replaced():
    house = three_calls()
    house.add_entry(OTHER, kind="allow", note="school")

    async with visiting(house) as pilot:
        await press(pilot, "space", "space", "b")
        await until(pilot, lambda: kinds(house) == {NUMBER: "block", OTHER: "block"})
        await press(pilot, "u")
        await until(pilot, lambda: kinds(house) == {OTHER: "allow"})

    assert house.entries()[0]["note"] == "school"


async def test_b_unblocks_several_only_where_all_are_blocked():
    house = three_calls()
    house.add_entry(OTHER, kind="block")

    async with visiting(house) as pilot:
        await press(pilot, "space", "space", "b")
        await until(pilot, lambda: len(house.entries()) == 2)
        await press(pilot, "g", "space", "space", "b")
        await until(pilot, lambda: not house.entries())


async def test_where_one_of_several_is_refused_none_is_blocked(monkeypatch):
    house = three_calls()
    add = house.add_entry

    def add_but_one(pattern, **other):
        if pattern == OTHER:
            raise UsageError("this one cannot be blocked")
        return add(pattern, **other)

    monkeypatch.setattr(house, "add_entry", add_but_one)

    async with visiting(house) as pilot:
        await press(pilot, "space", "space", "b")
        await until(pilot, lambda: bool(toasts(pilot)))

        assert toasts(pilot) == ["this one cannot be blocked"]
    assert house.entries() == []


async def test_the_marks_are_gone_once_they_were_used():
    house = three_calls()

    async with visiting(house) as pilot:
        await press(pilot, "space", "space", "b")
        await until(pilot, lambda: len(house.entries()) == 2)

        assert "marked" not in words_on(pilot)


async def test_a_allows_several_and_who_gave_no_number_is_passed_over():
    house = a_house(calls=[a_call(1), a_call(2, None), a_call(3, THIRD)])

    async with visiting(house) as pilot:
        await press(pilot, "space", "space", "space", "a")
        await until(pilot, lambda: kinds(house) == {NUMBER: "allow", THIRD: "allow"})


async def test_d_deletes_several_calls_only_after_a_yes():
    house = three_calls()

    async with visiting(house) as pilot:
        await press(pilot, "space", "space", "d")
        asked, before = words_on(pilot), len(house.log)
        await press(pilot, "y")
        await until(pilot, lambda: [call["id"] for call in house.log] == [3])

    assert ("Delete 2 calls?" in asked, before) == (True, 3)


async def test_r_reports_several_calls_in_one_complaint():
    house = three_calls()

    async with visiting(house) as pilot:
        await press(pilot, "space", "space", "r")
        await until(pilot, lambda: any(name == "report" for name, _ in house.asked))

    about = {"calls": [1, 2], "recipient": "", "values": {}}
    assert ("report", about) in house.asked


async def test_y_copies_several_numbers():
    async with visiting(three_calls()) as pilot:
        await press(pilot, "space", "space", "y")

        assert pilot.app.clipboard == f"{NUMBER}\n{OTHER}"


async def test_marks_stay_on_their_calls_when_another_comes_above():
    house = three_calls()

    async with visiting(house) as pilot:
        await press(pilot, "space", "space")
        house.ring(a_sales_call(9, at=ago()))
        await until(pilot, lambda: pilot.app.session.log.index(9) is not None)
        await press(pilot, "b")
        await until(pilot, lambda: kinds(house) == {NUMBER: "block", OTHER: "block"})


async def test_what_the_filter_takes_away_is_not_marked_any_more():
    house = three_calls()

    async with visiting(house) as pilot:
        await press(pilot, "space", "space", "slash", *"0200", "enter")
        await until(pilot, lambda: "1 marked" in words_on(pilot))


@pytest.fixture
def entries():
    return a_house(entries=[an_entry(1, NUMBER), an_entry(2, OTHER, note="x"), an_entry(3, THIRD)])


async def test_several_entries_are_deleted_and_come_back_with_their_notes(entries):
    before = sorted((one["pattern"], one["note"]) for one in entries.entries())

    async with visiting(entries) as pilot:
        await press(pilot, "3", "space", "space", "d")
        await until(pilot, lambda: len(entries.entries()) == 1)
        await press(pilot, "u")
        await until(pilot, lambda: len(entries.entries()) == 3)

    assert sorted((one["pattern"], one["note"]) for one in entries.entries()) == before


async def test_several_entries_are_turned_at_once(entries):
    async with visiting(entries) as pilot:
        await press(pilot, "3", "space", "space", "a")
        await until(pilot, lambda: sorted(kinds(entries).values()) == ["allow", "allow", "block"])
        await press(pilot, "u")
        await until(pilot, lambda: sorted(kinds(entries).values()) == ["block", "block", "block"])


async def test_several_lists_are_asked_for_news():
    house = a_house(lists=[a_list("one"), a_list("two"), a_list("three")])

    async with visiting(house) as pilot:
        await press(pilot, "2", "space", "space", "s")
        await until(pilot, lambda: bool(house.synced))

    assert house.synced == [(["one", "two"], [])]


async def test_several_lists_are_given_up_and_u_brings_all_of_them_back():
    names = ("one", "two", "three")
    house = a_house(lists=[a_list(name, url=f"https://example.org/{name}") for name in names])

    async with visiting(house) as pilot:
        await press(pilot, "2", "space", "space", "d")
        await until(pilot, lambda: [one["name"] for one in house.lists()] == ["three"])
        await press(pilot, "u")
        await until(pilot, lambda: len(house.lists()) == 3)


async def test_several_complaints_are_settled_and_u_takes_it_back():
    house = usual()
    house.filed = [a_complaint(1, state="sent"), a_complaint(2, state="sent")]

    async with visiting(house) as pilot:
        await press(pilot, "4")
        await until(pilot, lambda: words_on(pilot).count("Esempio") >= 2)
        await press(pilot, "space", "space", "c")
        await until(pilot, lambda: {one["state"] for one in house.filed} == {"closed"})
        await press(pilot, "u")
        await until(pilot, lambda: {one["state"] for one in house.filed} == {"sent"})


async def test_several_drafts_are_discarded_only_after_a_yes():
    house = usual()
    house.filed = [a_complaint(1, state="draft"), a_complaint(2, state="draft")]

    async with visiting(house) as pilot:
        await press(pilot, "4")
        await until(pilot, lambda: words_on(pilot).count("Esempio") >= 2)
        await press(pilot, "space", "space", "d")
        before = len(house.filed)
        await press(pilot, "y")
        await until(pilot, lambda: not house.filed)

    assert before == 2
