"""What is done to reports that were given to lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.errors import PortinaioError
from portinaio.language import _
from portinaio.language.terms import SHARE_STATES, term
from portinaio.tui.escape import plain
from portinaio.tui.operations.done import Done

if TYPE_CHECKING:
    from portinaio.api.client import Client

THERE = frozenset({"waiting", "given", "opened", "withdrawing"})
"""States of what can be taken back."""


def is_wanted(client: Client, number: str | None = None, call: int | None = None) -> bool:
    """Whether a list takes a report of it now, and has none yet."""
    try:
        preview = client.preview_share(number, call)
    except PortinaioError:  # nothing of it may leave
        return False
    given = any(one["state"] in THERE for one in preview["shared"])
    return not given and any(not one["refusal"] for one in preview["targets"])


def take_back(client: Client, number: str) -> Done:
    """Undone by giving it anew, which is a key press of its own: what leaves is shown first."""
    taken = client.withdraw_share(number)
    said = [f"{plain(one['title'])}: {term(one['state'], SHARE_STATES)}" for one in taken]
    if any(one["page"] for one in taken):
        said.append(_("If you had sent it on its page, take it back there: Portinaio cannot."))
    return Done("\n".join(said))
