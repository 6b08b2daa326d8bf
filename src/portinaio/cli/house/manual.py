"""The manual page, as roff with the macros of man(7), from the same parsers as the help."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from portinaio import __version__
from portinaio.cli.command_table import GROUPS, parser_of
from portinaio.language import _, translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.cli.command_table import Command
    from portinaio.config.home import Home


def manual(home: Home) -> Iterator[str]:
    """Its lines, in the reader's language. `home` tells where files lie on this computer."""
    yield f'.TH PORTINAIO 1 "" "Portinaio {__version__}" ""'
    yield ".ad l"
    yield f'.SH "{_quoted(_("NAME"))}"'
    yield _text("portinaio - " + _("the doorkeeper for a telephone"))
    yield f'.SH "{_quoted(_("SYNOPSIS"))}"'
    yield r".B portinaio"
    yield _text("[" + _("COMMAND") + "] [--help] [--version]")
    yield f'.SH "{_quoted(_("DESCRIPTION"))}"'
    yield _text(_("The doorkeeper for a telephone. Without a command the terminal app opens."))
    yield ".PP"
    yield _text(_("Every command takes --json, and answers in JSON then, for programs."))
    for title, commands in GROUPS:
        yield f'.SH "{_quoted(translate(title).upper())}"'
        for command in commands:
            yield from _command(command)
    yield f'.SH "{_quoted(_("EXIT STATUS"))}"'
    yield _text(_("0 done, 1 failed with a sentence on standard error, 2 wrong usage."))
    yield f'.SH "{_quoted(_("FILES"))}"'
    yield from _term(home.config_file, _("lines, lists and policy"))
    yield from _term(home.database, _("calls, entries, contacts and complaints"))
    yield f'.SH "{_quoted(_("ENVIRONMENT"))}"'
    yield from _term("PORTINAIO_HOME", _("one folder in place of the system's"))
    yield from _term("PORTINAIO_LANG", _("the language, before that of config.toml"))
    yield from _term("NO_COLOR", _("no colours"))


def _command(command: Command) -> Iterator[str]:
    parser = parser_of(command)
    yield f'.SS "portinaio {_quoted(command.name)}"'
    yield _text(parser.description or translate(command.summary))
    yield from _arguments(parser)
    for name, subcommand in _subcommands(parser):
        yield ".PP"
        yield rf"\fBportinaio {_escaped(command.name)} {_escaped(name)}\fR"
        yield ".br"
        yield _text(subcommand.description or "")
        yield from _arguments(subcommand)
    if parser.epilog:
        title, *examples = parser.epilog.split("\n")
        yield ".PP"
        yield _text(title)
        yield ".nf"
        yield ".RS"
        yield from (_text(example.strip()) for example in examples)
        yield ".RE"
        yield ".fi"


def _arguments(parser: argparse.ArgumentParser) -> Iterator[str]:
    formatter = parser._get_formatter()  # noqa: SLF001  # argparse expands its own help in no other way
    for action in parser._actions:  # noqa: SLF001  # as above
        if isinstance(action, (argparse._SubParsersAction, argparse._HelpAction)):  # noqa: SLF001  # as above
            continue
        if action.help == argparse.SUPPRESS or "--json" in action.option_strings:
            continue  # every command takes --json, which is said once
        said = formatter._expand_help(action) if action.help else ""  # noqa: SLF001  # as above
        yield from _term(formatter._format_action_invocation(action), said)  # noqa: SLF001  # as above


def _subcommands(
    parser: argparse.ArgumentParser,
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:  # noqa: SLF001  # as above
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001  # as above
            yield from action.choices.items()


def _term(term: str, said: str) -> Iterator[str]:
    yield ".TP"
    yield rf"\fB{_escaped(term)}\fR"
    yield _text(said or "-")


def _text(text: str) -> str:
    """A line of running text; a dot or a quote at its beginning would be a request."""
    escaped = _escaped(" ".join(text.split()))
    return rf"\&{escaped}" if escaped[:1] in {".", "'"} else escaped


def _quoted(text: str) -> str:
    return _escaped(text).replace('"', r"\(dq")


def _escaped(text: str) -> str:
    return text.replace("\\", r"\e").replace("-", r"\-")
