"""A report given to lists: what it was about is asked, what leaves is shown, and the same key takes it back."""

from __future__ import annotations

import pytest

from tui.house import NUMBER, a_call, a_house
from tui.terminal import press, toasts, visiting, words_on


def a_house_with_a_call(**given):
    return a_house(calls=[a_call(**given)])


async def test_shift_r_asks_what_the_call_was_about_and_gives_nothing_yet():
    house = a_house_with_a_call()

    async with visiting(house) as pilot:
        await press(pilot, "R")

        assert "What was the call of +39 02 0000 1234 about?" in " ".join(words_on(pilot).split())
    assert house.given == []


async def test_what_leaves_is_shown_before_the_yes():
    house = a_house_with_a_call()

    async with visiting(house) as pilot:
        await press(pilot, "R", "home", "enter", "enter")

        words = " ".join(words_on(pilot).split())
        assert "Votes is given exactly this:" in words
        assert "POST https://votes.example/new" in words
        assert f'{{"phone": "{NUMBER}", "rating": "advertising"}}' in words
        assert "Pages has a page for it, which you send yourself:" in words
    assert house.given == []


async def test_a_yes_gives_what_was_shown():
    house = a_house_with_a_call()
    opened = []

    async with visiting(house) as pilot:
        pilot.app.session.browse = lambda address: opened.append(address) or True
        await press(pilot, "R", "enter", "enter", "y")

        assert "Votes: given" in toasts(pilot)[-1]
    assert house.given == [(NUMBER, "other")]
    assert house.told == [(("votes", "pages"), "")]
    assert opened == ["https://pages.example/new"]


async def test_a_list_that_came_after_the_preview_is_given_nothing():
    """Nor one that could take nothing then."""
    house = a_house_with_a_call()
    house.page_refusal = "it takes calls that you received"

    async with visiting(house) as pilot:
        await press(pilot, "R", "enter", "enter")
        house.page_refusal = None
        await press(pilot, "y")

    assert house.told == [(("votes",), "")]


async def test_without_a_browser_the_page_is_on_the_clipboard():
    house = a_house_with_a_call()

    async with visiting(house) as pilot:
        pilot.app.session.browse = lambda _address: False
        await press(pilot, "R", "enter", "enter", "y")

        assert "No browser here" in toasts(pilot)[-1]
        assert pilot.app.clipboard == "https://pages.example/new"


async def test_a_company_is_named_only_if_the_user_types_it():
    house = a_house_with_a_call()

    async with visiting(house) as pilot:
        await press(pilot, "R", "enter", *"Acme", "enter", "y")

    assert house.told == [(("votes", "pages"), "Acme")]


@pytest.mark.parametrize("keys", [["escape"], ["enter", "escape"], ["enter", "enter", "escape"]])
async def test_esc_gives_nothing(keys):
    house = a_house_with_a_call()

    async with visiting(house) as pilot:
        await press(pilot, "R", *keys)

    assert house.given == []


async def test_the_same_key_takes_it_back():
    house = a_house_with_a_call()

    async with visiting(house) as pilot:
        await press(pilot, "R", "enter", "enter", "y", "R", "enter")

        assert "Votes: taken back" in toasts(pilot)[-1]
    assert house.given == []


async def test_the_same_key_gives_another_topic():
    house = a_house_with_a_call()

    async with visiting(house) as pilot:
        await press(pilot, "R", "enter", *"Acme", "enter", "y")
        await press(pilot, "R", "down", "enter", "home", "enter", "enter", "y")

        assert "Votes: given" in toasts(pilot)[-1]
    assert house.given == [(NUMBER, "advertising")]


async def test_a_number_that_nobody_takes_says_why():
    house = a_house_with_a_call()
    house.share_refusal = "it needs a token"

    async with visiting(house) as pilot:
        await press(pilot, "R", "enter", "enter")

        assert "Votes is given nothing: it needs a token" in toasts(pilot)[-1]
    assert house.given == []


async def test_shift_r_gives_from_the_page_of_a_number_too():
    house = a_house_with_a_call()

    async with visiting(house) as pilot:
        await press(pilot, "enter", "R", "enter", "enter", "y")

    assert house.given == [(NUMBER, "other")]


async def test_the_toast_of_a_block_names_the_key_that_gives_a_report():
    house = a_house_with_a_call()

    async with visiting(house) as pilot:
        await press(pilot, "b")
        blocked = toasts(pilot)[-1]
        await press(pilot, "b")
        unblocked = toasts(pilot)[-1]

    assert "R to give a report to lists" in blocked
    assert "R to give" not in unblocked


@pytest.mark.parametrize("keys", [["b"], ["R", "enter", "enter", "y", "b"]])
async def test_it_is_silent_where_no_list_takes_one_or_has_it(keys):
    house = a_house_with_a_call()
    house.share_refusal = "it needs a token" if keys == ["b"] else None

    async with visiting(house) as pilot:
        await press(pilot, *keys)

        assert "is blocked" in toasts(pilot)[-1]
        assert "R to give" not in toasts(pilot)[-1]


async def test_the_toast_of_a_letter_that_was_sent_names_it_too_and_it_gives_from_there():
    house = a_house_with_a_call()

    async with visiting(house) as pilot:
        await press(pilot, "r", "w", "enter")
        sent = toasts(pilot)[-1]
        await press(pilot, "R", "enter", "enter", "y")

    assert "R to give a report to lists" in sent
    assert house.given == [(NUMBER, "other")]
