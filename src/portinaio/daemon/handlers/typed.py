"""Reading what the user typed: numbers and patterns. `UsageError` with the reason where it is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.message import Message, msg
from portinaio.core.names import read_name
from portinaio.core.numbers.number import read
from portinaio.core.numbers.pattern import Refusal, read_pattern
from portinaio.errors import UsageError

if TYPE_CHECKING:
    from portinaio.core.names import NamePattern
    from portinaio.core.numbers.pattern import Pattern
    from portinaio.core.numbers.plan import Plan

LONGEST_SHOWN = 60  # characters of what was typed


def pattern(text: str, plan: Plan) -> Pattern:
    found = read_pattern(text, plan)
    if isinstance(found, Refusal):
        raise _refusal(text, found.reason)
    return found


def meant(pattern_text: str | None, name: str | None, plan: Plan) -> Pattern | NamePattern:
    """What an entry is to mean: numbers, or a name."""
    if (pattern_text is None) == (name is None):
        raise UsageError(msg("give a pattern of numbers or a name, one of the two"))
    if pattern_text is not None:
        return pattern(pattern_text, plan)
    found = read_name(name or "")
    if isinstance(found, Message):
        raise UsageError(found)
    return found


def number(text: str, plan: Plan) -> str:
    """A number in any spelling, as E.164."""
    reading = read(text, plan)
    if reading.number is None:
        raise _refusal(text, reading.hint or msg("this is not a telephone number"))
    meant = pattern(text, plan)  # which refuses what would lose a part, such as 0844-0845
    if not meant.exact:
        raise _refusal(text, msg("this means several numbers; write one of them"))
    return meant.text


def _refusal(text: str, reason: Message) -> UsageError:
    return UsageError(msg("%(text)s: %(reason)s", text=text[:LONGEST_SHOWN], reason=reason))
