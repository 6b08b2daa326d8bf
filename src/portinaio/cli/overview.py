"""`--help`, `help COMMAND` and `--version`."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from portinaio import __version__
from portinaio.cli.command_table import COMMANDS, GROUPS, parser_of
from portinaio.core.message import msg
from portinaio.errors import UsageError
from portinaio.language import _, translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.cli.context import CommandContext


def overview(context: CommandContext, asked: str, rest: list[str]) -> int:
    """Answer `asked`, which is `help` or an option; `rest` may name a command."""
    if asked in {"-V", "--version"}:
        context.say(f"portinaio {__version__}")
    elif asked != "help" or not rest:
        context.say(*lines())
    elif command := COMMANDS.get(rest[0]):
        context.say(parser_of(command).format_help().rstrip())
    else:
        near = get_close_matches(rest[0][:40], COMMANDS, n=1, cutoff=0.0)[0]
        raise UsageError(
            msg(
                "there is no command %(name)s; the nearest is %(near)s",
                name=rest[0][:40],
                near=near,
            )
        )
    return 0


def lines() -> Iterator[str]:
    """All commands, in their groups."""
    yield _("usage: ") + "portinaio [" + _("COMMAND") + "] [--help] [--version]"
    yield ""
    yield _("The doorkeeper for a telephone. Without a command the terminal app opens.")
    width = max(map(len, COMMANDS))
    for title, commands in GROUPS:
        yield ""
        yield translate(title)
        for command in commands:
            yield f"  {command.name:<{width}}  {translate(command.summary)}"
    yield ""
    yield _("portinaio help COMMAND says more; every command takes --json.")
