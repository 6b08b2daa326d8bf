"""What lies on the disk when the service is gone, and the part of it that nobody would miss."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.cli.prompts import agree, may_ask
from portinaio.core.message import msg
from portinaio.core.reason import reason
from portinaio.errors import PortinaioError
from portinaio.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.cli.context import CommandContext
    from portinaio.config.home import Home


def folders(home: Home) -> list[str]:
    """Those that there are, each once; the socket's goes with the session."""
    every = dict.fromkeys((home.config, home.data, home.state, home.cache))
    return [folder for folder in every if Path(folder).is_dir()]


def in_words(home: Home) -> Iterator[str]:
    """A line for each folder, with what is in it."""
    held = {
        home.config: _("config.toml"),
        home.state: _("what the daemon said last"),
        home.cache: _("what can be made again"),
        home.data: _("calls, entries, contacts, complaints and lists"),
    }
    for folder in folders(home):
        yield _("stays: %(folder)s (%(what)s)") % {"folder": folder, "what": held[folder]}


def offer_to_clear(context: CommandContext, home: Home | None = None) -> str:
    """Ask whether what nobody would miss shall go; what became of it, empty where nobody is there to be asked.

    `home` is that of the one who asks where it is left out. Never a folder that holds more than that: a home in one folder stays as it is.
    """
    home = home or context.home
    kept = {home.config, home.data}
    idle = [folder for folder in folders(home) if folder not in kept]
    if not idle or not may_ask(context):
        return ""
    named = ", ".join(idle)
    if not agree(
        _("Delete %(folders)s too? Nothing that you wrote is there.") % {"folders": named}
    ):
        return ""
    for folder in idle:
        try:
            shutil.rmtree(folder)
        except OSError as error:
            raise PortinaioError(
                msg("%(folder)s cannot be deleted: %(reason)s", folder=folder, reason=reason(error))
            ) from error
    return _("deleted: %(folders)s") % {"folders": named}
