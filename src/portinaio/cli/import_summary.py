"""What an import has done: how much has changed, and which rows could not be used, beside the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.message import counted
from portinaio.core.safe_text import printable
from portinaio.language import _, translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.api.answers import RejectedAnswer, SeenAnswer
    from portinaio.cli.context import CommandContext

MOST_SHOWN = 10  # a file of another format would fill the screen


def seen_lines(file: str, seen: SeenAnswer) -> Iterator[str]:
    """What a file is, before anything of it is taken."""
    for place, said in enumerate(map(printable, seen["says"])):
        yield f"  {said}" if place else f"{printable(file)}: {said}"


def changed(n: int) -> str:
    return translate(counted("%(n)d changed", "%(n)d changed", n))


def there(n: int) -> str:
    """Already, and just so."""
    return translate(counted("%(n)d there already", "%(n)d there already", n))


def gone(n: int) -> str:
    return translate(counted("%(n)d gone", "%(n)d gone", n))


def note_rejected(context: CommandContext, rows: list[RejectedAnswer], count: int) -> None:
    """`count` is how many there are; of many only the first were sent."""
    for bad in rows[:MOST_SHOWN]:
        # Of public bodies nothing is told but the line.
        said = (
            _("line %(line)d: %(reason)s: %(text)s")
            if bad["text"]
            else _("line %(line)d: %(reason)s")
        )
        context.note(
            said % {"line": bad["line"], "reason": bad["reason"], "text": bad["text"][:60]}
        )
    more = count - min(len(rows), MOST_SHOWN)
    if more > 0:
        context.note(translate(counted("and %(n)d more", "and %(n)d more", more)))
