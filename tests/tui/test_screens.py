"""How the calls and a caller look in other colours, filtered and asked about; the states of all screens are in `test_states`."""

from __future__ import annotations

import pytest

from tui import scenes
from tui.terminal import NARROW, WIDE


def test_calls_usual_light_120(picture):
    assert picture(scenes.ringing(), WIDE, "down", theme="portinaio-light")


def test_calls_in_sixteen_colours_80(picture):
    assert picture(scenes.ringing(), NARROW, "down", theme="ansi-dark")


def test_calls_without_colour_80(picture, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    assert picture(scenes.ringing(), NARROW, "down", theme="ansi-dark")


def test_calls_masked_120(picture):
    assert picture(scenes.usual(), WIDE, "m")


def test_calls_filtered_80(picture):
    assert picture(scenes.usual(), NARROW, "slash", *"555")


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80", "120"])
def test_calls_filter_empty(picture, size):
    assert picture(scenes.usual(), size, "slash", *"0170")


def test_calls_help_120(picture):
    assert picture(scenes.usual(), WIDE, "question_mark")


def test_calls_undo_offered_80(picture):
    assert picture(scenes.usual(), NARROW, "b")


def test_number_of_a_contact_80(picture):
    assert picture(scenes.usual(), NARROW, "down", "enter")


def test_number_after_blocking_120(picture):
    assert picture(scenes.usual(), WIDE, "down", "down", "down", "down", "enter", "b")


def test_number_tried_at_another_hour_120(picture):
    assert picture(scenes.usual(), WIDE, "enter", "t")


def test_name_asked_80(picture):
    assert picture(scenes.usual(), NARROW, "n")
