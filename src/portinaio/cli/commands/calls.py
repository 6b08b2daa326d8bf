"""`calls`: the log, `--watch` that follows it, and `calls forget`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.cli.call_row import call_row, head
from portinaio.cli.table import table
from portinaio.cli.watch import LATEST, watch
from portinaio.core.message import msg
from portinaio.errors import UsageError
from portinaio.language import _, durations, ngettext

if TYPE_CHECKING:
    from argparse import Namespace

    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser

PAGE = 100


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
    forget = parser.add_subcommand("forget", _("take calls out of the log"))
    forget.add_argument("id", nargs="*", type=int, metavar="ID", help=_("as the log shows it"))
    forget.add_argument("--older", metavar="90d", help=_("all calls older than this"))


def run(context: CommandContext, given: Namespace) -> int:
    if given.subcommand == "forget":
        return _forget(context, given)
    if given.watch:
        return watch(context, _filters(context, given, LATEST))
    calls = context.client.calls(**_filters(context, given, PAGE))
    if not calls and not context.json:
        context.say(_("No such call is logged."))
        return 0
    return context.answer(calls, table(head(), (call_row(call) for call in calls)))


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
    said = ngettext("%(n)d call forgotten", "%(n)d calls forgotten", forgotten)
    return context.answer({"forgotten": forgotten}, [said % {"n": forgotten}])
