"""A letter means the same act in every place where it acts at all: the one table of keys."""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections import Counter
from importlib import import_module
from typing import TYPE_CHECKING

from textual.screen import ModalScreen

import portinaio.tui
from portinaio.tui.actions.registry import ACTIONS, COMMON_ACTIONS, SAME_ACT
from tui.test_every_key import screens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.tui.screens.base_screen import BaseScreen


def letters(key: str) -> list[str]:
    return [one for one in key.split(",") if (len(one) == 1 and one.isalpha()) or "+" in one]


def test_every_letter_of_an_action_stands_in_the_table_and_no_other_does():
    used: dict[str, set[str]] = {}
    for action in ACTIONS.values():
        for letter in letters(action.key):
            used.setdefault(letter, set()).add(action.id)

    assert used == {letter: set(actions) for letter, actions in SAME_ACT.items()}


def test_no_act_stands_under_two_letters():
    actions = [action for several in SAME_ACT.values() for action in several]

    assert len(actions) == len(set(actions))


def test_a_allows_s_asks_for_news_d_takes_away_and_e_writes_on_it():
    words = {letter: {ACTIONS[one].help() for one in SAME_ACT[letter]} for letter in "asde"}

    assert all("allow" in help_ or "let" in help_ for help_ in words["a"])
    assert all("for news" in help_ for help_ in words["s"])
    assert all(
        any(sign in help_ for sign in ("delete", "away", "out of", "no more"))
        for help_ in words["d"]
    )
    assert all(
        any(sign in help_ for sign in ("note", "change", "would tell")) for help_ in words["e"]
    )


def letters_of_dialogs() -> dict[str, set[str]]:
    """What letters mean where a question lies over a place: the names of what they do."""
    for module in pkgutil.walk_packages(portinaio.tui.__path__, "portinaio.tui."):
        import_module(module.name)
    found: dict[str, set[str]] = {}
    for module in {one.__module__ for one in subclasses(ModalScreen)}:
        if not module.startswith("portinaio.tui."):
            continue
        source = inspect.getsource(import_module(module))
        for keys, action in re.findall(r'Binding\(\s*"([^"]+)", "([^"]+)"', source):
            for letter in letters(keys):
                found.setdefault(letter, set()).add(action)
    return found


def subclasses(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from subclasses(one)


IN_DIALOGS = {
    "d": {"drop", "revoke"},  # takes away
    "l": {"dismiss"},  # the other side of the line, which it has opened
    "n": {"dismiss(False)"},  # no
    "y": {"dismiss(True)", "copy"},  # yes; where nothing is asked, as everywhere, copy
    "ctrl+s": {"export", "keep"},  # writes out
}
"""As in the places, but for the answer to a yes or no."""


def test_a_letter_means_in_a_dialog_what_it_means_in_the_places():
    unknown = {
        letter: actions - IN_DIALOGS.get(letter, set())
        for letter, actions in letters_of_dialogs().items()
    }

    assert {letter: actions for letter, actions in unknown.items() if actions} == {}


def test_no_key_means_two_acts_on_one_screen():
    twice = {
        name: [key for key, n in Counter(keys_of(kind)).items() if n > 1]
        for name, kind in screens().items()
    }

    assert {name: keys for name, keys in twice.items() if keys} == {}


def keys_of(kind: type[BaseScreen]) -> list[str]:
    actions = (*kind.OWN_ACTIONS, *COMMON_ACTIONS)
    return [key for action in actions for key in ACTIONS[action].key.split(",")]
