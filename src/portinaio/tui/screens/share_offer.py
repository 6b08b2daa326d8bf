"""What a toast offers to give to lists, and for how long the key that it names means that."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from portinaio.language import _

if TYPE_CHECKING:
    from portinaio.tui.operations.done import Done
    from portinaio.tui.session import Session

LASTS = timedelta(seconds=30)  # a toast is gone by then, and the key means what is under the cursor


def with_offer(session: Session, done: Done, sentence: str, key: str) -> str:
    """What was done, with the key that gives reports of it."""
    session.offered, session.offered_at = done.share_all, session.now()
    n = len(done.share_all)
    named = {"done": sentence, "key": key, "n": n}
    if n > 1:
        return _("%(done)s · %(key)s to give reports of %(n)d numbers to lists") % named
    if n or done.share:
        return _("%(done)s · %(key)s to give a report to lists") % named
    return sentence


def take_offered(session: Session) -> tuple[int, ...]:
    """The calls of the last toast, once; none where it has gone."""
    calls, at = session.offered, session.offered_at
    session.offered = ()
    return calls if at and session.now() - at < LASTS else ()
