"""What lies on the disk when the service is gone, and the part of it that nobody would miss."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.cli.prompts import agree, may_ask
from portinaio.cli.terminal import Verbatim
from portinaio.core.message import msg
from portinaio.core.reason import reason
from portinaio.errors import PortinaioError
from portinaio.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.cli.context import CommandContext
    from portinaio.config.home import Home


def folders(*homes: Home) -> list[str]:
    """Those that there are, each once; the socket's goes with the session."""
    return list(_held(*homes))


def in_words(*homes: Home) -> Iterator[str]:
    """A line for each folder, with what is in it."""
    for folder, what in _held(*homes).items():
        yield _("stays: %(folder)s (%(what)s)") % {"folder": folder, "what": what}


def _held(*homes: Home) -> dict[str, str]:
    """What is in each; of a home in one folder, what is worth most."""
    held: dict[str, str] = {}
    for home in homes:
        held |= {
            home.config: _("config.toml"),
            home.data: _("calls, entries, contacts, complaints and lists"),
        }
        for folder, what in (
            (home.state, _("what the daemon said last")),
            (home.cache, _("what can be made again")),
        ):
            held.setdefault(folder, what)
    return {folder: what for folder, what in held.items() if Path(folder).is_dir()}


def offer_to_clear(context: CommandContext, *homes: Home) -> str:
    """Ask whether what nobody would miss shall go; what became of it, or by which command it goes where nobody can be asked.

    Empty where there is nothing to ask, and for a no. `homes` is that of the one who asks where it is left out. Never a folder that holds more than that:
    a home in one folder stays as it is.
    """
    homes = homes or (context.home,)
    kept = [Path(folder).resolve() for home in homes for folder in (home.config, home.data)]
    idle = [folder for folder in folders(*homes) if not _holds_any(folder, kept)]
    if not idle:
        return ""
    named = ", ".join(idle)
    if not may_ask(context):
        said = _("nothing that you wrote is in these; they go with: %(command)s")
        return Verbatim(said % {"command": shlex.join(("rm", "-r", *idle))})  # it is copied
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


def _holds_any(folder: str, kept: list[Path]) -> bool:
    """Also where one is a link to the other, or stands within it."""
    place = Path(folder).resolve()
    return any(each.is_relative_to(place) for each in kept)


def tell(context: CommandContext, *homes: Home) -> None:
    """Beside an answer that has named them: the question, and what came of it."""
    if (said := offer_to_clear(context, *homes)) and not context.json:
        context.say(said)
