"""Which logged numbers a pattern means, as a condition that the index over numbers answers."""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from portinaio.core.numbers.pattern import Pattern


def condition_of(pattern: Pattern) -> tuple[str, tuple[object, ...]]:
    if pattern.places:  # as SQLite writes them, too
        low, high = (f"+{place >> 4:015d}" for place in (pattern.low, pattern.high))
        return "number >= ? AND number <= ? AND number GLOB ?", (
            low.rstrip("0"),
            high,
            pattern.text,
        )
    first, dots, last = pattern.text.partition("..")
    if dots:
        return "number BETWEEN ? AND ? AND length(number) = ?", (first, last, len(first))
    if pattern.text.endswith("*"):
        return "number >= ? AND number < ?", (first[:-1], first[:-1] + ":")  # ':' follows '9'
    return "number = ?", (first,)
