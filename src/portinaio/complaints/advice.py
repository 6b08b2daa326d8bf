"""Which complaint fits which recipient, with reasons, and what had better not be filed. The rules stand in the country's pack."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import Message, msg

if TYPE_CHECKING:
    from portinaio.complaints.holding import Facts
    from portinaio.countries.pack_schema import Pack


class Advice(NamedTuple):
    recipient: str
    fits: bool
    reasons: tuple[Message, ...]
    """What speaks against it if anything does, else what speaks for it; notes behind."""


def advice(pack: Pack, facts: Facts) -> tuple[Advice, ...]:
    """One for each recipient, those that fit first, in the pack's order."""
    given = [_of(key, pack, facts) for key in pack.recipient]
    return tuple(sorted(given, key=lambda a: not a.fits))


def _of(key: str, pack: Pack, facts: Facts) -> Advice:
    said: dict[str, list[Message]] = {"for": [], "against": [], "note": []}
    for rule in pack.recipient[key].advice:
        if facts.holds(rule.when):
            said[rule.speaks].append(Message(rule.says))
    fits = bool(said["for"]) and not said["against"]
    reasons = (said["for"] if fits else said["against"]) + said["note"]
    nothing = msg("Nothing that is known so far speaks for it.")
    return Advice(key, fits, tuple(reasons) or (nothing,))
