"""What is said to whoever makes a number known that stays blocked all the same."""

from __future__ import annotations

from portinaio.core.safe_text import printable
from portinaio.language import _

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.cli.context import CommandContext


def still_blocked(context: CommandContext, number: str) -> Iterator[str]:
    """One sentence, or none."""
    for finding in context.client.check(number)["findings"]:
        if finding["code"] == "personal" and finding["weight"]:
            said = _(
                "but %(why)s, which counts more; portinaio forget '%(pattern)s' takes that back"
            )
            yield said % {"why": printable(finding["text"]), "pattern": finding["source"]}
