"""What a person at the terminal is asked about a file whose numbers leave something open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.cli.prompts import agree, ask
from portinaio.core.safe_text import printable
from portinaio.language import _

if TYPE_CHECKING:
    from portinaio.api.answers import SeenAnswer


def country_of(file: str, countries: tuple[str, ...]) -> str:
    """One of those that explain the numbers, the likeliest of which stands first, or any other that somebody knows better."""
    question = _("The numbers of %(file)s may be of several countries. Of which are they?")
    if len(countries) == 1:
        question = _("The numbers of %(file)s have no country code. Of which country are they?")
    question %= {"file": printable(file)}
    while True:
        typed = ask(f"{question} ({', '.join(countries)})", countries[0]).upper()
        if len(typed) == 2 and typed.isalpha() and typed.isascii():
            return typed
        question = _("Please write two letters, such as %(country)s") % {"country": countries[0]}


def columns_of(seen: SeenAnswer) -> list[str]:
    """All that are to be read; none where somebody wants no more than what is read by itself."""
    question = _("Numbers stand in the column %(name)s, too, and nothing says whose. Read them?")
    more = [name for name in seen["columns_left"] if agree(question % {"name": printable(name)})]
    return [*seen["columns"], *more] if more else []
