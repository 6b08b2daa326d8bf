"""`completion`: what a shell needs to complete commands, generated from their table and their parsers."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, NamedTuple

from portinaio.cli.house.known_words import KINDS, TAKEN, known_words
from portinaio.core.message import msg
from portinaio.errors import UsageError
from portinaio.language import _, translate

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Mapping

    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser

SHELLS = ("bash", "zsh", "fish")


class _Completed(NamedTuple):
    name: str
    summary: str
    words: tuple[str, ...]
    """Options, second words and fixed values that may stand anywhere."""
    kinds: tuple[str, ...]
    """Of the names in this house that may, too, for `known_words`."""
    options: Mapping[str, _Values]
    """What may stand behind each option that takes a value."""


class _Values(NamedTuple):
    words: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


def _asking(kinds: tuple[str, ...]) -> str:
    """The command that tells the names of these kinds; empty where there are none to tell."""
    return f"portinaio completion words {' '.join(kinds)} 2>/dev/null" if kinds else ""


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
    return context.answer({"shell": given.shell, "script": text}, [text])


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
    return context.answer(words, words)


def _commands(formats: tuple[str, ...]) -> list[_Completed]:
    from portinaio.cli.command_table import COMMANDS, parser_of  # noqa: PLC0415  # it loads this file

    return [
        _Completed(
            command.name,
            translate(command.summary),
            tuple(dict.fromkeys(_words(parser := parser_of(command), formats))),
            tuple(dict.fromkeys(_kinds(command.name, parser))),
            _options(command.name, parser, formats),
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
        elif not action.option_strings:
            yield from _values(action, formats)


def _values(action: argparse.Action, formats: tuple[str, ...]) -> Iterator[str]:
    yield from map(str, action.choices or ())
    yield from vars(action).get("recipients", ())
    yield from formats if "formats" in vars(action) else ()


def _options(
    name: str, parser: argparse.ArgumentParser, formats: tuple[str, ...]
) -> dict[str, _Values]:
    """By the word before; of an option that several second words have, whatever one of them takes."""
    found: dict[str, _Values] = {}
    for action in parser._actions:  # noqa: SLF001  # as above
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001  # as above
            inner = [_options(name, each, formats) for each in action.choices.values()]
        elif action.nargs != 0:
            values = _Values(tuple(_values(action, formats)), TAKEN.get((name, action.dest), ()))
            inner = [{one: values for one in action.option_strings if one.startswith("--")}]
        else:
            continue
        for option, values in (pair for each in inner for pair in each.items()):
            known = found.get(option, _Values())
            found[option] = _Values(
                tuple(dict.fromkeys(known.words + values.words)),
                tuple(dict.fromkeys(known.kinds + values.kinds)),
            )
    return found


def _kinds(name: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:  # noqa: SLF001  # as above
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001  # as above
            for subcommand in action.choices.values():
                yield from _kinds(name, subcommand)
        if not action.option_strings:
            yield from TAKEN.get((name, action.dest), ())


def _bash(commands: list[_Completed]) -> Iterator[str]:
    names = " ".join(command.name for command in commands)
    yield "_portinaio() {"
    yield "    local words"
    yield '    if [ "$COMP_CWORD" -eq 1 ]; then'
    yield f'        words="{names} help --help --version"'
    yield "    else"
    yield '        case "${COMP_WORDS[1]} ${COMP_WORDS[COMP_CWORD-1]}" in'
    for command in commands:
        for option, values in command.options.items():
            yield f"            '{command.name} {option}') words={_in_bash(values)} ;;"
        offered = _in_bash(_Values(command.words, command.kinds))
        yield f"            '{command.name} '*) words={offered} ;;"
    yield f"            'help '*) words=\"{names}\" ;;"
    yield '            *) words="" ;;'
    yield "        esac"
    yield "    fi"
    yield '    COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))'
    yield "}"
    yield "complete -o default -F _portinaio portinaio"


def _in_bash(values: _Values) -> str:
    asked = f" $({_asking(values.kinds)})" if values.kinds else ""
    return f'"{" ".join(values.words)}{asked}"'


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
    yield '    case "$words[2] $words[CURRENT-1]" in'
    for command in commands:
        for option, values in command.options.items():
            yield f"        '{command.name} {option}'){_in_zsh(values)} ;;"
        yield f"        '{command.name} '*){_in_zsh(_Values(command.words, command.kinds))} ;;"
    yield "    esac"
    yield "    _files"
    yield "}"
    # Loaded by zsh from fpath, this file is the function's first call; sourced, it only defines it.
    yield 'if [ "$funcstack[1]" = _portinaio ]; then'
    yield '    _portinaio "$@"'
    yield "else"
    yield "    compdef _portinaio portinaio"
    yield "fi"


def _in_zsh(values: _Values) -> str:
    asked = f' ${{(f)"$({_asking(values.kinds)})"}}' if values.kinds else ""
    offered = " ".join(values.words) + asked
    return f" compadd -- {offered}" if offered else ""


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
        here = f"complete -c portinaio -n '__fish_seen_subcommand_from {command.name}'"
        if command.kinds:
            yield f"{here} -a {_single(f'({_asking(command.kinds)})')}"
        for option, values in command.options.items():
            named = f"{here} -l {option.removeprefix('--')}"
            asked = f"({_asking(values.kinds)})" if values.kinds else ""
            offered = " ".join(filter(None, (*values.words, asked)))
            yield f"{named} -x -a {_single(offered)}" if offered else f"{named} -r"


def _single(text: str) -> str:
    r"""In single quotes, with `'\''` for a quote: the one spelling that all three shells read alike."""
    return "'" + text.replace("'", "'\\''") + "'"


SCRIPTS = {"bash": _bash, "zsh": _zsh, "fish": _fish}
