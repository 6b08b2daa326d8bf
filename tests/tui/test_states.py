"""How every screen looks on a usual day, with nothing in it and in trouble, narrow and wide; README shows some of these files.

What the houses hold stands in `states`. Dialogs, filters and languages are pictured beside the tests of their keys.
"""

from __future__ import annotations

import pytest

from portinaio import language
from portinaio.tui.state import Connection
from tui import scenes, states
from tui.house import a_house, ago
from tui.terminal import NARROW, WIDE, press, settled, visiting, words_on


@pytest.fixture
def italian():
    language.use("it")
    yield
    language.use("en")


BOTH_SIZES = pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80", "120"])
LOADING = {
    "number": ("check", "4 calls"),
    "catalogue": ("catalogue", "Opening the catalogue…"),
    "inside": ("list_rows", "Opening the list…"),
    "complaints": ("complaints", "Reading the complaints…"),
    "letter": ("report", "Writing the letter…"),
    "insight": ("insight", "Counting…"),
    "settings": ("settings", "Reading config.toml…"),
    "help": ("settings", "8 Help"),
    "first-run": ("guesses", "Looking around…"),
}
"""The question that is not answered yet, and what the screen says meanwhile."""
WITHOUT = (
    *("calls", "lists", "mine", "complaints", "lines", "insight", "settings", "help"),
    *("contacts", "books"),
)
"""Places that are there without the daemon too."""


@BOTH_SIZES
@pytest.mark.parametrize("screen", states.USUAL)
def test_usual(picture, screen, size):
    scene = states.USUAL[screen]

    assert picture(scene.house(), size, *scene.keys)


@BOTH_SIZES
@pytest.mark.parametrize("screen", states.EMPTY)
def test_empty(picture, screen, size):
    scene = states.EMPTY[screen]

    assert picture(scene.house(), size, *scene.keys)


@BOTH_SIZES
def test_first_use(picture, size):
    """Before there is a line that could ring."""
    assert picture(a_house(lines=[], lists=[]), size)


@BOTH_SIZES
@pytest.mark.parametrize("screen", states.TROUBLE)
def test_trouble(picture, screen, size):
    scene = states.TROUBLE[screen]

    assert picture(scene.house(), size, *scene.keys)


@BOTH_SIZES
@pytest.mark.parametrize("screen", WITHOUT)
def test_without_the_screener(picture, screen, size):
    house = states.away()

    assert picture(
        house,
        size,
        *states.USUAL[screen].keys,
        connection=Connection.DOWN,
        start_daemon=house.come_back,
    )


@BOTH_SIZES
@pytest.mark.parametrize("screen", ["calls", "number"])
def test_screener_lost(picture, screen, size):
    house = scenes.usual()
    house.lose_after_state = True

    assert picture(
        house,
        size,
        *states.USUAL[screen].keys,
        connection=Connection.LOST,
        start_daemon=house.come_back,
    )


@BOTH_SIZES
@pytest.mark.parametrize("screen", ["calls", "number"])
def test_paused(picture, screen, size):
    house = scenes.usual(paused_until=ago(hours=-1))

    assert picture(house, size, *states.USUAL[screen].keys)


def test_expecting_a_call(picture):
    assert picture(scenes.usual(expecting_until=ago(hours=-2)), NARROW, *states.USUAL["calls"].keys)


@pytest.mark.parametrize("screen", ["calls", "lists", "mine", "lines"])
def test_looking_for_the_screener(picture, screen):
    house = states.silent(scenes.usual(), "connect")
    waits = {"connection": Connection.CONNECTING, "waits": "Looking for the screener…"}

    assert picture(house, NARROW, *states.USUAL[screen].keys, **waits)


@pytest.mark.parametrize("screen", LOADING)
def test_loading(picture, screen):
    question, words = LOADING[screen]
    house = states.silent(states.USUAL[screen].house(), question)

    assert picture(house, NARROW, *states.USUAL[screen].keys, waits=words)


@BOTH_SIZES
@pytest.mark.parametrize(
    "state", [states.USUAL, states.EMPTY, states.TROUBLE], ids=["usual", "empty", "trouble"]
)
@pytest.mark.usefixtures("italian")
def test_calls_in_italian(picture, state, size):
    assert picture(state["calls"].house(), size)


async def test_f3_shows_all_notices_in_whole_sentences():
    health = [{"code": "due", "text": f"complaint {n} waits for an answer"} for n in range(1, 5)]

    async with visiting(scenes.usual(health=health), size=NARROW) as pilot:
        before = words_on(pilot)
        await press(pilot, "f3")
        shown = words_on(pilot)
        await press(pilot, "escape")
        after = words_on(pilot)

    assert "complaint 4 waits" not in before
    assert "f3 2 more notices" in before
    assert all(f"complaint {n} waits for an answer" in shown for n in range(1, 5))
    assert after == before


async def test_a_click_on_what_has_no_room_shows_all_notices():
    health = [{"code": "due", "text": f"complaint {n} waits for an answer"} for n in range(1, 5)]

    async with visiting(scenes.usual(health=health), size=NARROW) as pilot:
        lines = words_on(pilot).splitlines()
        at = next(y for y, line in enumerate(lines) if "more notices" in line)
        await pilot.click(offset=(lines[at].index("more notices"), at))
        await settled(pilot)

        assert "complaint 4 waits for an answer" in words_on(pilot)
