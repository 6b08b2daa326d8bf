"""What is wrong stands above the table in whole sentences, and leaves the table its room."""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import App, ComposeResult

from portinaio.tui.state import Connection, State
from portinaio.tui.widgets.banner import Banner
from worlds import FROZEN_NOW

LONG = "the answer of the company leaves open where it has your number from; remind it"


class ABanner(App[None]):
    CSS = "Banner { padding: 0 1; height: auto; max-height: 4; }"

    def __init__(self, texts: list[str]) -> None:
        super().__init__()
        health = [{"code": "due", "text": text} for text in texts]
        never = dict.fromkeys(("paused_until", "expecting_until"))
        status: Any = {"health": health, "lines": [], **never}
        self.house = State(Connection.UP, status=status)

    def compose(self) -> ComposeResult:
        yield Banner(self.house, lambda: FROZEN_NOW, str, of_absence=False)

    def on_mount(self) -> None:
        self.query_one(Banner).look()


async def shown(texts: list[str], size: tuple[int, int]) -> list[str]:
    app = ABanner(texts)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        banner = app.query_one(Banner)
        return [
            "".join(segment.text for segment in banner.render_line(y)).strip()
            for y in range(banner.size.height)
        ]


@pytest.mark.parametrize(
    ("size", "lines", "sentences"),
    [
        ((120, 24), 2, 2),
        ((120, 35), 2, 2),
        ((120, 36), 3, 3),
        ((120, 60), 4, 4),
        ((60, 24), 2, 1),
        ((60, 60), 4, 2),
    ],
)
async def test_whole_sentences_in_a_twelfth_of_the_screen_and_how_many_there_are_besides(
    size, lines, sentences
):
    found = await shown([f"{LONG} {n}" for n in range(6)], size)
    text = " ".join(found)

    assert [n for n in range(6) if f"remind it {n}" in text] == list(range(sentences))
    assert (len(found) <= lines, text.endswith(f"notices {6 - sentences} more notices")) == (
        True,
        True,
    )


@pytest.mark.parametrize("width", [30, 41, 60])
async def test_a_sentence_that_is_longer_than_that_is_cut_and_says_so(width):
    found = await shown([LONG * 3], (width, 24))

    assert (len(found), " ".join(found).endswith("… notices read on".replace("… ", "…  "))) == (
        2,
        True,
    )


async def test_what_has_room_names_no_key():
    assert await shown([LONG], (120, 24)) == [f"! {LONG}"]
