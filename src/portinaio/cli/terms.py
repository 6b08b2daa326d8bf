"""The fixed values of the API as a person reads them, and the colour that goes with them."""

from __future__ import annotations

from portinaio.core.words import words
from portinaio.language import say

_TERMS = {
    "known": words("known"),
    "unknown": words("unknown"),
    "reported": words("reported"),
    "ring": words("ring"),
    "silence": words("silence"),
    "reject": words("reject"),
    "answer": words("answer and hang up"),
    "announce": words("announce"),
    "done": words("done"),
    "too_late": words("too late"),
    "unable": words("unable"),
    "restricted": words("withheld"),
    "unavailable": words("unavailable"),
    "allow": words("allow"),
    "block": words("block"),
    "up": words("up"),
    "retrying": words("retrying"),
    "refused": words("refused"),
    "gone": words("not running"),
    "never": words("not fetched yet"),
    "ok": words("up to date"),
    "stale": words("out of date"),
}
_RECIPIENTS = {
    "controller": words("the company"),
    "reminder": words("the company, a reminder"),
    "garante": words("Garante, a report"),
    "reclamo": words("Garante, a complaint"),
    "agcm": words("AGCM"),
    "agcom": words("AGCOM"),
}
COLOURS = {
    "known": "32",
    "reported": "31",
    "allow": "32",
    "block": "31",
    "ok": "32",
    "warning": "33",
    "wrong": "31",
}
"""Never alone: the word stands beside it."""


def term(code: str) -> str:
    """The word for a value; a value of a newer daemon stands for itself."""
    return say(_TERMS[code]) if code in _TERMS else code


def recipient(key: str) -> str:
    """To whom a complaint goes; a key of another country's pack stands for itself."""
    return say(_RECIPIENTS[key]) if key in _RECIPIENTS else key
