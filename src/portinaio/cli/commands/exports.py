"""`export`: write entries, a list, callers or contacts for another program."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.cli.files import to_stdout, write_private
from portinaio.cli.import_summary import note_rejected
from portinaio.cli.progress import with_progress
from portinaio.cli.whole_log import whole_log
from portinaio.core.message import counted, msg
from portinaio.errors import UsageError
from portinaio.language import _, translate

if TYPE_CHECKING:
    from argparse import Namespace

    from portinaio.api.answers import ExportAnswer
    from portinaio.api.client import Client
    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser

LOG = "calls"
WHAT = ("block", "list", "calls", "contacts")


def describe(parser: Parser, _name: str) -> None:
    parser.examples(
        "portinaio export csv > blocked.csv",
        "portinaio export pbbl --what list --list phoneblock --out blocklist.pbbl",
        "portinaio export vcard --what contacts --out contacts.vcf",
        "portinaio export calls --out calls.csv",
    )
    parser.add_format(
        "format",
        help=_(
            "such as csv, plain, vcard, pbbl; portinaio lists formats shows all; calls writes your log, with times"
        ),
    )
    parser.add_argument("--what", choices=WHAT, default="block", help=_("what is written"))
    parser.add_argument("--list", metavar=_("NAME"), default="", help=_("of the list"))
    parser.add_argument("--out", metavar=_("FILE"), help=_("stdout where it is left out"))


def run(context: CommandContext, given: Namespace) -> int:
    if given.format == LOG:
        return _log(context, given)
    what = "list" if given.list else given.what
    found = with_progress(
        context,
        lambda client: client.export(given.format, what, given.list),
        writing=Path(given.out).name if given.out else given.format,
    )
    note_rejected(context, found["rejected"], found["rejected_count"])
    _note_losses(context, found)
    if given.out is None:
        if context.json:
            return context.answer(found, [])
        to_stdout(b64decode(found["data"]))
        return 0
    path = Path(given.out)
    write_private(path, b64decode(found["data"]))
    said = counted(
        "%(n)d entry is in %(file)s",
        "%(n)d entries are in %(file)s",
        found["written"],
        file=str(path),
    )
    shape = {
        "file": str(path),
        "format": found["format"],
        "written": found["written"],
        "rejected": found["rejected"],
        "rejected_count": found["rejected_count"],
        "losses": found["losses"],
    }
    return context.answer(shape, [translate(said)])


def _note_losses(context: CommandContext, found: ExportAnswer) -> None:
    """Beside the answer, so that a file that goes to stdout stays one."""
    if found["losses"]:
        context.note(_("%(format)s has no place for:") % {"format": found["format"]})
        context.note(*(f"  {loss['says']}" for loss in found["losses"]))


def _log(context: CommandContext, given: Namespace) -> int:
    """Every call, which no format of numbers has a place for."""
    if given.list or given.what not in {"block", LOG}:
        raise UsageError(msg("export calls writes your log; leave out --what and --list"))
    lines: list[str] = []
    name = Path(given.out).name if given.out else LOG

    def so_far(_client: Client) -> str:
        calls = max(len(lines) - 1, 0)  # the title is none
        said = counted(
            "writing %(file)s, %(n)d call", "writing %(file)s, %(n)d calls", calls, file=name
        )
        return translate(said)

    with_progress(context, lambda client: lines.extend(whole_log(client, {})), stage=so_far)
    content = "".join(lines).encode("utf-8", "replace")
    count = len(lines) - 1
    if given.out is None:
        if context.json:
            raise UsageError(msg("export calls writes a table; portinaio calls --json writes JSON"))
        to_stdout(content)
        return 0
    write_private(Path(given.out), content)
    said = counted(
        "%(n)d call is in %(file)s", "%(n)d calls are in %(file)s", count, file=given.out
    )
    shape = {
        "file": given.out,
        "format": LOG,
        "written": count,
        "rejected": [],
        "rejected_count": 0,
        "losses": [],
    }
    return context.answer(shape, [translate(said)])
