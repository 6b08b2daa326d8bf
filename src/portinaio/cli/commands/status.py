"""`status`: how everything is, on one screen."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from portinaio.core.safe_text import printable
from portinaio.language import _, formatting, ngettext
from portinaio.language.terms import LINE_STATES, term

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from portinaio.api.answers import LineAnswer, StatusAnswer
    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser


def describe(parser: Parser, _name: str) -> None:
    parser.examples("portinaio status", "portinaio status --json")


def run(context: CommandContext, _given: Namespace) -> int:
    status = context.client.status()
    return context.answer(status, _lines(status))


def _lines(status: StatusAnswer) -> Iterator[str]:
    if status["running"] and status["since"]:
        since = formatting.moment(datetime.fromisoformat(status["since"]))
        yield _("portinaio %(version)s, running since %(moment)s") % {
            "version": status["version"],
            "moment": since,
        }
    else:
        yield _("portinaio %(version)s, not running: calls are not screened") % {
            "version": status["version"]
        }
    today = status["calls_today"]
    yield ngettext("%(n)d call today", "%(n)d calls today", today) % {"n": today}
    yield from _moments(status)
    for line in status["lines"]:
        yield _line(line)
    if not status["lines"]:
        yield _("no line yet; portinaio setup adds one")
    if due := status["due"]:
        yield ngettext("%(n)d answer is due", "%(n)d answers are due", due) % {"n": due}
    for trouble in status["health"]:
        yield "! " + printable(trouble["text"])


def _moments(status: StatusAnswer) -> Iterator[str]:
    for until, said in (
        (status["paused_until"], _("paused until %(moment)s: everybody rings")),
        (
            status["expecting_until"],
            _("expecting a call until %(moment)s: unknown, suspected and withheld callers ring"),
        ),
    ):
        if until:
            yield said % {"moment": formatting.moment(datetime.fromisoformat(until))}


def _line(line: LineAnswer) -> str:
    said = _("line %(name)s (%(kind)s): %(state)s") % {
        "name": line["name"],
        "kind": line["kind"],
        "state": term(line["state"], LINE_STATES),
    }
    return printable(f"{said}; {line['error']}" if line["error"] else said)
