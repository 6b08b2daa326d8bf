"""`portinaio` alone: the terminal app, with a daemon behind it."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from portinaio.api.remote import answering
from portinaio.errors import DaemonAwayError, PortinaioError

if TYPE_CHECKING:
    from portinaio.cli.window import Window


def open_app(window: Window) -> int:
    """Without a terminal there is nothing to open, and the help is shown."""
    if not (_served(window) or window.can_draw):
        from portinaio.cli.overview import lines  # noqa: PLC0415  # one of the two is needed

        window.say(*lines())
        return 0
    if not answering(window.home):
        # Textual takes longer to load than the daemon to come; the app knocks until it is there.
        threading.Thread(target=_start_quietly, args=(window,), daemon=True).start()
    else:
        with suppress(DaemonAwayError):  # the app shows that, and waits for it
            # A daemon of another version is a sentence here, and would be a riddle on every screen.
            window.client.syncing()
    return run_app(window)


def _served(window: Window) -> bool:
    """Whether `serve` has started us, and a browser is our terminal."""
    return window.environ.get("TEXTUAL_DRIVER", "").endswith(":WebDriver")


def _start_quietly(window: Window) -> None:
    from portinaio.cli.starting import start_daemon  # noqa: PLC0415  # not for the help

    try:
        start_daemon(window.home, window.environ)
    except (PortinaioError, OSError):
        return  # the app shows that nobody screens, with a key to start the daemon that tells why not


def run_app(window: Window) -> int:
    """The app on the home of this window."""
    from portinaio.cli.starting import start_daemon  # noqa: PLC0415  # not for the help
    from portinaio.config.load import load_settings  # noqa: PLC0415  # as above
    from portinaio.tui.app import run  # noqa: PLC0415  # as above

    def start() -> None:
        start_daemon(window.home, window.environ)

    settings = load_settings(window.home.config_file)
    return run(
        connect=window.connect,
        start_daemon=start,
        keys=settings.tui.keys,
        theme=settings.tui.theme,
    )
