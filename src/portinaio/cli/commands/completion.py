"""`completion`: what a shell needs to complete commands, generated from their table and their parsers."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from portinaio.cli.house.known_words import KINDS, TAKEN, known_words
from portinaio.cli.house.shell_scripts import SCRIPTS, Completed, Place, Values
from portinaio.cli.terminal import Verbatim
from portinaio.core.message import msg
from portinaio.errors import UsageError
from portinaio.language import _, translate

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser

SOURCE_AND_SITE = ("publish", "words")
SHELLS = ("bash", "zsh", "fish")
FILES = frozenset({"file", "files", "source"})
"""Arguments that may be a file, by their names in the parsers."""


def describe(parser: Parser, _name: str) -> None:
    parser.examples(
        "portinaio completion bash > ~/.local/share/bash-completion/completions/portinaio",
        "portinaio completion zsh > ~/.zfunc/_portinaio",
        "portinaio completion fish > ~/.config/fish/completions/portinaio.fish",
    )
    parser.add_argument("shell", choices=(*SHELLS, "words"))
    parser.add_argument(
        "kinds",
        nargs="*",
        metavar=_("KIND"),
        help=_("after words, which the scripts ask for: %(kinds)s") % {"kinds": ", ".join(KINDS)},
    )


def run(context: CommandContext, given: Namespace) -> int:
    if given.shell == "words":
        return _tell(context, given.kinds)
    if given.kinds:
        raise UsageError(msg("only words takes kinds"))
    formats = tuple(each["id"] for each in context.client.formats() if not each["error"])
    text = "\n".join(SCRIPTS[given.shell](_commands(formats)))
    return context.answer({"shell": given.shell, "script": text}, [Verbatim(text)])


def _tell(context: CommandContext, kinds: list[str]) -> int:
    for kind in kinds:
        if kind not in KINDS:
            raise UsageError(
                msg(
                    "there is no kind %(kind)s of words; kinds are %(kinds)s",
                    kind=kind[:40],
                    kinds=", ".join(KINDS),
                )
            )
    words = list(known_words(context.client, kinds))
    return context.answer(words, map(Verbatim, words))


def _commands(formats: tuple[str, ...]) -> list[Completed]:
    from portinaio.cli.command_table import COMMANDS, parser_of  # noqa: PLC0415  # it loads this file

    return [
        Completed(
            command.name,
            translate(command.summary),
            _place(command.name, parser := parser_of(command), formats),
            {
                second: _place(command.name, inner, formats)
                for second, inner in _second_words(parser).items()
            },
            _options(command.name, parser, formats),
        )
        for command in COMMANDS.values()
    ]


def _second_words(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in parser._actions:  # noqa: SLF001  # argparse has no other way to list them
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001  # as above
            return dict(action.choices)
    return {}


def _place(name: str, parser: argparse.ArgumentParser, formats: tuple[str, ...]) -> Place:
    words: list[str] = []
    flags: list[str] = []
    kinds: list[str] = []
    files = False
    for action in parser._actions:  # noqa: SLF001  # as above
        flags += [option for option in action.option_strings if option.startswith("--")]
        if not action.option_strings:
            words += _values(action, formats)
            kinds += TAKEN.get((name, action.dest), ())
            files = files or action.dest in FILES or (name, action.dest) == SOURCE_AND_SITE
    words, flags, kinds = ([*dict.fromkeys(each)] for each in (words, flags, kinds))
    return Place(tuple(words), tuple(flags), tuple(kinds), files=files)


def _values(action: argparse.Action, formats: tuple[str, ...]) -> Iterator[str]:
    yield from map(str, action.choices or ())
    yield from vars(action).get("recipients", ())
    yield from formats if "formats" in vars(action) else ()


def _options(
    name: str, parser: argparse.ArgumentParser, formats: tuple[str, ...]
) -> dict[str, Values]:
    """By the word before; of an option that several second words have, whatever one of them takes."""
    found: dict[str, Values] = {}
    for action in parser._actions:  # noqa: SLF001  # as above
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001  # as above
            inner = [_options(name, each, formats) for each in action.choices.values()]
        elif action.nargs != 0:
            values = Values(tuple(_values(action, formats)), TAKEN.get((name, action.dest), ()))
            inner = [{one: values for one in action.option_strings if one.startswith("--")}]
        else:
            continue
        for option, values in (pair for each in inner for pair in each.items()):
            known = found.get(option, Values())
            found[option] = Values(
                tuple(dict.fromkeys(known.words + values.words)),
                tuple(dict.fromkeys(known.kinds + values.kinds)),
            )
    return found
