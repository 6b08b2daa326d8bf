"""`dialled`: tell that a number was called from here, which a dial plan or a router does by itself."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from portinaio.cli.still_blocked import still_blocked
from portinaio.language import _

if TYPE_CHECKING:
    from argparse import Namespace

    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser


def describe(parser: Parser, _name: str) -> None:
    parser.examples("portinaio dialled '02 0000 1234'")
    parser.add_argument("number", metavar=_("NUMBER"), help=_("the number that was called"))


def run(context: CommandContext, given: Namespace) -> int:
    answer = context.client.dialled(given.number)
    if answer["emergency"]:
        return context.answer(answer, [_("You called for help: everybody rings for an hour.")])
    said = _("From now on %(number)s is known, since you called it.")
    told = said % {"number": answer["number"]}
    return context.answer(answer, chain([told], still_blocked(context, answer["number"])))
