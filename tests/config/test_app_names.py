"""Names that the terminal app does not know are told, and cost nobody a call."""

from __future__ import annotations

import pytest
from textual.theme import BUILTIN_THEMES

from portinaio.config.app_names import ACTS, THEMES, remarks
from portinaio.config.load import parse_settings
from portinaio.config.settings import TuiTable
from portinaio.tui.actions.registry import ACTIONS
from portinaio.tui.themes import DARK, LIGHT


def test_the_acts_are_those_of_the_app():
    assert sorted(ACTS) == sorted(ACTIONS)


def test_the_themes_are_ours_and_those_of_textual():
    assert sorted(THEMES) == sorted({*BUILTIN_THEMES, DARK.name, LIGHT.name})


def test_the_names_of_the_app_need_no_remark():
    assert not list(remarks(TuiTable(keys=dict.fromkeys(ACTS, "f9"))))
    assert all(not list(remarks(TuiTable(theme=theme))) for theme in THEMES)


@pytest.mark.parametrize(
    ("tui", "key", "said"),
    [
        (TuiTable(theme="nope"), "tui.theme", "no theme is called 'nope', so the app has its own"),
        (TuiTable(theme=""), "tui.theme", "no theme is called ''"),
        (TuiTable(keys={"blok": "x"}), "tui.keys", "'blok'; did you mean block?"),
        (TuiTable(keys={"zzzz": "x"}), "tui.keys", "'zzzz'; there are: calls, lists,"),
    ],
)
def test_a_name_that_the_app_does_not_know_is_told_with_those_that_it_does(tui, key, said):
    ((where, remark),) = remarks(tui)

    assert where == key
    assert said in str(remark)


def test_a_wrong_theme_leaves_the_settings_as_they_are():
    assert parse_settings('[tui]\ntheme = "nope"', "config.toml").tui.theme == "nope"
