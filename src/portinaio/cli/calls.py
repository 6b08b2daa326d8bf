"""`calls`: the log, `--watch` that follows it, and `calls forget`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.cli import moments
from portinaio.cli.call_row import FIXED_WIDTHS, call_row, head
from portinaio.cli.table import available, line, table
from portinaio.core.words import words
from portinaio.errors import UsageError
from portinaio.language import _, ngettext

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Mapping

    from portinaio.api.shapes import CallShape
    from portinaio.cli.parser import Parser
    from portinaio.cli.window import Window

LATEST = 10  # that --watch shows before it waits, where no --limit is given
PAGE = 100
REMEMBERED = 100  # calls that may still change; more do not ring at once


def describe(parser: Parser, _name: str) -> None:
    parser.examples(
        "portinaio calls --since 3d --label reported",
        "portinaio calls --watch",
        "portinaio calls forget 17",
        "portinaio calls forget --older 90d",
    )
    parser.add_argument("--watch", action="store_true", help=_("then show calls as they come"))
    parser.add_argument(
        "--since",
        metavar=_("DATE"),
        help=_("2h, 3d, today, yesterday or a date such as 2026-11-24"),
    )
    parser.add_argument("--number", metavar=_("NUMBER"), help=_("only calls of this number"))
    parser.add_argument(
        "--label", choices=("known", "unknown", "reported"), help=_("only calls with this label")
    )
    parser.add_argument(
        "--limit", type=int, metavar="N", help=_("at most so many; 100 where it is left out")
    )
    forget = parser.act("forget", _("take calls out of the log"))
    forget.add_argument("id", nargs="*", type=int, metavar="ID", help=_("as the log shows it"))
    forget.add_argument("--older", metavar="90d", help=_("all calls older than this"))


def run(window: Window, given: Namespace) -> int:
    if given.act == "forget":
        return _forget(window, given)
    if given.watch:
        return _watch(window, given)
    calls = window.client.calls(**_filters(window, given, PAGE))
    if not calls and not window.json:
        window.say(_("No such call is logged."))
        return 0
    return window.answer(calls, table(head(), (call_row(call) for call in calls)))


def _filters(window: Window, given: Namespace, limit: int) -> dict[str, Any]:
    return {
        "since": moments.past(given.since, window.now()) if given.since is not None else None,
        "number": given.number,
        "label": given.label,
        "limit": limit if given.limit is None else given.limit,
    }


def _forget(window: Window, given: Namespace) -> int:
    if bool(given.id) == (given.older is not None):
        raise UsageError(words("say which calls: their ids, or --older 90d"))
    if given.older is not None:
        before = window.now() - moments.span(given.older)
        forgotten = window.client.forget_calls(before.isoformat(timespec="seconds"))["forgotten"]
    else:
        forgotten = sum(window.client.forget_call(one)["forgotten"] for one in given.id)
    said = ngettext("%(n)d call forgotten", "%(n)d calls forgotten", forgotten)
    return window.answer({"forgotten": forgotten}, [said % {"n": forgotten}])


def _watch(window: Window, given: Namespace) -> int:
    """Until it is interrupted, which is how one ends it."""
    filters = _filters(window, given, LATEST)
    shown = _Shown(window)
    try:
        events = window.client.events()
        next(events, None)  # from the first event on, nothing is missed
        for call in reversed(window.client.calls(**filters)):
            shown.show(call)
        wanted = _wanted(window, filters)
        for call in _calls_in(events):
            if all(call[key] == value for key, value in wanted.items()):  # type: ignore[literal-required]
                shown.show(call)
    except KeyboardInterrupt:
        return 0
    return 0


def _wanted(window: Window, filters: Mapping[str, Any]) -> dict[str, str | None]:
    """Which values a call that comes must have, to be shown."""
    wanted: dict[str, str | None] = {}
    if filters["label"] is not None:
        wanted["label"] = filters["label"]
    if filters["number"] is not None:
        wanted["number"] = window.client.check(filters["number"])["number"]
    return wanted


def _calls_in(events: Iterator[tuple[str, Any]]) -> Iterator[CallShape]:
    for name, content in events:
        if name == "call":
            yield content


class _Shown:
    """What has been shown of each call. A call comes again when its outcome is known, and when it is over."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._last: dict[int, object] = {}

    def show(self, call: CallShape) -> None:
        row = call if self._window.json else call_row(call)
        if self._last.get(call["id"]) == row:
            return
        self._last.pop(call["id"], None)
        self._last[call["id"]] = row
        if len(self._last) > REMEMBERED:
            del self._last[next(iter(self._last))]
        if self._window.json:
            self._window.answer_json(call)
        else:
            self._window.say(line(call_row(call), FIXED_WIDTHS, available()))
        self._window.flush()
