"""What is done to the company book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.language import _
from portinaio.tui.escape import plain
from portinaio.tui.operations.done import Done

if TYPE_CHECKING:
    from portinaio.api.answers import SuggestedCompanyAnswer
    from portinaio.api.client import Client


def take_suggested(client: Client, found: SuggestedCompanyAnswer) -> Done:
    """Enter the company that a register named. One that was there already keeps its source, and stays when this is undone."""
    name = found["companies"][0]
    book = {one["name"].casefold(): one for one in client.companies()}
    there = book.get(name.casefold())
    values = {} if there else {"source": f"{found['source']}, {found['day']}"}
    client.set_company(name, values, [found["number"]])
    said = _("%(company)s is in the company book with this number") % {"company": plain(name)}
    return Done(said, None if there else lambda client: client.remove_company(name))
