"""`--help`, `help COMMAND`, `help --man` and `--version`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio import __version__
from portinaio.cli.command_table import COMMANDS, GROUPS, command_named, parser_of
from portinaio.cli.terminal import Verbatim
from portinaio.language import _, translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.cli.context import CommandContext


def overview(context: CommandContext, asked: str, rest: list[str]) -> int:
    """Answer `asked`, which is `help` or an option; `rest` may name a command."""
    if asked in {"-V", "--version"}:
        context.say(f"portinaio {__version__}")
    elif asked == "help" and rest == ["--man"]:
        from portinaio.cli.house.manual import manual  # noqa: PLC0415  # few print it

        context.say(*map(Verbatim, manual(context.home)))
    elif asked != "help" or not rest:
        context.say(*lines())
    else:
        context.say(Verbatim(parser_of(command_named(rest[0])).format_help().rstrip()))
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
    yield _(
        "portinaio help COMMAND says more, help --man all of it as a manual page; every command takes --json."
    )
