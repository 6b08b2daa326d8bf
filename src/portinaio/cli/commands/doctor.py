"""`doctor`: look at everything, and say what is wrong."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.cli.context import COLOURS
from portinaio.cli.files import write_private
from portinaio.cli.prompts import agree, may_ask
from portinaio.core.message import msg
from portinaio.core.reason import reason
from portinaio.core.safe_text import printable
from portinaio.errors import NotFoundError, PortinaioError, UsageError
from portinaio.language import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from portinaio.api.answers import DiagnosisAnswer, OrderAnswer
    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser

SHAPES = {"ok": "✓", "warning": "!", "wrong": "✗"}
PLAIN = {"ok": "+", "warning": "!", "wrong": "x"}
"""For terminals that know ASCII only."""
GRADES = {True: "ok", False: "wrong", None: "warning"}
"""Of what a line has found out about who else rings."""


def describe(parser: Parser, _name: str) -> None:
    parser.description = _("Look at everything. Exit code 1 says that something is wrong.")
    parser.examples(
        "portinaio doctor",
        "portinaio doctor --mail",
        "portinaio doctor --report report.md",
        "portinaio doctor --call home",
        "portinaio doctor --json",
    )
    parser.add_argument(
        "--mail", action="store_true", help=_("log in to your mail server too; nothing is sent")
    )
    parser.add_argument(
        "--report",
        metavar=_("FILE"),
        help=_("write for a bug report what was found, without numbers and passwords"),
    )
    parser.add_argument(
        "--call",
        metavar=_("LINE"),
        help=_("let this line call itself once, to see whether other telephones ring before us"),
    )
    parser.add_argument("--yes", action="store_true", help=_("call without asking once more"))


def run(context: CommandContext, given: Namespace) -> int:
    if given.report:
        _refuse_taken(Path(given.report))  # before anybody is called or asked
    order = _called(context, given.call, sure=given.yes) if given.call else None
    found = context.client.doctor(mail=given.mail)
    if order is not None:
        said = _("line %(name)s: %(state)s") % {"name": order["line"], "state": order["text"]}
        found.append({"code": "call", "state": GRADES[order["first"]], "text": said})
    if given.report:
        _write_report(context, Path(given.report), found)
    context.answer(found, _lines(context, found))
    return 1 if any(one["state"] == "wrong" for one in found) else 0


def _refuse_taken(file: Path) -> None:
    if file.exists():
        raise UsageError(msg("%(file)s is there already; name a file that is not", file=str(file)))


def _write_report(context: CommandContext, file: Path, found: list[DiagnosisAnswer]) -> None:
    from portinaio.cli.house.bug_report import bug_report  # noqa: PLC0415  # few ask for one

    text = bug_report(context.client, context.home, found)
    try:
        write_private(file, text)
    except OSError as error:
        raise PortinaioError(
            msg("%(file)s cannot be written: %(reason)s", file=str(file), reason=reason(error))
        ) from error
    said = _("%(file)s is written; read it before you give it to others")
    context.note(f"portinaio: {said % {'file': file}}")


def _called(context: CommandContext, name: str, *, sure: bool) -> OrderAnswer | None:
    """What it showed; `None` where somebody would rather not have it rung."""
    if name not in {line["name"] for line in context.client.lines()}:
        raise NotFoundError(msg("there is no line called %(name)s", name=name[:40]))
    if not sure:
        if not may_ask(context):
            raise UsageError(msg("telephones may ring; say --yes where nobody is there to answer"))
        question = _(
            "Line %(name)s calls itself. Other telephones on it may ring for a moment. Call now?"
        )
        if not agree(question % {"name": name}):
            return None
    context.note(_("Calling. It takes up to twenty seconds."))
    return context.client.try_order(name)


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
