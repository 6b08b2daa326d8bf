"""What is said where new blocks would mean somebody whom the user knows."""

from __future__ import annotations

from portinaio.core.message import Message, counted

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_NAMES = 3  # a warning is short


def covered_contacts(names: Sequence[str], *, exact: bool) -> Message | None:
    """`None` where nobody is meant. A contact counts more than a beginning and less than his number itself."""
    if not names:
        return None
    shown = _first_of(names)
    if exact:
        return counted(
            "this is also %(names)s, a contact of yours",
            "these are also contacts of yours: %(names)s",
            len(names),
            names=shown,
        )
    return counted(
        "%(names)s, a contact of yours, has such a number and rings all the same",
        "contacts of yours have such numbers and ring all the same: %(names)s",
        len(names),
        names=shown,
    )


def blocked_contacts(names: Sequence[str]) -> Message | None:
    """Of a whole file of numbers, those that it has exactly."""
    if not names:
        return None
    shown = _first_of(names)
    return counted(
        "with it you block a contact of yours: %(names)s",
        "with it you block contacts of yours: %(names)s",
        len(names),
        names=shown,
    )


def is_exact(pattern: str) -> bool:
    """Whether a pattern, as it is stored, means one number."""
    return pattern[:1] == "+" and pattern[1:].isdigit()


def _first_of(names: Sequence[str]) -> str:
    return ", ".join(names[:MOST_NAMES]) + ("…" if len(names) > MOST_NAMES else "")
