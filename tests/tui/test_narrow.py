"""What must be read in full at 80 columns, and stays where one looks."""

from __future__ import annotations

import pytest
from textual.widgets._toast import Toast

from portinaio import language
from portinaio.tui.actions.registry import ACTIONS, COMMON_ACTIONS, PLACES
from portinaio.tui.places import kind_of
from portinaio.tui.widgets.drawn_to_width import DrawnToWidth
from tui.filing import a_complaint, a_draft, a_gap_of
from tui.house import a_house
from tui.scenes import usual
from tui.terminal import WIDE, press, until, visiting, words_on

ADVICE = (
    "the company did not answer in time: remind it, and if two more weeks pass, "
    "let the authority decide"
)
QUESTION = (
    "What is the postal address, the e-mail address or the certified address to which "
    "the company wants objections to be sent?"
)


def as_read(pilot) -> str:
    """The words on the screen without borders and line breaks."""
    return " ".join(words_on(pilot).replace("│", " ").split())


async def test_advice_that_the_table_cuts_off_stands_below_it():
    house = usual()
    house.filed = [a_complaint(1, state="overdue", advice=ADVICE)]

    async with visiting(house) as pilot:
        await press(pilot, "4")
        await until(pilot, lambda: ADVICE in as_read(pilot))


async def test_a_wide_screen_says_it_beside_the_table_and_not_twice():
    house = usual()
    house.filed = [a_complaint(1, state="overdue", advice=ADVICE)]

    async with visiting(house, size=WIDE) as pilot:
        await press(pilot, "4")

        assert not pilot.app.screen.query_one("#advice").display


async def test_a_long_question_of_the_letter_is_read_to_its_end():
    house = usual()
    house.draft = a_draft(missing=[a_gap_of("company_pec", QUESTION)])

    async with visiting(house) as pilot:
        await press(pilot, "r")
        await until(pilot, lambda: QUESTION in as_read(pilot))


async def test_a_toast_does_not_cover_the_field_in_which_one_answers():
    house = usual()
    house.draft = a_draft(missing=[a_gap_of("name", "What is your name?")])

    async with visiting(house, notifications=True) as pilot:
        await press(pilot, "r")
        await until(pilot, lambda: bool(pilot.app.screen.query("#gaps")))
        screen = pilot.app.screen
        await until(pilot, lambda: screen.query_one("#gaps").display)
        pilot.app.notify("something has happened " * 5)
        await until(pilot, lambda: any(one.region.height for one in screen.query(Toast)))

        asked = screen.query_one("#gaps").region
        assert not any(one.region.overlaps(asked) for one in screen.query(Toast))


@pytest.mark.parametrize("tongue", ["en", "it"])
async def test_the_sentences_of_the_help_stand_in_one_column(tongue: str):
    language.use(tongue)
    actions = {action for place in PLACES for action in kind_of(place).OWN_ACTIONS} | set(
        COMMON_ACTIONS
    )
    try:
        async with visiting(a_house()) as pilot:
            await press(pilot, "8")
            lines = str(pilot.app.screen.query_one(DrawnToWidth).render()).splitlines()
        sentences = {ACTIONS[action].help()[:18] for action in actions}
    finally:
        language.use("en")

    first = [line for line in lines if line[:25].strip()]  # of several: the keys stand there
    assert {line.index(one) for line in first for one in sentences if f" {one}" in line[10:]} == {
        25
    }
