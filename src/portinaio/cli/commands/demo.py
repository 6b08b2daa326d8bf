"""`demo`: an invented household in a house of its own, which is gone afterwards. The real home is not touched."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.cli.commands.calls import watch
from portinaio.cli.context import CommandContext
from portinaio.cli.files import write_private
from portinaio.cli.open_app import run_app
from portinaio.cli.start_daemon import DidNotStartError, start_daemon
from portinaio.config.interpreter import command
from portinaio.errors import DaemonAwayError
from portinaio.language import _, durations

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator
    from typing import NoReturn

    from portinaio.cli.parser import Parser

HOUSEHOLD = "portinaio.daemon.demo"
"""What furnishes a home; a module that is run, not imported."""
CONTACTS = (("Anna Bianchi", "+390200000101"),)
"""Whom the simulated line lets call."""
FAREWELL_S = 5.0  # for the daemon to end by itself


def describe(parser: Parser, _name: str) -> None:
    parser.description = _(
        "Try everything in an invented household with a simulated line. Without a terminal, its calls are printed."
    )
    parser.examples("portinaio demo", "portinaio demo --tour", "portinaio demo --for 10s --json")
    parser.add_argument(
        "--tour", action="store_true", help=_("walk through every place, with a sentence for each")
    )
    parser.add_argument(
        "--for",
        dest="span",
        metavar="10s",
        default="10s",
        help=_("how long calls are printed, without a terminal"),
    )


def run(context: CommandContext, given: Namespace) -> int:
    span_s = durations.span(given.span).total_seconds()
    app = not context.json and context.can_draw
    for number in (
        signal.SIGTERM,
        signal.SIGHUP,
    ):  # a closed terminal must not leave a daemon behind
        signal.signal(number, _leave)
    with tempfile.TemporaryDirectory(
        prefix="portinaio-demo-", ignore_cleanup_errors=True
    ) as folder:
        demo = CommandContext(
            {**context.environ, "PORTINAIO_HOME": folder, "PORTINAIO_LANG": context.language}
        )
        demo.json = context.json
        if app:
            if code := _move_in(demo):
                return code
        else:
            _furnish(demo)
        with _daemon(demo) as process:
            if app:
                return run_app(demo, tour=given.tour)
            return _printed(demo, process, span_s)


def _move_in(demo: CommandContext) -> int:
    """Six weeks of an invented household; the exit code of who furnishes, and says what is wrong."""
    demo.note(_("an invented household moves in, with six weeks of calls; a moment"))
    ended = subprocess.run(command(HOUSEHOLD), env=dict(demo.environ), check=False)  # noqa: S603  # our own interpreter
    return ended.returncode


def _furnish(demo: CommandContext) -> None:
    """What a look at the simulated line alone needs."""
    write_private(
        Path(demo.home.config_file),
        f'country = "IT"\nlanguage = "{demo.language}"\n\n[[line]]\nname = "demo"\nkind = "replay"\n',
    )
    with demo.connect() as client:
        for name, number in CONTACTS:
            client.add_contact(name, number, sure=True)


@contextmanager
def _daemon(demo: CommandContext) -> Iterator[subprocess.Popen[bytes]]:
    try:
        process = start_daemon(demo.home, demo.environ)
    except DidNotStartError as error:
        demo.note(*error.words[:-1])  # its log goes with the house; the last is what the error says
        raise
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(FAREWELL_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _printed(demo: CommandContext, process: subprocess.Popen[bytes], span_s: float) -> int:
    """Calls as they come; the daemon's leave after `span_s` is the end."""
    timer = threading.Timer(span_s, process.terminate)
    timer.start()
    try:
        return watch(demo, {"limit": 10, "label": None, "number": None, "since": None})
    except DaemonAwayError:
        return 0
    finally:
        timer.cancel()


def _leave(number: int, _frame: object) -> NoReturn:
    sys.exit(128 + number)
