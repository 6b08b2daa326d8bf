"""`sync`: ask the lists for news now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.cli.progress import with_progress
from portinaio.cli.sync_lines import sync_lines
from portinaio.language import _

if TYPE_CHECKING:
    from argparse import Namespace

    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser


def describe(parser: Parser, _name: str) -> None:
    parser.examples("portinaio sync", "portinaio sync phoneblock --accept phoneblock")
    parser.add_argument("names", nargs="*", metavar=_("NAME"), help=_("all where none is named"))
    parser.add_argument(
        "--accept",
        metavar=_("NAME"),
        action="append",
        default=[],
        help=_(
            "take this list, once, although it has less than half of its entries left or holds numbers of public bodies"
        ),
    )


def run(context: CommandContext, given: Namespace) -> int:
    synced = with_progress(context, lambda client: client.sync(given.names, given.accept))
    empty = _("No list is subscribed. portinaio lists catalog shows which there are.")
    context.answer(synced, sync_lines(synced) if synced else [empty])
    return 1 if any(each["state"] in {"refused", "never"} for each in synced) else 0
