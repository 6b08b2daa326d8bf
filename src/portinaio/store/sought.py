"""What somebody seeks in the log, as one condition: words in names and notes, or any of what these words may mean."""

from __future__ import annotations

from portinaio.core.named_tuple import NamedTuple
from portinaio.store.call_row import folded
from portinaio.store.codec import json_column
from portinaio.store.numbers_meant import condition_of

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from portinaio.core.call import Presentation
    from portinaio.core.names import NamePattern
    from portinaio.core.numbers.pattern import Pattern
    from portinaio.core.verdict import Label

_LITERAL = str.maketrans({"?": "[?]", "[": "[[]"})
"""Of a name, in which only a `*` stands for others."""
_PUNCTUATION = str.maketrans("", "", " -./()")


class Sought(NamedTuple):
    text: str
    """Sought in names and notes, and in numbers where it is digits."""
    numbers: tuple[str, ...] = ()
    """Of those who bear such a name."""
    patterns: tuple[Pattern, ...] = ()
    """Numbers that are meant so."""
    names: tuple[NamePattern, ...] = ()
    """Names of the network that are meant so."""
    labels: tuple[Label, ...] = ()
    presentations: tuple[Presentation, ...] = ()
    suspected: bool = False


def condition_for(sought: Sought) -> tuple[str, list[object]]:
    """Whatever its case; a number also in the spelling of a person."""
    text = folded(sought.text)
    conditions = ["instr(name_folded, ?)", "instr(notes_folded, ?)"]
    values: list[object] = [text, text]
    digits = text.translate(_PUNCTUATION)
    if digits.removeprefix("+").isdecimal():
        conditions.append("instr(number, ?)")
        values.append(digits)
    for column, among in (
        ("number", sought.numbers),
        ("label", sought.labels),
        ("presentation", sought.presentations),
    ):
        if among:
            conditions.append(f"{column} IN (SELECT value FROM json_each(?))")  # noqa: S608  # our own columns
            values.append(json_column([str(one) for one in among]))
    if sought.suspected:
        conditions.append("suspected")
    for pattern in sought.patterns:
        meant, places = condition_of(pattern)
        conditions.append(f"({meant})")
        values.extend(places)
    for name in sought.names:
        conditions.append("name_folded GLOB ?")
        values.append(name.key.translate(_LITERAL))
    return f"({' OR '.join(conditions)})", values
