"""Reports of several numbers with one yes: all that leaves is shown before, and a toast offers it once for all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portinaio.errors import UsageError
from tui.filing import a_complaint
from tui.house import NUMBER, a_call, a_house
from tui.terminal import press, toasts, visiting, words_on

OTHER, THIRD = "+12025550147", "+390844123456"
ALL = [NUMBER, OTHER, THIRD]


def three_calls(**given):
    return a_house(calls=[a_call(1), a_call(2, OTHER), a_call(3, THIRD)], **given)


def numbers(house):
    return [number for number, _topic in house.given]


MARKED = ("space", "space", "space")


async def test_shift_r_asks_once_for_all_that_are_marked_and_gives_nothing_yet():
    house = three_calls()

    async with visiting(house) as pilot:
        await press(pilot, *MARKED, "R")

        assert "What were the calls of these 3 numbers about?" in " ".join(words_on(pilot).split())
    assert house.given == []


async def test_all_that_leaves_is_shown_and_a_yes_gives_exactly_that():
    house = three_calls()

    async with visiting(house) as pilot:
        await press(pilot, *MARKED, "R", "home", "enter", *"Acme", "enter")
        words = " ".join(words_on(pilot).split())
        before = list(house.given)
        await press(pilot, "y")
        told = toasts(pilot)[-1]

    assert "Give reports of 3 numbers?" in words
    assert "Votes is given exactly this:" in words
    assert "POST https://votes.example/new" in words
    bodies = [f'{{"phone": "{number}", "rating": "advertising"}}' for number in ALL]
    assert [body for body in bodies if body not in words] == []
    assert "Pages has a page for one number at a time." in words
    assert before == []
    assert house.given == [(number, "advertising") for number in ALL]
    assert house.told == [(("votes",), "Acme")] * 3
    assert "Votes: given to it (3)" in told


async def test_what_leaves_can_be_read_to_its_end_where_it_is_longer_than_the_screen():
    house = a_house(calls=[a_call(n, f"+3902000010{n:02d}") for n in range(1, 31)])

    async with visiting(house) as pilot:
        await press(pilot, *["space"] * 30, "R", "enter", "enter")
        begin = words_on(pilot)
        await press(pilot, *["pagedown"] * 4)
        end = words_on(pilot)

    assert ["+390200001001" in begin, "+390200001030" in begin] == [True, False]
    assert ["+390200001001" in end, "+390200001030" in end, "Give them" in end] == [
        False,
        True,
        True,
    ]


async def test_a_number_of_which_nothing_may_leave_is_told_and_left_out():
    house = three_calls()
    preview = house.preview_share

    def refusing(number=None, call=None, **told):
        if call == 2:
            raise UsageError("it is Anna of your contacts")
        return preview(number, call, **told)

    house.preview_share = refusing
    async with visiting(house) as pilot:
        await press(pilot, *MARKED, "R", "enter", "enter")
        words = " ".join(words_on(pilot).split())
        await press(pilot, "y")

    assert "Give reports of 2 numbers?" in words
    assert "it is Anna of your contacts" in words
    assert numbers(house) == [NUMBER, THIRD]


@pytest.mark.parametrize("keys", [["escape"], ["enter", "escape"], ["enter", "enter", "escape"]])
async def test_esc_gives_nothing(keys):
    house = three_calls()

    async with visiting(house) as pilot:
        await press(pilot, *MARKED, "R", *keys)

    assert house.given == []


async def test_one_that_fails_does_not_keep_the_others():
    house = three_calls()
    give = house.share

    def failing(number=None, call=None, **told):
        if call == 2:
            raise UsageError("nobody is there")
        return give(number, call, **told)

    house.share = failing
    async with visiting(house) as pilot:
        await press(pilot, *MARKED, "R", "enter", "enter", "y")
        told = toasts(pilot)[-1]

    assert numbers(house) == [NUMBER, THIRD]
    assert ("Votes: given to it (2)" in told, "nobody is there" in told) == (True, True)


async def test_the_same_key_takes_all_of_them_back():
    house = three_calls()
    house.given = [(number, "other") for number in ALL]

    async with visiting(house) as pilot:
        await press(pilot, *MARKED, "R", "enter")

        assert "Votes: taken back (3)" in toasts(pilot)[-1]
    assert house.given == []


async def test_calls_of_one_number_are_one_report():
    house = a_house(calls=[a_call(1), a_call(2), a_call(3)])

    async with visiting(house) as pilot:
        await press(pilot, *MARKED, "R", "enter", "enter", "y")

    assert numbers(house) == [NUMBER]


async def test_the_toast_of_several_blocks_offers_it_once_and_its_key_means_all_of_them():
    house = three_calls()

    async with visiting(house) as pilot:
        await press(pilot, *MARKED, "b")
        told = toasts(pilot)[-1]
        await press(pilot, "R", "enter", "enter", "y", "R")
        words = " ".join(words_on(pilot).split())

    assert "3 numbers are blocked · u to undo · R to give reports of 3 numbers to lists" in told
    assert numbers(house) == ALL
    assert "You have given a report of" in words  # the key means one again


@pytest.mark.parametrize("meanwhile", ["another key", "a minute"])
async def test_an_offer_that_has_gone_by_means_nothing_any_more(meanwhile):
    house = three_calls()

    async with visiting(house) as pilot:
        await press(pilot, *MARKED, "b")
        if meanwhile == "another key":
            await press(pilot, "y")
        else:
            session, later = pilot.app.session, pilot.app.session.now() + timedelta(minutes=1)
            session.now = lambda: later
        await press(pilot, "R", "enter", "enter", "y")

    assert len(house.given) == 1


async def test_nothing_is_offered_of_several_where_no_list_takes_any():
    house = three_calls()
    house.share_refusal = "it needs a token"

    async with visiting(house) as pilot:
        await press(pilot, *MARKED, "b")

        assert "R to give" not in toasts(pilot)[-1]


# -- letters


def a_cabinet(*complaints):
    house = three_calls()
    house.filed = list(complaints)
    return house


async def test_letters_that_are_marked_as_sent_offer_reports_of_all_their_callers():
    house = a_cabinet(a_complaint(1, calls=[1, 2]), a_complaint(2, calls=[3]))

    async with visiting(house) as pilot:
        await press(pilot, "4", "space", "space", "w")
        told = toasts(pilot)[-1]
        await press(pilot, "R", "enter", "enter", "y")

    assert "R to give reports of 3 numbers to lists" in told
    assert sorted(numbers(house)) == sorted(ALL)


async def test_a_letter_that_was_sent_from_the_table_offers_a_report_too():
    house = a_cabinet(a_complaint(1, calls=[2]))

    async with visiting(house) as pilot:
        await press(pilot, "4", "w", "enter")
        told = toasts(pilot)[-1]
        await press(pilot, "R", "enter", "enter", "y")

    assert "R to give a report to lists" in told
    assert numbers(house) == [OTHER]


async def test_shift_r_means_the_letters_that_are_marked():
    house = a_cabinet(a_complaint(1, "sent", calls=[1]), a_complaint(2, "sent", calls=[3]))

    async with visiting(house) as pilot:
        await press(pilot, "4", "space", "space", "R", "enter", "enter", "y")

    assert sorted(numbers(house)) == sorted([NUMBER, THIRD])


async def test_a_letter_whose_calls_are_gone_has_nothing_to_give():
    house = a_cabinet(a_complaint(1, "sent", calls=[]))

    async with visiting(house) as pilot:
        await press(pilot, "4", "R")

        assert "no call is chosen" in toasts(pilot)[-1].lower()
    assert house.given == []
