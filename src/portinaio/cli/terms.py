"""The fixed values of the API as a person reads them, and the colour that goes with them."""

from __future__ import annotations

from portinaio.core.message import msg
from portinaio.language import translate

_TERMS = {
    "known": msg("known"),
    "unknown": msg("unknown"),
    "reported": msg("reported"),
    "ring": msg("ring"),
    "silence": msg("silence"),
    "reject": msg("reject"),
    "answer": msg("answer and hang up"),
    "announce": msg("announce"),
    "done": msg("done"),
    "too_late": msg("too late"),
    "unable": msg("unable"),
    "restricted": msg("withheld"),
    "unavailable": msg("unavailable"),
    "allow": msg("allow"),
    "block": msg("block"),
    "up": msg("up"),
    "retrying": msg("retrying"),
    "refused": msg("refused"),
    "gone": msg("not running"),
    "never": msg("not fetched yet"),
    "ok": msg("up to date"),
    "stale": msg("out of date"),
}
_RECIPIENTS = {
    "controller": msg("the company"),
    "reminder": msg("the company, a reminder"),
    "garante": msg("Garante, a report"),
    "reclamo": msg("Garante, a complaint"),
    "agcm": msg("AGCM"),
    "agcom": msg("AGCOM"),
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
    return translate(_TERMS[code]) if code in _TERMS else code


def recipient(key: str) -> str:
    """To whom a complaint goes; a key of another country's pack stands for itself."""
    return translate(_RECIPIENTS[key]) if key in _RECIPIENTS else key
