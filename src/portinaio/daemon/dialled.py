"""What a call that the user makes changes: the number is known from then on, and after one for help everybody rings."""

from __future__ import annotations

from portinaio.core.numbers.reading import Kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

    from portinaio.core.numbers.reading import Reading
    from portinaio.store.database import Store


def for_help(called: Reading) -> bool:
    return called.kind is Kind.EMERGENCY


def remember(store: Store, called: Reading, at: datetime) -> None:
    """What is no number of anybody's, such as a code of the house, is not kept."""
    if for_help(called):
        store.state.set("emergency_call_at", at.isoformat())
    elif called.number:
        store.outgoing.record(called.number, at)
