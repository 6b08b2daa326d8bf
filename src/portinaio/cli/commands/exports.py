"""`export`: write entries, a list, callers or contacts for another program."""

from __future__ import annotations

import sys
from base64 import b64decode
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.cli.files import write_private
from portinaio.cli.import_summary import note_rejected
from portinaio.core.message import msg
from portinaio.errors import PortinaioError
from portinaio.language import _, ngettext

if TYPE_CHECKING:
    from argparse import Namespace

    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser

WHAT = ("block", "list", "calls", "contacts")


def describe(parser: Parser, _name: str) -> None:
    parser.examples(
        "portinaio export csv > blocked.csv",
        "portinaio export pbbl --what list --list phoneblock --out blocklist.pbbl",
        "portinaio export vcard --what contacts --out contacts.vcf",
    )
    parser.add_format(
        "format", help=_("such as csv, plain, vcard, pbbl; portinaio lists formats shows all")
    )
    parser.add_argument("--what", choices=WHAT, default="block", help=_("what is written"))
    parser.add_argument("--list", metavar=_("NAME"), default="", help=_("of the list"))
    parser.add_argument("--out", metavar=_("FILE"), help=_("stdout where it is left out"))


def run(context: CommandContext, given: Namespace) -> int:
    what = "list" if given.list else given.what
    found = context.client.export(given.format, what, given.list)
    note_rejected(context, found["rejected"], found["rejected_count"])
    if given.out is None:
        if context.json:
            return context.answer(found, [])
        _to_stdout(b64decode(found["data"]))
        return 0
    path = Path(given.out)
    write_private(path, b64decode(found["data"]))
    said = ngettext("%(n)d entry is in %(file)s", "%(n)d entries are in %(file)s", found["written"])
    shape = {
        "file": str(path),
        "format": found["format"],
        "written": found["written"],
        "rejected": found["rejected"],
        "rejected_count": found["rejected_count"],
    }
    return context.answer(shape, [said % {"n": found["written"], "file": path}])


def _to_stdout(content: bytes) -> None:
    """As it is: a binary list has no lines."""
    out = getattr(sys.stdout, "buffer", None)
    if out is None:
        raise PortinaioError(msg("the file cannot be written to this output; name one with --out"))
    sys.stdout.flush()
    out.write(content)
    out.flush()
