"""Asking a register whose a number is: who learns of it is said first, and a second yes writes the answer down."""

from __future__ import annotations

from tui.house import NUMBER, a_call, a_house
from tui.terminal import press, toasts, visiting, words_on

SHOWN = "+39 02 0000 1234"


def a_house_with_a_call(**given):
    return a_house(calls=[a_call(**given)])


async def test_i_says_who_learns_of_the_call_before_anybody_is_asked():
    house = a_house_with_a_call()

    async with visiting(house) as pilot:
        await press(pilot, "i")

        words = " ".join(words_on(pilot).split())
        assert f"Ask AGCOM whose {SHOWN} is?" in words
        assert "agcom.example, of AGCOM, learns by it" in words
    assert house.asked_register == []


async def test_esc_asks_nobody():
    house = a_house_with_a_call()

    async with visiting(house) as pilot:
        await press(pilot, "i", "escape")

    assert house.asked_register == []


async def test_a_yes_asks_and_nothing_is_written_down_by_it():
    house = a_house_with_a_call()

    async with visiting(house) as pilot:
        await press(pilot, "i", "y")

        words = " ".join(words_on(pilot).split())
        assert "Write it into the company book?" in words
        assert "It may be a call centre that works for somebody else." in words
    assert (house.asked_register, house.company_book) == ([NUMBER], [])


async def test_a_second_yes_writes_it_into_the_book_and_u_takes_it_back():
    house = a_house_with_a_call()

    async with visiting(house) as pilot:
        await press(pilot, "i", "y", "y")
        written = list(house.company_book)
        await press(pilot, "u")

    assert written == [
        {
            "name": "Esempio Contatti S.r.l.",
            "numbers": [NUMBER],
            "source": "AGCOM, ROC, 2026-11-24",
        }
    ]
    assert house.company_book == []


async def test_a_company_that_is_in_the_book_keeps_its_source():
    house = a_house_with_a_call()
    house.company_book = [{"name": "ESEMPIO CONTATTI S.R.L.", "numbers": [], "source": "its site"}]

    async with visiting(house) as pilot:
        await press(pilot, "i", "y", "y")

    assert house.company_book[-1] == {"name": "Esempio Contatti S.r.l.", "numbers": [NUMBER]}


async def test_a_number_that_is_registered_for_nobody_is_told_so():
    house = a_house_with_a_call()
    house.registered = []

    async with visiting(house) as pilot:
        await press(pilot, "i", "y")

        assert toasts(pilot) == [f"AGCOM, ROC: {SHOWN} is registered for nobody"]


async def test_of_two_companies_none_is_offered_to_the_book():
    house = a_house_with_a_call()
    house.registered = ["Esempio", "Altro"]

    async with visiting(house) as pilot:
        await press(pilot, "i", "y")

        assert toasts(pilot) == [f"AGCOM, ROC: {SHOWN} is registered for Esempio, Altro"]
    assert house.company_book == []


async def test_a_name_with_markup_is_only_text():
    house = a_house_with_a_call()
    house.registered = ["[red]Esempio[/red]\x1b[2J"]

    async with visiting(house) as pilot:
        await press(pilot, "i", "y")

        assert "[red]Esempio[/red]" in words_on(pilot)


async def test_a_number_of_another_country_is_told_and_nobody_is_asked():
    house = a_house_with_a_call(number="+12025550101")

    async with visiting(house) as pilot:
        await press(pilot, "i")

        assert toasts(pilot) == ["no register says whose it is"]
    assert house.asked_register == []


async def test_who_gave_no_number_cannot_be_asked_about():
    async with visiting(a_house_with_a_call(number=None)) as pilot:
        await press(pilot, "i")

        assert toasts(pilot) == ["This caller gave no number"]


async def test_i_asks_from_the_page_of_a_number_too():
    house = a_house_with_a_call()

    async with visiting(house) as pilot:
        await press(pilot, "enter", "i", "y")

    assert house.asked_register == [NUMBER]


async def test_in_a_letter_the_answer_becomes_a_suggestion():
    house = a_house_with_a_call()

    async with visiting(house) as pilot:
        await press(pilot, "r", "i", "y")
        asked = list(house.asked_register)

        assert toasts(pilot) == [f"AGCOM, ROC: {SHOWN} is registered for Esempio Contatti S.r.l."]
    assert (asked, house.company_book) == ([NUMBER], [])


async def test_a_masked_number_stays_masked_in_the_question():
    async with visiting(a_house_with_a_call()) as pilot:
        await press(pilot, "m", "i")

        assert SHOWN not in words_on(pilot)
