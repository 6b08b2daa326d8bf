"""Questions to the person at the terminal. Each has an answer that Enter gives."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from portinaio.cli.window import is_terminal
from portinaio.core.words import words
from portinaio.errors import PortinaioError
from portinaio.language import _

if TYPE_CHECKING:
    from portinaio.cli.window import Window


def may_ask(window: Window) -> bool:
    """Whether somebody is there to answer, and wants more on stdout than JSON."""
    return not window.json and is_terminal(sys.stdin) and is_terminal(sys.stdout)


def ask(question: str, default: str = "") -> str:
    """A line of text; `default` for an empty one. `PortinaioError` where the terminal has gone."""
    shown = f"{question} [{default}] " if default else f"{question} "
    try:
        return input(shown).strip() or default
    except EOFError:
        raise PortinaioError(words("nobody answers; nothing was changed")) from None


def choose(question: str, choices: tuple[str, ...], default: str) -> str:
    """One of the choices; asked again until it is one."""
    while True:
        chosen = ask(f"{question} ({', '.join(choices)})", default)
        if chosen in choices:
            return chosen
        question = _("Please choose one")
