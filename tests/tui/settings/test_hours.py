"""Hours of a policy, changed on the screen without a word of TOML."""

from __future__ import annotations

import pytest

from portinaio import language
from portinaio.core.policy import NEVER_HELD
from portinaio.errors import UsageError
from portinaio.tui.settings.hours import summary
from portinaio.tui.settings.hours_screen import HoursScreen
from tui.house import a_house
from tui.terminal import NARROW, WIDE, press, visiting, words_on

HOURS = 4  # the row of policy.hours
NIGHT = {"from": "22:00", "to": "07:00", "unknown": "silence"}
FIELDS = (
    "from",
    "to",
    "days",
    "groups",
    "known",
    "unknown",
    "forged",
    "withheld",
    "unavailable",
    "suspected",
    "abroad",
    "reported",
)


def down(field: str) -> list[str]:
    return ["down"] * FIELDS.index(field)


async def changed(*keys: str) -> list[object]:
    """What is written of the night after these keys in its form."""
    house = a_house()
    async with visiting(house) as pilot:
        await press(pilot, "7", *["down"] * HOURS, "enter", "enter", *keys, "enter")
    return [values["policy.hours"] for values in house.written]


@pytest.mark.parametrize(
    ("keys", "more"),
    [
        pytest.param(["home", "delete", "delete", *"23"], {"from": "23:00"}, id="the beginning"),
        pytest.param(["down", *["backspace"] * 5, *"24:00"], {"to": "24:00"}, id="the end"),
        pytest.param(
            [*down("days"), *["right"] * 6, "space", "right", "space"],
            {"days": ["sun", "holiday"]},
            id="Sundays and holidays",
        ),
        pytest.param([*down("days"), "space", "space"], {}, id="a day that is taken back"),
        pytest.param(
            [*down("groups"), *"favourites, work"], {"groups": ["favourites", "work"]}, id="groups"
        ),
        pytest.param(
            [*down("groups"), *'"Work, too", friends'],
            {"groups": ["Work, too", "friends"]},
            id="a group with a comma in its name",
        ),
        pytest.param([*down("abroad"), *["right"] * 3], {"abroad": "reject"}, id="an action"),
        pytest.param([*down("forged"), "left"], {"forged": "hold"}, id="the last action"),
        pytest.param([*down("known"), "right", "left"], {}, id="an action that is taken back"),
    ],
)
async def test_every_part_of_a_window_is_chosen(keys, more):
    assert await changed(*keys) == [[NIGHT | more]]


@pytest.mark.parametrize("key", FIELDS[4:])
async def test_every_key_of_the_policy_can_have_an_action_in_hours(key):
    ((window,),) = await changed(*down(key), "left")

    last = "message" if key in NEVER_HELD else "hold"
    assert window[key] == ("ring" if key == "unknown" else last)


async def test_an_action_that_is_not_changed_any_more_is_left_out():
    assert await changed(*down("unknown"), "left", "left") == [[{"from": "22:00", "to": "07:00"}]]


async def test_further_hours_stand_behind_those_that_are_there():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "7", *["down"] * HOURS, "enter", "plus", "enter")

    assert house.written == [{"policy.hours": [NIGHT, NIGHT]}]


async def test_the_last_row_adds_hours_too():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "7", *["down"] * HOURS, "enter", "end", "enter", "enter")

    assert house.written == [{"policy.hours": [NIGHT, NIGHT]}]


async def test_hours_that_are_deleted_come_back_with_u():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "7", *["down"] * HOURS, "enter", "d", "u")

    assert house.written == [{"policy.hours": None}, {"policy.hours": [NIGHT]}]


async def test_a_line_without_hours_of_its_own_can_have_none_of_the_general_ones():
    house = a_house()
    house.config["policy.hours"]["default"] = [NIGHT]

    async with visiting(house) as pilot:
        await press(pilot, "7", *["down"] * HOURS, "enter", "d")

    assert house.written == [{"policy.hours": []}]


async def test_what_cannot_be_meant_is_told_in_the_form_which_stays_open():
    house = a_house()

    def refuse(_values):
        raise UsageError("from must be a time such as 22:00, not '25:00'")

    house.set_settings = refuse
    async with visiting(house) as pilot:
        await press(pilot, "7", *["down"] * HOURS, "enter", "enter", "enter")

        assert "from must be a time such as 22:00" in words_on(pilot)
        assert "Hours" in words_on(pilot)


async def test_esc_leaves_hours_as_they_were():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "7", *["down"] * HOURS, "enter", "enter", "delete", "escape", "escape")

        assert "7 Settings" in words_on(pilot)
    assert house.written == []


@pytest.mark.parametrize(
    ("window", "said"),
    [
        (NIGHT, "22:00-07:00 · every day · unknown silence"),
        (
            {"from": "00:00", "to": "24:00", "days": ["sun", "holiday"], "abroad": "reject"},
            "00:00-24:00 · Sun holidays · abroad reject",
        ),
        (NIGHT | {"groups": ["a", "b"]}, "22:00-07:00 · every day · a, b · unknown silence"),
    ],
)
def test_hours_are_one_line_each(window, said):
    assert summary(window) == said


def test_hours_form_80(picture):
    assert picture(a_house(), NARROW, "7", *["down"] * HOURS, "enter", "enter", *down("abroad"))


def test_hours_list_120(picture):
    assert picture(a_house(), WIDE, "7", *["down"] * HOURS, "enter")


def test_hours_form_in_italian_80(picture):
    language.use("it")
    try:
        assert picture(a_house(), NARROW, "7", *["down"] * HOURS, "enter", "enter", "down", "down")
    finally:
        language.use("en")


async def test_what_hours_would_have_done_is_said_before_a_second_enter_keeps_them():
    house = a_house()
    house.hours_silence = 3
    async with visiting(house) as pilot:
        await press(pilot, "7", *["down"] * HOURS, "enter", "enter", "enter")
        once = list(house.written), words_on(pilot)
        await press(pilot, "enter")
        twice = list(house.written)

    assert once[0] == []
    assert "would have silenced 3; enter once more" in once[1]
    assert (len(twice), house.replayed[-1]) == (
        1,
        '[policy]\nhours = [{ from = "22:00", to = "07:00", unknown = "silence" }]\n',
    )


@pytest.mark.parametrize("name", ["home", "a.b"])
async def test_hours_of_a_line_are_tried_on_its_calls_too(name):
    house = a_house()
    house.hours_silence = 2
    setting = {
        "key": f"line.{name}.policy.hours", "value": [NIGHT], "default": None, "kind": "tables",
    }  # fmt: skip
    house.settings = lambda: {
        "keys": [
            setting,
            {"key": f"line.{name}.policy.unknown", "value": "reject"},
            {"key": "policy.unknown", "value": "ring"},
        ]
    }
    screen = HoursScreen.__new__(HoursScreen)
    screen._setting = setting

    said = screen._tried(house, [NIGHT])

    assert said == "of 112 calls it would have silenced 2"
    assert house.replayed == [
        f'{name}: [policy]\nhours = [{{ from = "22:00", to = "07:00", unknown = "silence" }}]\nunknown = "reject"\n'
    ]
