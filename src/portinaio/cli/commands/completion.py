"""`completion`: what a shell needs to complete commands, generated from their table and their parsers."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, NamedTuple

from portinaio.language import translate

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser

SHELLS = ("bash", "zsh", "fish")


class _Completed(NamedTuple):
    name: str
    summary: str
    words: tuple[str, ...]
    """Options, second words and fixed values that may follow."""


def describe(parser: Parser, _name: str) -> None:
    parser.examples(
        "portinaio completion bash > ~/.local/share/bash-completion/completions/portinaio",
        "portinaio completion zsh > ~/.zfunc/_portinaio",
        "portinaio completion fish > ~/.config/fish/completions/portinaio.fish",
    )
    parser.add_argument("shell", choices=SHELLS)


def run(context: CommandContext, given: Namespace) -> int:
    formats = tuple(each["id"] for each in context.client.formats() if not each["error"])
    text = "\n".join(SCRIPTS[given.shell](_commands(formats)))
    return context.answer({"shell": given.shell, "script": text}, [text])


def _commands(formats: tuple[str, ...]) -> list[_Completed]:
    from portinaio.cli.command_table import COMMANDS, parser_of  # noqa: PLC0415  # it loads this file

    return [
        _Completed(
            command.name,
            translate(command.summary),
            tuple(dict.fromkeys(_words(parser_of(command), formats))),
        )
        for command in COMMANDS.values()
    ]


def _words(parser: argparse.ArgumentParser, formats: tuple[str, ...]) -> Iterator[str]:
    for action in parser._actions:  # noqa: SLF001  # argparse has no other way to list them
        yield from (option for option in action.option_strings if option.startswith("--"))
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001  # as above
            for name, subcommand in action.choices.items():
                yield name
                yield from _words(subcommand, formats)
        elif action.choices:
            yield from map(str, action.choices)
        yield from vars(action).get("recipients", ())
        yield from formats if "formats" in vars(action) else ()


def _bash(commands: list[_Completed]) -> Iterator[str]:
    names = " ".join(command.name for command in commands)
    yield "_portinaio() {"
    yield "    local words"
    yield '    if [ "$COMP_CWORD" -eq 1 ]; then'
    yield f'        words="{names} help --help --version"'
    yield "    else"
    yield '        case "${COMP_WORDS[1]}" in'
    for command in commands:
        yield f'            {command.name}) words="{" ".join(command.words)}" ;;'
    yield f'            help) words="{names}" ;;'
    yield '            *) words="" ;;'
    yield "        esac"
    yield "    fi"
    yield '    COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))'
    yield "}"
    yield "complete -o default -F _portinaio portinaio"


def _zsh(commands: list[_Completed]) -> Iterator[str]:
    yield "#compdef portinaio"
    yield "_portinaio() {"
    yield "    local -a commands"
    yield "    commands=("
    for command in commands:
        yield f"        {_single(command.name + ':' + command.summary.replace(':', ' '))}"
    yield "    )"
    yield "    if (( CURRENT == 2 )); then"
    yield "        _describe command commands"
    yield "        return"
    yield "    fi"
    yield '    case "$words[2]" in'
    for command in commands:
        yield f"        {command.name}) compadd -- {' '.join(command.words)} ;;"
    yield "    esac"
    yield "    _files"
    yield "}"
    # Loaded by zsh from fpath, this file is the function's first call; sourced, it only defines it.
    yield 'if [ "$funcstack[1]" = _portinaio ]; then'
    yield '    _portinaio "$@"'
    yield "else"
    yield "    compdef _portinaio portinaio"
    yield "fi"


def _fish(commands: list[_Completed]) -> Iterator[str]:
    for command in commands:
        yield (
            "complete -c portinaio -n __fish_use_subcommand"
            f" -a {command.name} -d {_single(command.summary)}"
        )
    for command in commands:
        yield (
            f"complete -c portinaio -n '__fish_seen_subcommand_from {command.name}'"
            f" -a {_single(' '.join(command.words))}"
        )


def _single(text: str) -> str:
    r"""In single quotes, with `'\''` for a quote: the one spelling that all three shells read alike."""
    return "'" + text.replace("'", "'\\''") + "'"


SCRIPTS = {"bash": _bash, "zsh": _zsh, "fish": _fish}
