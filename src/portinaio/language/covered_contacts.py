"""What is said where a new block would mean somebody whom the user knows."""

from __future__ import annotations

from portinaio.language import ngettext

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_NAMES = 3  # a warning is short


def covered_contacts(names: Sequence[str], *, exact: bool) -> str:
    """Empty where nobody is meant. A contact counts more than a beginning and less than his number itself."""
    if not names:
        return ""
    shown = ", ".join(names[:MOST_NAMES]) + ("…" if len(names) > MOST_NAMES else "")
    said = (
        ngettext(
            "this is also %(names)s, a contact of yours",
            "these are also contacts of yours: %(names)s",
            len(names),
        )
        if exact
        else ngettext(
            "%(names)s, a contact of yours, has such a number and rings all the same",
            "contacts of yours have such numbers and ring all the same: %(names)s",
            len(names),
        )
    )
    return said % {"names": shown}


def is_exact(pattern: str) -> bool:
    """Whether a pattern, as it is stored, means one number."""
    return "*" not in pattern and ".." not in pattern
