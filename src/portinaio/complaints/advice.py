"""Which complaint fits which recipient, with reasons, and what had better not be filed. The rules stand in the country's pack."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import Message, msg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.countries.pack_schema import Pack


class Advice(NamedTuple):
    recipient: str
    fits: bool
    reasons: tuple[Message, ...]
    """What speaks against it if anything does, else what speaks for it; notes behind."""


def advice(pack: Pack, values: Mapping[str, str], conditions: frozenset[str]) -> tuple[Advice, ...]:
    """One for each recipient, those that fit first, in the pack's order."""
    given = [_of(key, pack, values, conditions) for key in pack.recipient]
    return tuple(sorted(given, key=lambda a: not a.fits))


def holds(name: str, values: Mapping[str, str], conditions: frozenset[str]) -> bool:
    """A condition, or a place that is filled; `!name` for the contrary."""
    plain = name.removeprefix("!")
    true = plain in conditions or bool(values.get(plain))
    return true is not name.startswith("!")


def _of(key: str, pack: Pack, values: Mapping[str, str], conditions: frozenset[str]) -> Advice:
    said: dict[str, list[Message]] = {"for": [], "against": [], "note": []}
    for rule in pack.recipient[key].advice:
        if all(holds(name, values, conditions) for name in rule.when):
            said[rule.speaks].append(Message(rule.says))
    fits = bool(said["for"]) and not said["against"]
    reasons = (said["for"] if fits else said["against"]) + said["note"]
    nothing = msg("Nothing that is known so far speaks for it.")
    return Advice(key, fits, tuple(reasons) or (nothing,))
