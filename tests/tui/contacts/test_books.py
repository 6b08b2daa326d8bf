"""The address books that are followed: how they are, and what the keys do to them."""

from __future__ import annotations

import pytest

from portinaio.tui.contacts.books_screen import BooksScreen
from tui.address_book import a_book, a_contact
from tui.house import a_house, ago
from tui.terminal import press, toasts, visiting, words_on


def with_books(*books):
    house = a_house()
    house.followed = list(books) or [a_book("family", state="ok", checked=ago(minutes=12))]
    house.people = [a_contact("Ada", source="family")]
    return house


async def test_b_shows_the_books_with_their_age():
    async with visiting(with_books()) as pilot:
        await press(pilot, "9", "B")
        words = words_on(pilot)

        assert isinstance(pilot.app.screen, BooksScreen)
    assert ("family" in words, "12 min" in words) == (True, True)


async def test_a_book_in_trouble_says_what_is_wrong():
    house = with_books(a_book("family", state="stale", error="it refuses the password"))

    async with visiting(house) as pilot:
        await press(pilot, "9", "B")

        assert "it refuses the password" in words_on(pilot)


async def test_s_asks_the_book_under_the_cursor_for_news():
    house = with_books(a_book("family"), a_book("work"))

    async with visiting(house, notifications=True) as pilot:
        await press(pilot, "9", "B", "down", "s")
        said = toasts(pilot)

    assert (house.synced, "2 new, 1 changed" in " ".join(said)) == ([(["work"], [])], True)


@pytest.mark.parametrize(("answer", "taken"), [("y", [(["family"], ["family"])]), ("n", [])])
async def test_a_book_that_has_shrunk_is_taken_only_after_a_yes(answer, taken):
    house = with_books(a_book("family", state="refused", error="it holds only 2 of the 9 numbers"))

    async with visiting(house) as pilot:
        await press(pilot, "9", "B", "exclamation_mark", answer)

    assert house.synced == taken


@pytest.mark.parametrize(("answer", "left"), [("y", 0), ("escape", 1)])
async def test_d_follows_a_book_no_more_only_after_a_yes(answer, left):
    house = with_books()

    async with visiting(house) as pilot:
        await press(pilot, "9", "B", "d", answer)

    assert (len(house.followed), len(house.people)) == (left, left)


async def test_where_none_is_followed_it_says_how_to():
    async with visiting(a_house()) as pilot:
        await press(pilot, "9", "B")

        assert "No address book is followed." in words_on(pilot)
