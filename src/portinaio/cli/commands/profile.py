"""`profile`: what letters say of you. It stays on this computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.cli.parser import pairs
from portinaio.cli.table import table
from portinaio.language import _

if TYPE_CHECKING:
    from argparse import Namespace

    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser


def describe(parser: Parser, _name: str) -> None:
    parser.examples(
        "portinaio profile",
        "portinaio profile set name='Anna Bianchi' email=anna@example.net",
        "portinaio profile set rpo_enrolled_on=2026-01-15 tax_code=",
    )
    change = parser.add_subcommand("set", _("fill keys; an empty value takes one away"))
    change.add_argument("values", nargs="+", metavar=_("KEY=VALUE"))


def run(context: CommandContext, given: Namespace) -> int:
    if given.subcommand == "set":
        known = context.client.set_profile(pairs(given.values))
    else:
        known = context.client.profile()
    return context.answer(known, table((_("key"), _("value")), known.items()))
