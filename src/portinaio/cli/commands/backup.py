"""`backup`: the whole house in one file, while calls come in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.cli.house.backup_terms import counts_of, size_of
from portinaio.cli.progress import with_progress
from portinaio.cli.prompts import new_passphrase
from portinaio.language import _

if TYPE_CHECKING:
    from argparse import Namespace

    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser


def describe(parser: Parser, _name: str) -> None:
    parser.description = _(
        "Write calls, entries, contacts, complaints, lists and config.toml into one file, which portinaio"
        " restore puts back. Passwords are in it only where you ask for them."
    )
    parser.examples(
        "portinaio backup portinaio.zip",
        "portinaio backup portinaio.zip --secrets",
    )
    parser.add_argument("file", metavar=_("FILE"), help=_("one that is not there yet"))
    parser.add_argument(
        "--secrets",
        action="store_true",
        help=_("with the passwords, encrypted with a passphrase that is asked for"),
    )


def run(context: CommandContext, given: Namespace) -> int:
    passphrase = new_passphrase(_("Passphrase for the passwords:")) if given.secrets else ""
    file = Path(given.file)
    done = with_progress(
        context,
        lambda client: client.backup(str(file.absolute()), passphrase),
        writing=file.name,
    )
    said = _("%(file)s, %(size)s: %(counts)s") % {
        "file": done["file"],
        "size": size_of(done["bytes"]),
        "counts": counts_of(done["counts"]),
    }
    if given.secrets and not done["passwords"]:
        return context.answer(done, [said, _("without passwords: there is none to take along")])
    if not done["passwords"]:
        return context.answer(done, [said, _("without passwords; --secrets takes them along")])
    return context.answer(done, [said, _("with the passwords, which only the passphrase opens")])
