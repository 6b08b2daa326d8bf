"""What a telephone system of the house and the daemon have for each other beside calls: its call list, and what it shall bar."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from portinaio.config.load import load_settings
from portinaio.core.entry import EntryKind
from portinaio.lines.line import ToBar

if TYPE_CHECKING:
    from datetime import datetime

    from portinaio.core.entry import Entry
    from portinaio.daemon.context import Context
    from portinaio.store.imports.imported_calls import ImportCounts

STAYS_TRUE = timedelta(minutes=5)
"""Entries of some days or hours end by themselves."""
FORMAT = "fritzbox-xml"


class BarWishes:
    """Which numbers the user blocks, for whoever can bar them. Fit for several threads; a look through a hundred thousand entries takes a second."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: tuple[int, datetime, ToBar] | None = None

    def now(self) -> ToBar:
        revision, at = self._context.revision, self._context.now()
        known = self._known
        if known and known[0] == revision and at - known[1] < STAYS_TRUE:
            return known[2]
        wanted = wishes(self._context.store.entries.all(at))
        self._known = revision, at, wanted
        return wanted


def wishes(entries: list[Entry]) -> ToBar:
    """Newest first. What is allowed as that very number stays so, and a block of one call is left to the call."""
    allowed = {one.text for one in entries if one.kind is EntryKind.ALLOW and one.exact}
    blocks = [one for one in entries if one.kind is EntryKind.BLOCK and not one.once]
    exact = sorted((one for one in blocks if one.exact), key=lambda one: one.created, reverse=True)
    numbers = tuple(one.text for one in exact if one.text not in allowed)
    return ToBar(numbers, len(blocks) - len(exact), asked=True)


def bring_call_list(context: Context, line: str, data: bytes) -> ImportCounts:
    """The calls of a line's own telephone system that are not here yet. `UsageError` where it is no such list."""
    # Few lines have such a list, and to read one costs a daemon without it two megabytes.
    from portinaio.daemon.files.import_calls import bring  # noqa: PLC0415
    from portinaio.daemon.files.import_request import ImportRequest  # noqa: PLC0415

    own = line if line in context.config.own_numbers.lines else ""
    request = ImportRequest(line, data, "calls", FORMAT, None, dry_run=False, line=own)
    keep_days = load_settings(context.home.config_file).log.keep_days
    return bring(context, request, keep_days)
