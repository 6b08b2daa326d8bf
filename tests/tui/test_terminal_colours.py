"""Terminals of few colours and of none."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from portinaio.tui.terminal_colours import colourless
from tui.scenes import usual
from tui.terminal import visiting

ASK = "import os; from portinaio.tui.terminal_colours import colourless; print(colourless(os.environ))"


def test_nobody_who_wants_no_colour_gets_any():
    assert colourless({"NO_COLOR": "1", "COLORTERM": "truecolor"})


@pytest.mark.parametrize(
    ("term", "told"),
    [
        pytest.param("vt100", "True", id="a terminal without colours"),
        pytest.param("xterm", "False", id="one of eight"),
        pytest.param("nobody-knows", "False", id="an unknown one may have some"),
    ],
)
def test_a_terminal_is_asked_for_its_colours(term: str, told: str):
    """In a process of its own: the library reads one terminal's description in its life."""
    rest = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "COLORTERM"}}

    asked = subprocess.run(
        [sys.executable, "-c", ASK],
        env=rest | {"TERM": term},
        capture_output=True,
        text=True,
        check=True,
    )

    assert asked.stdout.strip() == told


async def test_without_colour_not_even_grey_is_sent():
    async with visiting(usual()) as pilot:
        pilot.app.use_no_colour()
        await pilot.pause()
        lines = pilot.app.screen._compositor.render_strips(pilot.app.size)
        filters = pilot.app.get_line_filters()
        sent = [
            line.apply_filter(one, pilot.app.screen.background_colors[1])
            for line in lines
            for one in filters
        ]

    colours = {segment.style.color for line in sent for segment in line if segment.style}

    assert {colour.name for colour in colours if colour} <= {"default"}
