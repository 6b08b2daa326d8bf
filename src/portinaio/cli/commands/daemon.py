"""`daemon`: run in the foreground. The daemon takes this process over; a window never loads it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from portinaio.cli.start_daemon import DAEMON

if TYPE_CHECKING:
    from argparse import Namespace
    from typing import NoReturn

    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser


def describe(parser: Parser, _name: str) -> None:
    parser.examples("portinaio daemon", "PORTINAIO_HOME=/srv/portinaio portinaio daemon")


def run(context: CommandContext, _given: Namespace) -> NoReturn:
    context.flush()
    os.execv(DAEMON[0], DAEMON)  # noqa: S606  # our own interpreter, no shell
