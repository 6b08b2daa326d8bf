"""Calls as they come: the latest, and then whatever the daemon tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.cli.call_row import call_row, fixed_widths
from portinaio.cli.table import available, line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from portinaio.api.answers import CallAnswer
    from portinaio.cli.context import CommandContext

LATEST = 10  # calls shown before the wait, where no limit is given
REMEMBERED = 1000  # calls; the daemon tells of a change to a call, too, and of a note hours later


def watch(context: CommandContext, filters: Mapping[str, Any]) -> int:
    """Until it is interrupted, which is how one ends it. `DaemonAwayError` when the daemon leaves."""
    shown = _Shown(context)
    try:
        events = context.client.events()
        next(events, None)  # from the first event on, nothing is missed
        for call in reversed(context.client.calls(**filters)):
            shown.show(call)
        wanted = _wanted(context, filters)
        for call in _calls_in(events):
            if all(call[key] == value for key, value in wanted.items()):  # type: ignore[literal-required]
                shown.show(call)
    except KeyboardInterrupt:
        pass
    return 0


def _wanted(context: CommandContext, filters: Mapping[str, Any]) -> dict[str, str | None]:
    """Which values a call that comes must have, to be shown."""
    wanted: dict[str, str | None] = {}
    if filters["label"] is not None:
        wanted["label"] = filters["label"]
    if filters["number"] is not None:
        wanted["number"] = context.client.check(filters["number"])["number"]
    return wanted


def _calls_in(events: Iterator[tuple[str, Any]]) -> Iterator[CallAnswer]:
    for name, content in events:
        if name == "call":
            yield content


class _Shown:
    """Which calls have been shown. Each is shown once, when something has been done about it."""

    def __init__(self, context: CommandContext) -> None:
        self._context = context
        self._ids: dict[int, None] = {}  # in the order in which they were shown

    def show(self, call: CallAnswer) -> None:
        if call["outcome"] is None or call["id"] in self._ids:
            return
        self._ids[call["id"]] = None
        if len(self._ids) > REMEMBERED:
            del self._ids[next(iter(self._ids))]
        if self._context.json:
            self._context.answer_json(call)
        else:
            self._context.say(line(call_row(call), fixed_widths(), available()))
        self._context.flush()
