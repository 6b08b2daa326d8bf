"""How the screens look: each in its usual, empty and troubled state, narrow and wide. README shows some of these files."""

from __future__ import annotations

from portinaio.tui.known import Link
from tui import scenes
from tui.filing import a_draft
from tui.house import a_call, a_house, ago
from tui.terminal import NARROW, WIDE


def test_calls_usual_80(picture):
    assert picture(scenes.ringing(), NARROW)


def test_calls_usual_120(picture):
    assert picture(scenes.ringing(), WIDE, "down")


def test_calls_usual_light_120(picture):
    assert picture(scenes.ringing(), WIDE, "down", theme="portinaio-light")


def test_calls_in_sixteen_colours_80(picture):
    assert picture(scenes.ringing(), NARROW, "down", theme="ansi-dark")


def test_calls_without_colour_80(picture, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    assert picture(scenes.ringing(), NARROW, "down")


def test_calls_masked_120(picture):
    assert picture(scenes.usual(), WIDE, "m")


def test_calls_empty_80(picture):
    assert picture(a_house(), NARROW)


def test_calls_empty_120(picture):
    assert picture(a_house(), WIDE)


def test_calls_filtered_80(picture):
    assert picture(scenes.usual(), NARROW, "slash", *"555")


def test_calls_filter_empty_80(picture):
    assert picture(scenes.usual(), NARROW, "slash", *"0170")


def test_calls_line_down_80(picture):
    assert picture(scenes.troubled(), NARROW)


def test_calls_line_down_120(picture):
    assert picture(scenes.troubled(), WIDE)


def test_calls_paused_80(picture):
    assert picture(scenes.usual(paused_until=ago(hours=-1)), NARROW)


def test_calls_daemon_away_80(picture):
    house = scenes.usual()
    house.daemon = False
    assert picture(house, NARROW, link=Link.AWAY, start_daemon=house.come_back)


def test_calls_daemon_lost_80(picture):
    house = scenes.usual()
    house.lose_after_state = True
    assert picture(house, NARROW, link=Link.LOST, start_daemon=house.come_back)


def test_calls_help_120(picture):
    assert picture(scenes.usual(), WIDE, "question_mark")


def test_calls_undo_offered_80(picture):
    assert picture(scenes.usual(), NARROW, "b")


def test_number_usual_80(picture):
    assert picture(scenes.usual(), NARROW, "enter")


def test_number_usual_120(picture):
    assert picture(scenes.usual(), WIDE, "enter")


def test_number_of_a_contact_80(picture):
    assert picture(scenes.usual(), NARROW, "down", "enter")


def test_number_withheld_80(picture):
    assert picture(a_house(calls=[a_call(number=None, because="number withheld")]), NARROW, "enter")


def test_number_after_blocking_120(picture):
    assert picture(scenes.usual(), WIDE, "down", "down", "down", "down", "enter", "b")


def test_number_tried_at_another_hour_120(picture):
    assert picture(scenes.usual(), WIDE, "enter", "t")


def test_name_asked_80(picture):
    assert picture(scenes.usual(), NARROW, "n")


def test_letter_with_a_gap_80(picture):
    house = scenes.usual()
    house.draft = a_draft(missing=[{"key": "name", "question": "What is your name?"}])
    assert picture(house, NARROW, "r")


def test_letter_complete_120(picture):
    assert picture(scenes.usual(), WIDE, "r")
