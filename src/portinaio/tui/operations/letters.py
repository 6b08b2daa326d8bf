"""What is done with a letter on the screen: it is written, and what is done to it may send it. They run in threads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.tui.operations.complaints import filed
from portinaio.tui.operations.sharing import is_wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from portinaio.api.answers import ReportAnswer
    from portinaio.api.client import Client
    from portinaio.tui.operations.done import Done


def write(
    client: Client,
    about: Mapping[str, Any],
    recipient: str,
    values: dict[str, str],
    begun: frozenset[int],
) -> tuple[ReportAnswer, bool]:
    """The draft, and whether it only came to be by this. Others that were `begun` for a look at them go."""
    before = {one["id"] for one in client.complaints()}
    draft = client.report(**about, recipient=recipient, values=values)
    for other in begun - {draft["id"]}:  # looked at, and left for another recipient
        client.discard_complaint(other)
    return draft, draft["id"] not in before


def carry_out(
    client: Client, operation: Callable[[Client], Done], complaint_id: int, call: int
) -> Done:
    """Where the letter goes by it, a report to lists is offered if one takes it."""
    done = operation(client)
    letter = filed(client, complaint_id)
    gone = letter is not None and letter["state"] != "draft"
    return done._replace(share=gone and is_wanted(client, call=call))
