"""`/` in every place that has a table: it shows what holds the words, whatever their case, and a number in any spelling."""

from __future__ import annotations

import pytest

from portinaio import language
from portinaio.language import terms
from portinaio.tui.screens.filtered_screen import Findable, holds
from tui import shelf_scenes, states
from tui.filing import a_complaint
from tui.house import a_house, a_line, a_sales_call, an_entry
from tui.terminal import WIDE, press, settled, visiting, words_on


def with_entries():
    return a_house(
        contacts={"+390200004321": "Scuola Verdi"},
        entries=[
            an_entry(1, "+390200004321", "allow"),
            an_entry(2, "+390844*", note="energy audits"),
            an_entry(3, "+390200001200..+390200001299", note="a whole switchboard"),
            an_entry(4, None, name="tellows*"),
        ],
    )


def with_complaints():
    house = a_house(calls=[a_sales_call(1), a_sales_call(2, "+12025550147")])
    house.filed = [
        a_complaint(1, "overdue", company="Esempio Energia"),
        a_complaint(2, company="Fibra 24", recipient="garante", calls=[2]),
    ]
    return house


def with_lines():
    error = "the provider did not answer"
    return a_house(lines=[a_line(), a_line("office", "retrying", error), a_line("shop", "gone")])


PLACES = {
    "lists": (shelf_scenes.with_lists, ("2",), ("Spam reports IT", "Phone spam Europe", "FTC")),
    "mine": (with_entries, ("3",), ("Scuola Verdi", "0844*", "1200..99", "tellows")),
    "complaints": (with_complaints, ("4",), ("Esempio Energia", "Fibra 24")),
    "lines": (with_lines, ("5",), ("home", "office", "shop")),
    "settings": (a_house, ("7",), ("country", "unknown", "theme")),
    "contacts": (
        shelf_scenes.with_contacts,
        ("9",),
        ("Anna Bianchi", "Bruno Verdi", "Casa Bianchi", "Dott.ssa Neri"),
    ),
    "books": (shelf_scenes.with_followed_books, ("9", "B"), ("family", "club")),
    "catalogue": (states.new_to_all, ("2", "plus"), ("Spam reports IT", "Robocalls IT", "spam-de")),
}


def rows_on(pilot) -> str:
    """The table alone: neither the places above it, nor the bar below it, nor what stands at its right."""
    table = pilot.app.screen.query_one("VirtualTable, #panel").region
    lines = words_on(pilot).splitlines()[table.y : table.bottom]
    return "\n".join(line[table.x : table.right] for line in lines if "│ / " not in line)


async def found_by(place: str, typed: str) -> list[str]:
    house, keys, rows = PLACES[place]
    async with visiting(house(), size=WIDE) as pilot:
        await press(pilot, *keys, "slash", *typed)
        await settled(pilot)
        shown = rows_on(pilot)
    return [row for row in rows if row in shown]


@pytest.mark.parametrize(
    ("place", "typed", "found"),
    [
        ("lists", "europe", ["Phone spam Europe"]),
        ("lists", "fewer than before", ["Phone spam Europe"]),
        ("lists", "ftc comp", ["FTC"]),
        ("lists", "refused", ["Phone spam Europe"]),
        ("mine", "AUDIT", ["0844*"]),
        ("mine", "verdi", ["Scuola Verdi"]),
        ("mine", "tell", ["tellows"]),
        ("mine", "allow", ["Scuola Verdi"]),
        ("mine", "0844", ["0844*"]),
        ("mine", "0844 123 456", ["0844*"]),
        ("mine", "0039 0844", ["0844*"]),
        ("mine", "02 0000-1234", ["1200..99"]),
        ("mine", "(02) 00004321", ["Scuola Verdi"]),
        ("complaints", "energia", ["Esempio Energia"]),
        ("complaints", "overdue", ["Esempio Energia"]),
        ("complaints", "garante", ["Fibra 24"]),
        ("complaints", "202 555", ["Fibra 24"]),
        ("lines", "off", ["office"]),
        ("lines", "down", ["office"]),
        ("lines", "did not answer", ["office"]),
        ("settings", "theme", ["theme"]),
        ("contacts", "bianchi", ["Anna Bianchi", "Casa Bianchi"]),
        ("contacts", "coro", ["Bruno Verdi"]),
        ("contacts", "0044 20 7946", ["Dott.ssa Neri"]),
        ("books", "club.vcf", ["club"]),
        ("catalogue", "reports it", ["Spam reports IT"]),
    ],
)
async def test_slash_finds_what_a_place_shows(place: str, typed: str, found: list[str]):
    assert await found_by(place, typed) == found


@pytest.mark.parametrize("place", PLACES)
async def test_what_nothing_holds_is_told_and_esc_shows_all_again(place: str):
    house, keys, rows = PLACES[place]
    async with visiting(house(), size=WIDE) as pilot:
        await press(pilot, *keys)
        before = [row for row in rows if row in rows_on(pilot)]
        await press(pilot, "slash", *"xyzzy")
        assert "Nothing here matches “xyzzy”." in words_on(pilot)
        await press(pilot, "escape")

        assert [row for row in rows if row in rows_on(pilot)] == before


@pytest.mark.parametrize("place", PLACES)
async def test_enter_leaves_the_bar_for_the_rows_that_were_found(place: str):
    house, keys, _rows = PLACES[place]
    async with visiting(house(), size=WIDE) as pilot:
        await press(pilot, *keys, "slash", *"e", "enter")

        assert "“e”" in words_on(pilot)
        assert "Table" in type(pilot.app.focused).__name__


@pytest.mark.parametrize("code", language.LANGUAGES)
async def test_the_word_of_a_state_finds_it_in_the_readers_language(code: str):
    language.use(code)
    draft = language.translate(terms.COMPLAINT_STATES["draft"])

    assert await found_by("complaints", draft) == ["Fibra 24"]


@pytest.mark.parametrize(
    "spelt",
    ["+390200001234", "00390200001234", "0039 02 0000 1234", "02 0000 1234", "(02) 0000-1234", "02/00001234", "0000.1234"],
)  # fmt: skip
@pytest.mark.parametrize("known", ["+390200001234", "+3902*", "+390200001200..+390200001299"])
def test_a_number_is_found_in_any_spelling(spelt: str, known: str):
    if known == "+390200001234" or spelt != "0000.1234":  # a part of a number is in no pattern
        assert holds(Findable((), (known,)), spelt)


def test_a_name_with_a_digit_is_no_number():
    assert not holds(Findable(("Anna",), ("+390200001234",)), "Anna 2")


@pytest.mark.parametrize("digits", [15, 16, 40])
def test_more_digits_than_a_number_has_find_nothing(digits):
    assert not holds(Findable((), ("+390844*",)), "9" * digits)
