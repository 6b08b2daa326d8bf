"""`demo --tour`: the app that opens is told of it."""

from __future__ import annotations

import signal
from argparse import Namespace
from contextlib import nullcontext

import pytest

from portinaio.cli.commands import demo
from portinaio.cli.context import CommandContext


@pytest.mark.parametrize("tour", [True, False])
def test_the_app_of_the_demo_begins_the_tour_where_it_was_asked_for(monkeypatch, tmp_path, tour):
    opened = []
    monkeypatch.setattr(signal, "signal", lambda *_given: None)
    monkeypatch.setattr(CommandContext, "can_draw", True)
    monkeypatch.setattr(demo, "_move_in", lambda _demo: 0)
    monkeypatch.setattr(demo, "_daemon", nullcontext)
    monkeypatch.setattr(demo, "run_app", lambda _demo, *, tour: opened.append(tour) or 0)

    code = demo.run(
        CommandContext({"PORTINAIO_HOME": str(tmp_path), "PORTINAIO_LANG": "en"}),
        Namespace(span="10s", tour=tour),
    )

    assert (code, opened) == (0, [tour])


def test_the_household_lives_in_italy_wherever_it_is_shown(run, house, monkeypatch):
    """Its numbers are Italian; in an American home all of them would call from abroad."""
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setattr(signal, "signal", lambda *_given: None)
    demo._furnish(CommandContext({"PORTINAIO_HOME": str(house), "PORTINAIO_LANG": "en"}))

    found = run("check", "02 0000 1234", "--json").json

    assert (found["number"], found["because"]) == (
        "+390200001234",
        "nothing is known of this number",
    )
