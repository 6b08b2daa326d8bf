"""The configuration on the screen: what each key does to config.toml, and how it looks."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio import language
from portinaio.errors import UsageError
from portinaio.tui.settings.values import read, written
from tui.configuring import a_setting
from tui.house import a_call, a_house
from tui.scenes import cabinet, usual
from tui.terminal import NARROW, WIDE, press, settled, toasts, until, visiting, words_on

COUNTRY, SPEECH, UNKNOWN, REPORTED, HOURS, DAYS = range(6)
THEME = 9


@pytest.fixture(autouse=True)
def english():
    yield
    language.use("en")


async def at(pilot, row: int) -> None:
    await press(pilot, "7", *["down"] * row)


async def test_enter_changes_a_text_in_place():
    house = a_house()

    async with visiting(house) as pilot:
        await at(pilot, COUNTRY)
        await press(pilot, "enter", "backspace", "backspace", "D", "E", "enter")

    assert house.written == [{"country": "DE"}]


async def test_enter_offers_what_can_be_chosen():
    house = a_house()

    async with visiting(house) as pilot:
        await at(pilot, UNKNOWN)
        await press(pilot, "enter", "down", "enter")

    assert house.written == [{"policy.unknown": "silence"}]


@pytest.mark.parametrize("row", [UNKNOWN, HOURS], ids=["chosen", "written"])
async def test_what_becomes_of_an_action_is_said_before_it_is_taken(row):
    house = a_house()
    for one in house.config.values():
        one["remark"] = "line home: silence becomes ring\nline home: announce becomes answer"

    async with visiting(house) as pilot:
        await at(pilot, row)
        await press(pilot, "enter")
        shown = words_on(pilot)

    assert "line home: silence becomes ring" in shown
    assert "line home: announce becomes answer" in shown


async def test_an_action_of_the_policy_is_tried_on_the_log_before_it_is_taken():
    house = a_house()
    house.past_calls = 112

    async with visiting(house) as pilot:
        await at(pilot, UNKNOWN)
        await press(pilot, "enter")
        before = words_on(pilot)
        await press(pilot, "down")
        await until(pilot, lambda: "it would have silenceed 3" in words_on(pilot))
        await press(pilot, "up")
        after = words_on(pilot)

    assert house.replayed == [{"unknown": "silence"}]
    assert ("it would have" in before, "it would have" in after, house.written) == (
        False,
        False,
        [],
    )


async def test_a_log_without_calls_says_nothing_of_an_action():
    house = a_house()

    async with visiting(house) as pilot:
        await at(pilot, UNKNOWN)
        await press(pilot, "enter", "down")
        shown = words_on(pilot)

    assert house.replayed == [{"unknown": "silence"}]
    assert "of the last" not in shown


async def test_u_takes_a_change_back():
    house = a_house()

    async with visiting(house) as pilot:
        await at(pilot, UNKNOWN)
        await press(pilot, "enter", "down", "enter")
        await press(pilot, "u")

    assert house.written[-1] == {"policy.unknown": None}


async def test_d_takes_a_key_out_so_that_its_default_holds():
    house = a_house()

    async with visiting(house) as pilot:
        await at(pilot, HOURS)
        await press(pilot, "d")

    assert house.written == [{"policy.hours": None}]


async def test_d_says_why_not_where_the_default_holds_already():
    async with visiting(a_house()) as pilot:
        await at(pilot, DAYS)
        await press(pilot, "d")

        assert toasts(pilot) == ["It has its default already"]


async def test_a_value_that_cannot_be_meant_is_refused_at_its_field():
    async with visiting(a_house()) as pilot:
        await at(pilot, DAYS)
        await press(pilot, "enter", "0", "enter")

        assert "keep_days must be 1 to 36500" in words_on(pilot)
        assert toasts(pilot) == []


async def test_a_number_that_is_none_is_refused_at_its_field():
    house = a_house()

    async with visiting(house) as pilot:
        await at(pilot, DAYS)
        await press(pilot, "enter", *"many", "enter")

        assert "this must be a number" in words_on(pilot)
    assert house.written == []


async def test_esc_leaves_a_value_as_it_was():
    house = a_house()

    async with visiting(house) as pilot:
        await at(pilot, COUNTRY)
        await press(pilot, "enter", "backspace", "escape")

        assert "7 Settings" in words_on(pilot)
    assert house.written == []


async def test_a_theme_is_shown_before_it_is_taken():
    async with visiting(a_house()) as pilot:
        before = pilot.app.theme
        await at(pilot, THEME)
        await press(pilot, "enter", "home")
        previewed = pilot.app.theme
        await press(pilot, "escape")

        assert previewed != before
        assert pilot.app.theme == before


async def test_a_theme_that_is_taken_stays():
    house = a_house()

    async with visiting(house) as pilot:
        await at(pilot, THEME)
        await press(pilot, "enter", "home", "enter")

        assert house.written == [{"tui.theme": pilot.app.theme}]


async def test_another_language_is_spoken_at_once_and_everywhere():
    house = a_house(calls=[a_call()])

    async with visiting(house) as pilot:
        await at(pilot, SPEECH)
        await press(pilot, "enter", "down", "enter")
        await until(pilot, lambda: "7 Impostazioni" in words_on(pilot))
        await until(pilot, lambda: house.connections == 2)
        await settled(pilot)
        await press(pilot, "1")
        await until(pilot, lambda: "1 Chiamate" in words_on(pilot))

        assert "+39 02 0000 1234" in words_on(pilot)


TEXTS = st.text(max_size=20)
VALUES = st.recursive(
    st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(TEXTS, VALUES, max_size=3))
def test_a_table_is_read_back_as_it_was_written(value):
    assert read(written(value, "table"), a_setting("k", "", "table")) == value


@given(st.lists(TEXTS.map(str.strip).filter(bool), max_size=3))
def test_a_list_is_read_back_as_it_was_written(value):
    assert read(written(value, "list") or ",", a_setting("k", "", "list")) == value


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a, b", ["a", "b"]),
        (" a ,, b, ", ["a", "b"]),
        ('"a, b",c', ["a, b", "c"]),
        ('"a, b', ['"a', "b"]),
        ('"a" b, c', ['"a" b', "c"]),
        ('"a", "b"', ["a", "b"]),
        ('"", a', ["a"]),
    ],
)
def test_a_part_of_a_list_ends_at_a_comma_outside_quotes(text, parts):
    assert read(text, a_setting("k", "", "list")) == parts


@given(TEXTS)
def test_whatever_is_typed_for_a_table_is_read_or_refused(text):
    with suppress(UsageError):
        read(text, a_setting("k", "", "table"))


def test_settings_wrong_value_80(picture):
    assert picture(a_house(), NARROW, "7", *["down"] * DAYS, "enter", "0", "enter")


async def test_a_choice_shows_its_word_in_the_readers_language_and_the_code_is_written():
    language.use("it")
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "7", *["down"] * 3, "enter")
        shown = words_on(pilot)
        await press(pilot, "end", "enter")
        await until(pilot, lambda: bool(house.written))

    assert "reject · rifiuta" in shown
    assert house.written == [{"policy.reported": "announce"}]


def test_settings_choice_80(picture):
    assert picture(a_house(), NARROW, "7", *["down"] * UNKNOWN, "enter")


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80", "120"])
def test_settings_in_italian(picture, size):
    language.use("it")

    assert picture(a_house(), size, "7", "down")


def test_complaints_in_italian_80(picture):
    language.use("it")

    assert picture(cabinet(), NARROW, "4")


def test_calls_in_italian_80(picture):
    language.use("it")

    assert picture(usual(), NARROW)
