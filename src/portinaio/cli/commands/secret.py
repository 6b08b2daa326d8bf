"""`secret`: keep a password, without showing it to the screen, the shell's history or the process list."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from portinaio.cli.prompts import ask_hidden
from portinaio.cli.terminal import is_terminal
from portinaio.config import secrets
from portinaio.core.message import msg
from portinaio.errors import PortinaioError, UsageError
from portinaio.language import _

if TYPE_CHECKING:
    from argparse import Namespace

    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser


def describe(parser: Parser, _name: str) -> None:
    parser.description = _(
        "Keep a password where config.toml says: in the system's keyring, or in a file that only"
        " you can read. A line that waits for it begins anew."
    )
    parser.examples(
        "portinaio secret set home",
        "printf '%s\\n' \"$PASSWORD\" | portinaio secret set home",
        "portinaio secret remove home",
    )
    keep = parser.add_subcommand("set", _("asks for the password, or reads a line from stdin"))
    keep.add_argument(
        "name",
        metavar=_("NAME"),
        help=_("as in { keyring = NAME } of config.toml; or of a line, of a list, or mail"),
    )
    remove = parser.add_subcommand("remove", _("forget a password"))
    remove.add_argument("name", metavar=_("NAME"))


def run(context: CommandContext, given: Namespace) -> int:
    if given.subcommand == "set":
        kept = context.client.keep_secret(given.name, _asked(given.name))
        where = kept["kept"]
        said = _("kept in the keyring") if where == "keyring" else _("kept in %(file)s")
        context.answer(kept, [said % {"file": where}])
        context.note(*([kept["hint"]] if kept["hint"] else []))
        return 0
    if given.subcommand == "remove":
        context.client.forget_secret(given.name)
        return context.answer({"name": given.name, "kept": None}, [_("forgotten")])
    raise UsageError(msg("say what to do: set NAME or remove NAME"))


def _asked(name: str) -> str:
    if is_terminal(sys.stdin):
        password = ask_hidden(_("Password for %(name)s:") % {"name": name})
        if ask_hidden(_("Once more:")) != password:
            raise PortinaioError(msg("the two are not the same; nothing was kept"))
    else:
        password = sys.stdin.readline(secrets.LARGEST_BYTES + 1).rstrip("\r\n") if sys.stdin else ""
    if not password or len(password.encode("utf-8", "replace")) > secrets.LARGEST_BYTES:
        raise PortinaioError(msg("a password has 1 to %(most)d bytes", most=secrets.LARGEST_BYTES))
    return password
