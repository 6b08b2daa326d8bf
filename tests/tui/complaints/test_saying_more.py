"""What a letter would tell too is asked for by a key, and never has to be answered."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from portinaio import language
from portinaio.complaints.fixed_answers import fixed_answers
from portinaio.countries.pack import read_folder
from portinaio.countries.pack_folders import shipped
from portinaio.errors import UsageError
from portinaio.language.choices import said
from portinaio.tui.complaints.answer_words import DAY, answer_words
from tui.filing import a_draft, a_gap_of
from tui.house import a_house, a_sales_call
from tui.terminal import press, toasts, visiting, words_on

QUESTIONS = [a_gap_of("product", "What was it about?"), a_gap_of("name", "Your name?")]
KINDS = ("operator", "automated", "silent", "unanswered")
KIND = a_gap_of("kind", "Who spoke?", KINDS)
CONSENT = a_gap_of("consent", "Did you ever agree?", ("none", "unknown", "given"), or_day=True)


def a_cabinet(*further, missing=()):
    house = a_house(calls=[a_sales_call(1)])
    house.draft = a_draft(further=list(further) or QUESTIONS, missing=list(missing))
    return house


async def test_e_asks_what_the_letter_would_tell_too():
    house = a_cabinet()

    async with visiting(house) as pilot:
        await press(pilot, "r", "e", "enter", *"gas", "enter")

    assert house.asked[-1][1]["values"] == {"product": "gas"}


@pytest.mark.parametrize("code", language.LANGUAGES)
async def test_where_only_some_answers_count_they_are_offered_in_the_readers_words(code: str):
    language.use(code)
    house = a_cabinet(KIND)

    async with visiting(house) as pilot:
        await press(pilot, "r", "e", "enter")
        shown = words_on(pilot)
        await press(pilot, "down", "down", "enter")

    assert all(said(kind) in shown for kind in KINDS)
    assert house.asked[-1][1]["values"] == {"kind": "silent"}


async def test_a_day_is_typed_where_one_counts_as_well():
    house = a_cabinet(CONSENT)

    async with visiting(house) as pilot:
        await press(pilot, "r", "e", "enter", "end", "enter")
        assert "such as 2026-01-31" in words_on(pilot)
        await press(pilot, *"2026-03-01", "enter")

    assert house.asked[-1][1]["values"] == {"consent": "2026-03-01"}


@pytest.mark.parametrize("code", language.LANGUAGES)
async def test_what_the_letter_lacks_is_answered_from_a_list_below_it(code: str):
    language.use(code)
    house = a_cabinet(missing=[KIND, a_gap_of("company", "Which company?")])

    async with visiting(house) as pilot:
        await press(pilot, "r", "enter")
        shown = words_on(pilot)
        await press(pilot, "down", "enter")

    assert all(said(kind) in shown for kind in KINDS)
    assert house.asked[-1][1]["values"] == {"kind": "automated"}


async def test_esc_leaves_the_list_for_the_letter():
    async with visiting(a_cabinet(missing=[KIND])) as pilot:
        await press(pilot, "r", "enter")
        assert isinstance(pilot.app.focused, OptionList)
        await press(pilot, "escape")

        assert pilot.app.focused is pilot.app.screen.query_one("#letter")


async def test_a_click_answers_from_the_list():
    house = a_cabinet(missing=[KIND])

    async with visiting(house) as pilot:
        await press(pilot, "r")
        lines = words_on(pilot).splitlines()
        y = next(y for y, line in enumerate(lines) if "unanswered" in line)
        await pilot.click(offset=(lines[y].index("unanswered"), y))
        await press(pilot)

    assert house.asked[-1][1]["values"] == {"kind": "unanswered"}


async def test_what_a_list_says_of_the_caller_is_under_the_cursor():
    sector = a_gap_of("sector", "What is its trade?", ("energy", "telecom", "other"))
    house = a_cabinet(missing=[sector])
    house.draft["suggestions"] = [{"key": "sector", "value": "telecom", "source": "spam-it"}]

    async with visiting(house) as pilot:
        await press(pilot, "r", "enter")
        assert "as spam-it has it" in words_on(pilot)
        await press(pilot, "enter")

    assert house.asked[-1][1]["values"] == {"sector": "telecom"}


PACKS = [read_folder(folder) for folder in shipped()]


@pytest.mark.parametrize("code", language.LANGUAGES)
@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.country)
def test_no_two_answers_to_a_question_of_any_country_read_alike(pack, code: str):
    language.use(code)
    for key in ("kind", "nature", "identity", "consent", "language", *pack.answer, *pack.profile):
        fixed = fixed_answers(key, pack)
        words = answer_words(a_gap_of(key, "?", fixed.codes, or_day=fixed.or_day))

        assert len(set(words.values())) == len(words)
        assert (DAY in words) == (fixed.or_day and bool(fixed.codes))


async def test_what_is_of_the_user_is_kept_for_the_next_letter():
    house = a_cabinet()

    async with visiting(house) as pilot:
        await press(pilot, "r", "e", "down", "enter", *"Ada", "enter")

    assert house.known_profile == {"name": "Ada"}


async def test_whoever_says_nothing_leaves_the_letter_as_it_is():
    house = a_cabinet()

    async with visiting(house) as pilot:
        await press(pilot, "r")
        before = len(house.asked)
        await press(pilot, "e", "enter", "enter", "e", "escape")

    assert len(house.asked) == before


async def test_an_answer_that_cannot_be_is_told_and_not_said_again():
    house = a_cabinet()

    async with visiting(house) as pilot:
        await press(pilot, "r", "e", "enter")
        house.refuse = UsageError("product must be said otherwise")
        await press(pilot, *"x", "enter")
        told = toasts(pilot)
        house.refuse = None
        await press(pilot, "e", "down", "enter", *"Ada", "enter")

    assert any("product must be said" in one for one in told)
    assert "product" not in house.asked[-1][1]["values"]
