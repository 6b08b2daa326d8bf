"""Questions to the person at the terminal. Each has an answer that Enter gives."""

from __future__ import annotations

import sys
import unicodedata
from getpass import getpass
from typing import TYPE_CHECKING

from portinaio.cli.context import CommandContext
from portinaio.cli.terminal import is_terminal
from portinaio.cli.wrap import room_of, wrapped
from portinaio.core.message import msg
from portinaio.errors import PortinaioError
from portinaio.language import _
from portinaio.language.choices import code_of, said

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_PASSPHRASE = 4096  # characters


def may_ask(context: CommandContext) -> bool:
    """Whether somebody is there to answer, and wants more on stdout than JSON."""
    return not context.json and is_terminal(sys.stdin) and is_terminal(sys.stdout)


class UnansweredError(PortinaioError):
    """Stays in the command line: the terminal has gone, or has been told that there is no more to come."""


def ask(question: str, default: str = "") -> str:
    """A line of text; `default` for an empty one. `UnansweredError` where nobody is there any more."""
    shown = f"{question} [{default}] " if default else f"{question} "
    return _answered(input, shown).strip() or default


def ask_hidden(question: str) -> str:
    """A password as it is typed, which the screen does not show. `UnansweredError` as above."""
    return _answered(getpass, f"{question} ")


def new_passphrase(question: str) -> str:
    """Asked for twice, or a line of stdin where nobody sits at a terminal. `PortinaioError` for none."""
    given = asked_passphrase(question)
    if is_terminal(sys.stdin) and ask_hidden(_("Once more:")) != given:
        raise PortinaioError(msg("the two are not the same; nothing was kept"))
    if not given:
        raise PortinaioError(msg("a passphrase is needed; nothing was kept"))
    return given


def asked_passphrase(question: str) -> str:
    """As somebody types it, or a line of stdin; empty for Enter alone and for an end without a word."""
    if is_terminal(sys.stdin):
        return ask_hidden(question)
    return sys.stdin.readline(LONGEST_PASSPHRASE).rstrip("\r\n") if sys.stdin else ""


def _answered(way: Callable[[str], str], shown: str) -> str:
    *above, last = wrapped(shown.rstrip(" "), room_of(sys.stdout))
    CommandContext.say(*above)
    try:
        return way(last + " ")
    except EOFError:
        raise UnansweredError(msg("nobody answers; nothing was changed")) from None


def choose(question: str, choices: tuple[str, ...], default: str) -> str:
    """One of the choices, by its code or its word, or what begins one of them and no other; asked again until it is one."""
    words = {choice: said(choice) for choice in choices}
    while True:
        typed = folded(
            ask(f"{question} ({', '.join(words.values())})", words.get(default, default))
        )
        if exact := code_of(typed, choices):
            return exact
        begun = [
            choice
            for choice, word in words.items()
            if typed and (folded(choice).startswith(typed) or folded(word).startswith(typed))
        ]
        if len(begun) == 1:
            return begun[0]
        question = _("Please choose one")


def agree(question: str) -> bool:
    """Whether somebody says yes, in their language or in English; Enter is a no, and anything else is asked again."""
    yes, no = _("yes"), _("no")
    while True:
        typed = folded(ask(f"{question} ({yes}, {no})", no))
        if typed in {"y", "yes", folded(yes), *map(folded, _("y yes").split())}:
            return True
        if typed in {"n", "no", folded(no)}:
            return False
        question = _("Please choose one")


def folded(text: str) -> str:
    """Without capitals and accents, which not every keyboard has."""
    apart = unicodedata.normalize("NFD", text.strip().casefold())
    return "".join(one for one in apart if not unicodedata.combining(one))
