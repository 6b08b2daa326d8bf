"""`portinaio` alone: the terminal app, with a daemon behind it."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from portinaio.api.remote import answering
from portinaio.errors import DaemonAwayError, PortinaioError

if TYPE_CHECKING:
    from portinaio.cli.context import CommandContext


def open_app(context: CommandContext) -> int:
    """Without a terminal there is nothing to open, and the help is shown."""
    if not (_served(context) or context.can_draw):
        from portinaio.cli.overview import lines  # noqa: PLC0415  # one of the two is needed

        context.say(*lines())
        return 0
    if not answering(context.home):
        # Textual takes longer to load than the daemon to come; the app knocks until it is there.
        threading.Thread(target=_start_quietly, args=(context,), daemon=True).start()
    else:
        with suppress(DaemonAwayError):  # the app shows that, and waits for it
            # A daemon of another version is a sentence here, and would be a riddle on every screen.
            context.client.syncing()
    return run_app(context)


def _served(context: CommandContext) -> bool:
    """Whether `serve` has started us, and a browser is our terminal."""
    return context.environ.get("TEXTUAL_DRIVER", "").endswith(":WebDriver")


def _start_quietly(context: CommandContext) -> None:
    from portinaio.cli.start_daemon import start_daemon  # noqa: PLC0415  # not for the help

    try:
        start_daemon(context.home, context.environ)
    except (PortinaioError, OSError):
        return  # the app shows that nobody screens, with a key to start the daemon that tells why not


def run_app(context: CommandContext, *, tour: bool = False) -> int:
    """The app on the home of this context; with a sentence on each place in turn where somebody asks for a tour."""
    from portinaio.cli.start_daemon import start_daemon  # noqa: PLC0415  # not for the help
    from portinaio.config.load import load_settings  # noqa: PLC0415  # as above
    from portinaio.tui.app import run  # noqa: PLC0415  # as above

    def start() -> None:
        start_daemon(context.home, context.environ)

    settings = load_settings(context.home.config_file)
    return run(
        connect=context.connect,
        start_daemon=start,
        keys=settings.tui.keys,
        theme=settings.tui.theme,
        tour=tour,
    )
