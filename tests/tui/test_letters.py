"""A letter means the same act in every place where it acts at all: the one table of keys."""

from __future__ import annotations

from portinaio.tui.actions.registry import ACTIONS, SAME_ACT


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
