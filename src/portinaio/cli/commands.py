"""Every command by name: where it lives, and what it is for. Its file is loaded when it is run."""

from __future__ import annotations

import importlib
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from portinaio.cli.parser import Parser
from portinaio.core.words import Words, words
from portinaio.errors import UsageError
from portinaio.language import say

if TYPE_CHECKING:
    from argparse import Namespace

    from portinaio.cli.window import Window

LONGEST_ECHO = 40  # of a word that is no command


class CommandFile(Protocol):
    """What the file of a command has."""

    def describe(self, parser: Parser, name: str) -> None:
        """Say which arguments the command takes."""

    def run(self, window: Window, given: Namespace) -> int:
        """Do it; the exit code. `given.command` is its name."""


class Command(NamedTuple):
    name: str
    module: str
    """A `CommandFile` in this package."""
    summary: Words


GROUPS: tuple[tuple[Words, tuple[Command, ...]], ...] = (
    (
        words("Calls"),
        (
            Command("check", "check", words("what would happen to a call, and why")),
            Command("calls", "calls", words("the log of calls; --watch follows it")),
            Command("report", "report", words("draft a complaint about a call or a number")),
            Command("complaints", "complaints", words("what was sent, and what comes next")),
            Command("profile", "profile", words("what letters say of you")),
            Command("companies", "companies", words("who had you called, and how to reach them")),
        ),
    ),
    (
        words("Your own rules"),
        (
            Command("block", "entries", words("block a number, a beginning or a range")),
            Command("allow", "entries", words("always let a number ring")),
            Command("forget", "entries", words("take a block or an allow away")),
            Command("entries", "entries", words("what you have blocked and allowed")),
            Command("import", "imports", words("read a file of another program")),
            Command("export", "exports", words("write a file for another program")),
            Command("contacts", "contacts", words("who is known; import an address book")),
            Command("expect", "peace", words("let unknown callers ring for a while")),
            Command("pause", "peace", words("let everybody ring for a while")),
            Command("resume", "peace", words("screen calls again")),
        ),
    ),
    (
        words("Community lists"),
        (
            Command("lists", "lists", words("the lists that are asked about each caller")),
            Command("sync", "sync", words("ask the lists for news now")),
        ),
    ),
    (
        words("The house"),
        (
            Command("setup", "setup", words("the first run: country, line, contacts, policy")),
            Command("demo", "demo", words("try it with a simulated line, no hardware")),
            Command("serve", "serve", words("the terminal app in a browser on this computer")),
            Command("status", "status", words("how everything is")),
            Command("doctor", "doctor", words("look at everything, and say what is wrong")),
            Command("daemon", "daemon", words("run in the foreground")),
            Command("service", "service", words("let systemd run the daemon")),
            Command("lines", "lines", words("the lines that are screened")),
            Command("secret", "secret", words("keep a password")),
            Command("completion", "completion", words("completion for bash, zsh or fish")),
        ),
    ),
)
COMMANDS = {command.name: command for _title, commands in GROUPS for command in commands}


def dispatch(window: Window, arguments: list[str]) -> int:
    """Run what the first argument names."""
    if not arguments:
        from portinaio.cli.app import open_app  # noqa: PLC0415  # the terminal app is heavy

        return open_app(window)
    name, *rest = arguments
    if name in {"-h", "--help", "help", "-V", "--version"}:
        from portinaio.cli.overview import overview  # noqa: PLC0415  # for who asks

        return overview(window, name, rest)
    command = COMMANDS.get(name)
    if command is None:
        raise UsageError(_unknown(name))
    window.command = name
    try:
        given = parser_of(command).parse_args(rest)
    except SystemExit:  # argparse has shown the help
        return 0
    window.json = getattr(given, "json", False)
    given.command = name
    return _file(command).run(window, given)


def parser_of(command: Command) -> Parser:
    parser = Parser(f"portinaio {command.name}")
    parser.description = say(command.summary)
    _file(command).describe(parser, command.name)
    return parser


def _file(command: Command) -> CommandFile:
    return cast("CommandFile", importlib.import_module(f"portinaio.cli.{command.module}"))


def _unknown(name: str) -> Words:
    shown = name[:LONGEST_ECHO]
    if name.startswith("-"):
        return words("there is no option %(name)s before a command", name=shown)
    near = get_close_matches(shown, COMMANDS, n=1, cutoff=0.0)
    return words("there is no command %(name)s; the nearest is %(near)s", name=shown, near=near[0])
