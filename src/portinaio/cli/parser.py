"""argparse, so that it speaks the reader's language and its errors are sentences of ours."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from portinaio import language
from portinaio.core.message import msg
from portinaio.errors import UsageError
from portinaio.language import _

if TYPE_CHECKING:
    from typing import Any, NoReturn


def _translated(message: str | None) -> str | None:
    """Of a heading that is not there, argparse asks for the translation, too."""
    return message and language._(message)


argparse._ = _translated  # type: ignore[attr-defined]  # it looks its messages up at each use

ARGPARSE = (
    msg("usage: "),
    msg("options"),
    msg("positional arguments"),
    msg("show this help message and exit"),
    msg("the following arguments are required: %s"),
    msg("unrecognized arguments: %s"),
    msg("argument %(argument_name)s: %(message)s"),
    msg("invalid choice: %(value)r (choose from %(choices)s)"),
    msg("invalid %(type)s value: %(value)r"),
    msg("expected one argument"),
    msg("expected at least one argument"),
    msg("not allowed with argument %s"),
)
"""What argparse says to a user; here for the catalogue."""
LONGEST_ERROR = 300  # an argument that does not fit may be 100 kB long


class Parser(argparse.ArgumentParser):
    """Of one command. An error is a `UsageError`, and `--json` is always there."""

    def __init__(self, prog: str) -> None:
        super().__init__(
            prog=prog, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
        )
        self._subcommands: argparse._SubParsersAction[Parser] | None = None
        self.add_argument(
            "--json",
            action="store_true",
            default=argparse.SUPPRESS,
            help=_("answer in JSON, for programs"),
        )

    def examples(self, *commands: str) -> None:
        self.epilog = "\n  ".join([_("examples:"), *commands])

    def add_subcommand(self, name: str, summary: str) -> Parser:
        """A second word, such as `forget` in `calls forget`; without one `given.subcommand` is `None`."""
        if self._subcommands is None:
            self._subcommands = self.add_subparsers(
                dest="subcommand", metavar="", title=_("subcommands")
            )
        parser: Parser = self._subcommands.add_parser(name, help=summary)
        parser.description = summary
        return parser

    def add_format(self, *names: str, **how: Any) -> None:
        """One of the formats of lists, which a shell completes; which there are, only the API knows."""
        vars(self.add_argument(*names, metavar=_("FORMAT"), **how))["formats"] = True

    def error(self, message: str) -> NoReturn:
        raise UsageError(message[:LONGEST_ERROR] + ("…" if len(message) > LONGEST_ERROR else ""))


def pairs(texts: list[str]) -> dict[str, str]:
    """`KEY=VALUE` taken apart; `UsageError` where there is no `=`."""
    found: dict[str, str] = {}
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals or not key.strip():
            raise UsageError(msg("%(text)r must be KEY=VALUE", text=text[:40]))
        found[key.strip()] = value
    return found
