"""A call of the log by its id, and what to say where it is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.errors import NotFoundError

if TYPE_CHECKING:
    from portinaio.core.logged import LoggedCall
    from portinaio.daemon.context import Context


def call_or_404(context: Context, call_id: int) -> LoggedCall:
    """`NotFoundError` where there is none: while the disk takes nothing, it may be one that waits."""
    found = context.store.calls.get(call_id)
    if found is not None:
        return found
    sentence = msg("there is no call %(id)d in the log", id=call_id)
    for code, trouble in context.troubles():
        if code == "log":
            sentence = msg("%(first)s; %(second)s", first=sentence, second=trouble)
    raise NotFoundError(sentence)
