"""Every command by name: where it lives, and what it is for. Its file is loaded when it is run."""

from __future__ import annotations

import importlib
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from portinaio.cli.parser import Parser
from portinaio.core.message import Message, msg
from portinaio.errors import UsageError
from portinaio.language import translate

if TYPE_CHECKING:
    from argparse import Namespace

    from portinaio.cli.context import CommandContext

LONGEST_ECHO = 40  # of a word that is no command


class CommandFile(Protocol):
    """What the file of a command has."""

    def describe(self, parser: Parser, name: str) -> None:
        """Say which arguments the command takes."""

    def run(self, context: CommandContext, given: Namespace) -> int:
        """Do it; the exit code. `given.command` is its name."""


class Command(NamedTuple):
    name: str
    module: str
    """A `CommandFile` in `cli.commands`."""
    summary: Message


GROUPS: tuple[tuple[Message, tuple[Command, ...]], ...] = (
    (
        msg("Calls"),
        (
            Command("check", "check", msg("what would happen to a call, and why")),
            Command("calls", "calls", msg("the log of calls; --watch follows it")),
            Command(
                "dialled", "dialled", msg("tell that you called a number, as a dial plan does")
            ),
            Command("replay", "replay", msg("what other rules would have done to past calls")),
            Command("report", "report", msg("draft a complaint about a call or a number")),
            Command("complaints", "complaints", msg("what was sent, and what comes next")),
            Command("profile", "profile", msg("what letters say of you")),
            Command("companies", "companies", msg("who had you called, and how to reach them")),
        ),
    ),
    (
        msg("Your own rules"),
        (
            Command("block", "entries", msg("block a number, a beginning or a range")),
            Command("allow", "entries", msg("always let a number ring")),
            Command("forget", "entries", msg("take a block or an allow away")),
            Command("entries", "entries", msg("what you have blocked and allowed")),
            Command("import", "imports", msg("read a file of another program")),
            Command("export", "exports", msg("write a file for another program")),
            Command("contacts", "contacts", msg("who is known; import an address book")),
            Command(
                "expect",
                "pause",
                msg("let unknown, suspected and withheld callers ring for a while"),
            ),
            Command("pause", "pause", msg("let everybody ring for a while")),
            Command("resume", "pause", msg("screen calls again")),
        ),
    ),
    (
        msg("Community lists"),
        (
            Command("lists", "lists", msg("the lists that are asked about each caller")),
            Command("sync", "sync", msg("ask the lists for news now")),
            Command("share", "share", msg("give a report back to a list")),
            Command("publish", "publish", msg("make a list site that others can subscribe to")),
            Command("family", "family", msg("share your blocks with those you invite, privately")),
        ),
    ),
    (
        msg("The house"),
        (
            Command("setup", "setup", msg("the first run: country, line, contacts, policy")),
            Command("demo", "demo", msg("try it with a simulated line, no hardware")),
            Command("serve", "serve", msg("the terminal app in a browser on this computer")),
            Command("status", "status", msg("how everything is")),
            Command("doctor", "doctor", msg("look at everything, and say what is wrong")),
            Command("daemon", "daemon", msg("run in the foreground")),
            Command("service", "service", msg("let systemd run the daemon")),
            Command("lines", "lines", msg("the lines that are screened")),
            Command("notify", "notify", msg("notices that leave the house; try one")),
            Command(
                "devices", "devices", msg("telephones and routers that ask Portinaio about callers")
            ),
            Command("config", "config", msg("what config.toml says; edit it safely")),
            Command("secret", "secret", msg("keep a password")),
            Command("backup", "backup", msg("everything in one file")),
            Command("restore", "restore", msg("put a backup in place of what there is")),
            Command("completion", "completion", msg("completion for bash, zsh or fish")),
        ),
    ),
)
COMMANDS = {command.name: command for _title, commands in GROUPS for command in commands}
_NEAR = 0.5  # half of the letters at their places; of less, what is named is a guess


def command_named(name: str) -> Command:
    """`UsageError` where there is none; it names one that is near."""
    if name in COMMANDS:
        return COMMANDS[name]
    shown = name[:LONGEST_ECHO]
    if name.startswith("-"):
        raise UsageError(msg("there is no option %(name)s before a command", name=shown))
    for near in get_close_matches(shown, COMMANDS, n=1, cutoff=_NEAR):
        raise UsageError(
            msg("there is no command %(name)s; the nearest is %(near)s", name=shown, near=near)
        )
    raise UsageError(msg("there is no command %(name)s", name=shown))


def parser_of(command: Command) -> Parser:
    parser = Parser(f"portinaio {command.name}")
    parser.description = translate(command.summary)
    file_of(command).describe(parser, command.name)
    return parser


def file_of(command: Command) -> CommandFile:
    return cast("CommandFile", importlib.import_module(f"portinaio.cli.commands.{command.module}"))
