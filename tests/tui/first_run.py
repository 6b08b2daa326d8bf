"""The first run of somebody whose house is empty: its questions, and the way through them."""

from __future__ import annotations

from portinaio.tui.setup.screen import SetupScreen
from portinaio.tui.setup.trial_call import TrialCallScreen
from tui.house import a_house
from tui.shelving import an_offer
from tui.terminal import press, settled, until

COUNTRY, TONGUE, LINE, ACTION, SUSPECTED, CONTACTS, LISTS = range(7)


def a_fresh_house():
    house = a_house(lines=[], lists=[])
    house.guessed["fresh"] = True
    house.offers = [an_offer("spam-it"), an_offer("spam-de")]
    return house


def names(house) -> list[str]:
    return [one["name"] for one in house.lists()]


async def come(pilot) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, SetupScreen))
    await settled(pilot)


TO_PROVIDER = (*["down"] * LINE, "enter", "home", "enter")
TO_PBX = (*["down"] * LINE, "enter", "home", "down", "enter")


def to_sip(*registrar: str) -> list[str]:
    return [*TO_PROVIDER, "down", "enter", *registrar, "enter"]


async def await_call(pilot) -> None:
    await come(pilot)
    await press(pilot, *to_sip(*"sip.example.net"), "ctrl+s")
    await until(pilot, lambda: isinstance(pilot.app.screen, TrialCallScreen))
    await settled(pilot)
