"""A walk through the places with a sentence for each, for who sees the app for the first time."""

from __future__ import annotations

from portinaio.core.message import Message, msg

STOPS: tuple[tuple[str, Message], ...] = (
    (
        "calls",
        msg(
            "Every call, the latest first: who it was, what was done, and why. Enter on a call shows what spoke for it; b blocks, a allows, r drafts a complaint."
        ),
    ),
    (
        "lists",
        msg("What others have reported. This list has news: s fetches it, and says what is new."),
    ),
    (
        "mine",
        msg(
            "What you block and allow yourself. It comes before every list; u takes anything back."
        ),
    ),
    ("contacts", msg("Whom you know. They ring, whatever a list says.")),
    (
        "complaints",
        msg(
            "From a call to a letter, and what comes next. One answer is overdue: Enter opens it, and offers the reminder."
        ),
    ),
    ("lines", msg("The telephones that are guarded, what each can do, and how it is.")),
    ("insight", msg("When they call, from where, and how much ringing you were spared.")),
    ("settings", msg("Every key of config.toml with its sentence; your comments in it stay.")),
    ("guide", msg("All keys. This was the house; look around as long as you like, q leaves it.")),
)
"""Places, and what to see there."""


class Tour:
    """A walk on which the digits may be used, too: it goes on from the place where somebody is."""

    def stop(self, place: str) -> tuple[int, Message]:
        """The number of this stop, from 1, and what to see there."""
        at = self._at(place)
        return at + 1, STOPS[at][1]

    def beside(self, place: str, by: int) -> str | None:
        """The place one stop on, or back; `None` behind the last. The first stop is the furthest back."""
        at = max(0, self._at(place) + by)
        return STOPS[at][0] if at < len(STOPS) else None

    @staticmethod
    def _at(place: str) -> int:
        return [name for name, _ in STOPS].index(place)
