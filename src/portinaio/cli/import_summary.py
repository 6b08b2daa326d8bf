"""What an import has done: how much has changed, and which rows could not be used, beside the answer."""

from __future__ import annotations

import time
from datetime import datetime
from typing import TYPE_CHECKING

from portinaio.core.message import counted
from portinaio.core.safe_text import printable
from portinaio.errors import NotFoundError
from portinaio.language import _, translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.api.answers import RejectedAnswer, SeenAnswer
    from portinaio.cli.context import CommandContext

LOOK_S, LONGEST_S = 0.1, 5.0  # until a daemon has noticed that nobody waits for it
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


def tell_broken_off(context: CommandContext, file: str, began: datetime) -> None:
    """Whether `file` has come in that somebody has broken off: all of it or nothing, and one cannot see which."""
    if not _is_over(context, file):
        said = _("%(file)s is still being read; portinaio import --undo takes it back later")
    elif _came_in(context, began):
        said = _("%(file)s had come in already; portinaio import --undo takes it back")
    else:
        said = _("%(file)s was not brought in; nothing was changed")
    context.note(said % {"file": printable(file)})


def _is_over(context: CommandContext, file: str) -> bool:
    for _look in range(int(LONGEST_S / LOOK_S)):
        if all(one["name"] != file for one in context.client.being_read()):
            return True
        time.sleep(LOOK_S)
    return False


def _came_in(context: CommandContext, began: datetime) -> bool:
    try:
        last = context.client.last_import()
    except NotFoundError:
        return False
    return datetime.fromisoformat(last["at"]) >= began
