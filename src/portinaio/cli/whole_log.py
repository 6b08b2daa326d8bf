"""The log as a table that other programs read, and an import takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.core.tables.call_table import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from portinaio.api.answers import CallAnswer
    from portinaio.api.client import Client

PAGE = 1000  # calls


def whole_log(client: Client, filters: Mapping[str, Any], most: int | None = None) -> Iterator[str]:
    """Its lines, the title first and the newest call next; all calls but for `most`."""
    return written(_calls(client, filters, most))


def _calls(client: Client, filters: Mapping[str, Any], most: int | None) -> Iterator[CallAnswer]:
    before: int | None = None
    left = most
    while left is None or left > 0:
        wanted = PAGE if left is None else min(left, PAGE)
        page = client.calls(**filters, before=before, limit=wanted)
        yield from page
        if len(page) < wanted:
            return
        before = page[-1]["id"]
        left = None if left is None else left - len(page)
