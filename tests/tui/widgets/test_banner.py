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


@pytest.mark.parametrize(("width", "sentences"), [(120, 4), (60, 2), (30, 1)])
async def test_as_many_sentences_as_stand_there_whole(width, sentences):
    app = ABanner([f"{LONG} {n}" for n in range(6)])
    async with app.run_test(size=(width, 24)) as pilot:
        await pilot.pause()
        banner = app.query_one(Banner)
        text = " ".join(
            "".join(segment.text for segment in banner.render_line(y)).strip()
            for y in range(banner.size.height)
        )

    assert [n for n in range(6) if f"remind it {n}" in text] == list(range(sentences))
