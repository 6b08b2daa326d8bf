"""`calls`: the log, `--watch` that follows it, and `calls forget`."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import TYPE_CHECKING, Any

from portinaio.cli import call_details
from portinaio.cli.files import to_stdout
from portinaio.cli.parser import whole_number
from portinaio.cli.plain import call_in_words
from portinaio.cli.table import available, line, table
from portinaio.cli.whole_log import whole_log
from portinaio.core.message import counted, msg
from portinaio.core.numbers.pattern import stored
from portinaio.core.numbers.validity import as_dialled
from portinaio.errors import UsageError
from portinaio.language import _, durations, formatting, translate
from portinaio.language.terms import ACTIONS, LABELS, NOT_DONE, PRESENTATIONS, label, term

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Mapping

    from portinaio.api.answers import CallAnswer
    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser

    Row = tuple[str, str, str, str, str, str, str]

PAGE = 100  # calls, where no limit is given
LATEST = 10  # calls shown before the wait of --watch, where no limit is given
REMEMBERED = 1000  # calls; the daemon tells of a change to a call, too, and of a note hours later


def describe(parser: Parser, _name: str) -> None:
    parser.examples(
        "portinaio calls --since 3d --label reported",
        "portinaio calls --watch",
        "portinaio calls show 17 --plain",
        "portinaio calls --csv > calls.csv",
        "portinaio calls forget 17",
        "portinaio calls forget --older 90d",
    )
    parser.add_argument("--watch", action="store_true", help=_("then show calls as they come"))
    parser.add_argument(
        "--plain", action="store_true", help=_("in sentences, without columns; for screen readers")
    )
    parser.add_argument(
        "--csv", action="store_true", help=_("as a table, which import --as calls takes back")
    )
    parser.add_argument(
        "--since",
        metavar=_("DATE"),
        help=_("a moment such as 2h, 3d, today, yesterday or 2026-11-24"),
    )
    parser.add_argument(
        "--number",
        metavar=_("NUMBER"),
        help=_("only calls of this number, or of a pattern such as '0844*'"),
    )
    parser.add_argument(
        "--label", choices=("known", "unknown", "reported"), help=_("only calls with this label")
    )
    parser.add_argument(
        "--limit",
        type=whole_number,
        metavar="N",
        help=_("at most so many; 100 where it is left out, all of --csv"),
    )
    _describe_subcommands(parser)


def _describe_subcommands(parser: Parser) -> None:
    forget = parser.add_subcommand("forget", _("take calls out of the log"))
    forget.add_argument(
        "id", nargs="*", type=whole_number, metavar="ID", help=_("as the log shows it")
    )
    forget.add_argument("--older", metavar="90d", help=_("all calls older than this"))

    show = parser.add_subcommand("show", _("everything that is known of one call"))
    show.add_argument("id", type=whole_number, metavar="ID", help=_("as the log shows it"))
    show.add_argument(
        "--plain",
        action="store_true",
        default=argparse.SUPPRESS,
        help=_("in sentences, without columns; for screen readers"),
    )
    message = parser.add_subcommand("message", _("play, save or delete what a caller said"))
    message.add_argument("id", type=whole_number, metavar="ID", help=_("as the log shows it"))
    message.add_argument("--out", metavar=_("FILE"), help=_("save it as a WAV file"))
    message.add_argument("--forget", action="store_true", help=_("delete it; the call stays"))


def run(context: CommandContext, given: Namespace) -> int:
    if given.subcommand == "show":
        return call_details.show(context, given.id, plain=given.plain)
    if given.subcommand == "message":
        return call_details.message(context, given.id, given.out, forget=given.forget)
    if given.subcommand == "forget":
        return _forget(context, given)
    if given.csv:
        return _as_table(context, given)
    if given.watch:
        return watch(context, _filters(context, given, LATEST), plain=given.plain)
    calls = context.client.calls(**_filters(context, given, PAGE))
    if not calls and not context.json:
        sought = given.since or given.number or given.label
        context.say(_("No such call is logged.") if sought else _("No calls yet."))
        return 0
    if given.plain:
        return context.answer(calls, (said for call in calls for said in call_in_words(call)))
    return context.answer(calls, table(_head(), (_row(call) for call in calls)))


def _as_table(context: CommandContext, given: Namespace) -> int:
    if given.watch or given.plain or context.json:
        raise UsageError(msg("--csv is a table by itself; leave out --watch, --plain and --json"))
    filters = _filters(context, given, PAGE)
    del filters["limit"]
    for text in whole_log(context.client, filters, given.limit):
        to_stdout(text.encode("utf-8", "replace"))
    return 0


def _filters(context: CommandContext, given: Namespace, limit: int) -> dict[str, Any]:
    return {
        "since": durations.iso(durations.beginning(given.since, context.now()))
        if given.since is not None
        else None,
        "number": given.number,
        "label": given.label,
        "limit": limit if given.limit is None else given.limit,
    }


def _forget(context: CommandContext, given: Namespace) -> int:
    if bool(given.id) == (given.older is not None):
        raise UsageError(msg("say which calls: their ids, or --older 90d"))
    if given.older is not None:
        before = durations.iso(context.now() - durations.span(given.older))
        forgotten = context.client.forget_calls(before)["forgotten"]
    else:
        forgotten = sum(context.client.forget_call(one)["forgotten"] for one in given.id)
    said = counted("%(n)d call forgotten", "%(n)d calls forgotten", forgotten)
    return context.answer({"forgotten": forgotten}, [translate(said)])


def watch(context: CommandContext, filters: Mapping[str, Any], *, plain: bool = False) -> int:
    """The latest calls, and then whatever the daemon tells. Until it is interrupted, which is how one ends it. `DaemonAwayError` when the daemon leaves."""
    shown = _Shown(context, plain=plain)
    try:
        events = context.client.events()
        next(events, None)  # from the first event on, nothing is missed
        for call in reversed(context.client.calls(**filters)):
            shown.show(call)
        number = filters["number"]
        pattern = context.client.preview(number)["pattern"] if number is not None else None
        for call in _calls_in(events):
            if _is_wanted(call, filters["label"], pattern):
                shown.show(call)
    except KeyboardInterrupt:
        pass
    return 0


def _is_wanted(call: CallAnswer, label: str | None, pattern: str | None) -> bool:
    if label is not None and call["label"] != label:
        return False
    return pattern is None or (
        call["number"] is not None and stored(pattern).covers(call["number"])
    )


def _calls_in(events: Iterator[tuple[str, Any]]) -> Iterator[CallAnswer]:
    for name, content in events:
        if name == "call":
            yield content


class _Shown:
    """Which calls have been shown. Each is shown once, when something has been done about it."""

    def __init__(self, context: CommandContext, *, plain: bool) -> None:
        self._context = context
        self._plain = plain
        self._ids: dict[int, None] = {}  # in the order in which they were shown

    def show(self, call: CallAnswer) -> None:
        if call["outcome"] is None or call["id"] in self._ids:
            return
        self._ids[call["id"]] = None
        if len(self._ids) > REMEMBERED:
            del self._ids[next(iter(self._ids))]
        if self._context.json:
            self._context.answer_json(call)
        elif self._plain:
            self._context.say(*call_in_words(call))
        else:
            self._context.say(line(_row(call), _fixed_widths(), available()))
        self._context.flush()


def _fixed_widths() -> tuple[int, ...]:
    """Of all columns but the last, where rows come one by one and nobody knows the next."""
    labels = max(len(label(code)) for code in LABELS if code != "suspected")
    return (5, 18, 8, 15, labels, 17)


def _head() -> Row:
    return (
        _("id"),
        _("date"),
        _("line"),
        _("number"),
        _("label"),
        _("action"),
        _("because"),
    )


def _row(call: CallAnswer) -> Row:
    return (
        str(call["id"]),
        formatting.moment(datetime.fromisoformat(call["at"])),
        call["line"],
        _caller(call),
        label(call["label"]),
        _action(call),
        call["because"],
    )


def _caller(call: CallAnswer) -> str:
    """The number, a short one as it is dialled, else what the network sent instead, else why there is none."""
    if call["number"]:
        return as_dialled(call["number"])
    if call["presentation"] != "allowed":
        return term(call["presentation"], PRESENTATIONS)
    return call["calling"][:20] or "-"


def _action(call: CallAnswer) -> str:
    """What was decided, and what became of it where that is something else."""
    action = term(call["action"], ACTIONS)
    if call["outcome"] is None:
        return f"{action} …"
    return action if call["outcome"] == "done" else f"{action}: {term(call['outcome'], NOT_DONE)}"
