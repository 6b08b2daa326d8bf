"""`expect`, `pause` and `resume`: for a while, calls ring that would not."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from portinaio.language import _, durations, formatting

if TYPE_CHECKING:
    from argparse import Namespace

    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser

SPANS = {"expect": "2h", "pause": "1h"}
"""Where none is given."""


def describe(parser: Parser, name: str) -> None:
    if name == "resume":
        parser.description = _("End a pause, and an expected call with it.")
        return
    parser.examples(f"portinaio {name}", f"portinaio {name} --for 30m")
    parser.add_argument(
        "--for",
        dest="span",
        metavar=SPANS[name],
        default=SPANS[name],
        help=_("for how long; %(default)s where it is left out"),
    )


def run(context: CommandContext, given: Namespace) -> int:
    client = context.client
    if given.command == "resume":
        client.expect_no_more()
        answer = client.resume()
        if client.status()["running"]:
            return context.answer(answer, [_("Calls are screened.")])
        said = _(
            "Nothing is paused any more; calls are screened once the daemon runs: portinaio daemon"
        )
        return context.answer(answer, [said])
    span_s = int(durations.span(given.span).total_seconds())
    if given.command == "pause":
        answer, said = client.pause(span_s), _("Everybody rings until %(moment)s.")
    else:
        answer, said = (
            client.expect(span_s),
            _(
                "Unknown, suspected and withheld callers ring until %(moment)s; reported ones, and those you"
                " block, do not."
            ),
        )
    until = answer["until"]
    shown = formatting.moment(datetime.fromisoformat(until)) if until else "-"
    return context.answer(answer, [said % {"moment": shown}])
