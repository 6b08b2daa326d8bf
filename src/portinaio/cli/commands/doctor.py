"""`doctor`: look at everything, and say what is wrong."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from portinaio.cli.context import COLOURS
from portinaio.core.safe_text import printable
from portinaio.language import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from portinaio.api.answers import DiagnosisAnswer
    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser

SHAPES = {"ok": "✓", "warning": "!", "wrong": "✗"}
PLAIN = {"ok": "+", "warning": "!", "wrong": "x"}
"""For terminals that know ASCII only."""


def describe(parser: Parser, _name: str) -> None:
    parser.description = _("Look at everything. Exit code 1 says that something is wrong.")
    parser.examples("portinaio doctor", "portinaio doctor --mail", "portinaio doctor --json")
    parser.add_argument(
        "--mail", action="store_true", help=_("log in to your mail server too; nothing is sent")
    )


def run(context: CommandContext, given: Namespace) -> int:
    found = context.client.doctor(mail=given.mail)
    context.answer(found, _lines(context, found))
    return 1 if any(one["state"] == "wrong" for one in found) else 0


def _lines(context: CommandContext, found: list[DiagnosisAnswer]) -> Iterator[str]:
    shapes = _shapes()
    for one in found:
        state = one["state"]
        mark = context.coloured(shapes.get(state, "?"), COLOURS.get(state, ""))
        yield f"{mark} {printable(one['text'])}"


def _shapes() -> dict[str, str]:
    try:
        "".join(SHAPES.values()).encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return PLAIN
    return SHAPES
