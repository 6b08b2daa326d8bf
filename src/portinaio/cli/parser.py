"""argparse, so that it speaks the reader's language and its errors are sentences of ours."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING

from portinaio import language
from portinaio.core.message import msg
from portinaio.errors import UsageError
from portinaio.language import _
from portinaio.language.choices import code_of, one_of, said

if TYPE_CHECKING:
    from collections.abc import Callable
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
    msg("invalid %(type)s value: %(value)r"),
    msg("expected one argument"),
    msg("expected at least one argument"),
    msg("not allowed with argument %s"),
)
"""What argparse says to a user; here for the catalogue."""
LONGEST_VALUE = 60  # characters of one that is repeated
LONGEST_ERROR = 300  # an argument that does not fit may be 100 kB long


_NEGATIVE = re.compile(r"-\d")
"""A value that is wrong, such as `-3d`, is a value all the same, and no option."""
_WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)


def whole_number(text: str) -> int:
    """Of an argument; argparse speaks of an invalid int value."""
    if not _WHOLE.fullmatch(text):
        raise argparse.ArgumentTypeError(
            _("%(text)r is no whole number") % {"text": text[:LONGEST_VALUE]}
        )
    return int(text)


class Help(argparse.RawDescriptionHelpFormatter):
    """Examples stand as they are written; a sentence is wrapped at the width of the terminal."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if "\n" in text:
            return super()._fill_text(text, width, indent)
        return argparse.HelpFormatter._fill_text(self, text, width, indent)  # noqa: SLF001  # what the class above overrides

    def _format_action(self, action: argparse.Action) -> str:
        """Without the line of its own that argparse gives to subcommands, though they have no name."""
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001  # a class of its own
            subcommands = self._iter_indented_subactions(action)
            return "".join(map(self._format_action, subcommands))
        return super()._format_action(action)

    def _metavar_formatter(
        self, action: argparse.Action, default_metavar: str
    ) -> Callable[[int], tuple[str, ...]]:
        """Choices in the words that answer them; a subcommand is spelt alike in every language."""
        if (
            action.metavar is not None
            or action.choices is None
            or isinstance(action, argparse._SubParsersAction)  # noqa: SLF001  # as below
        ):
            return super()._metavar_formatter(action, default_metavar)
        words = f"{{{','.join(map(said, action.choices))}}}"
        return lambda count: (words,) * count


class Parser(argparse.ArgumentParser):
    """Of one command. An error is a `UsageError`, and `--json` is always there."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog=prog, formatter_class=Help, allow_abbrev=False)
        self._negative_number_matcher = _NEGATIVE
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

    def add_columns(self) -> None:
        """Of a table with several that could hold numbers: those that are meant, as `columns`."""
        self.add_argument(
            "--column",
            dest="columns",
            action="append",
            metavar=_("NAME"),
            default=[],
            help=_(
                "of a table: a column of numbers, by title or by place from 1; may be said again"
            ),
        )

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:
        """One of the choices may be said by its word in any language."""
        value = super()._get_value(action, arg_string)
        if action.choices is None or isinstance(action, argparse._SubParsersAction):  # noqa: SLF001  # a class of its own
            return value
        return code_of(value, action.choices) or value

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001  # as above
            raise UsageError(
                msg(
                    "%(command)s has no %(value)r, but: %(choices)s",
                    command=self.prog.partition(" ")[2] or self.prog,
                    value=value[:LONGEST_VALUE],
                    choices=", ".join(action.choices),
                )
            )
        raise UsageError(
            msg(
                "%(name)s cannot be %(value)r; it is one of %(choices)s",
                name="/".join(action.option_strings) or action.metavar or action.dest,
                value=value[:LONGEST_VALUE],
                choices=one_of(action.choices),
            )
        )

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
