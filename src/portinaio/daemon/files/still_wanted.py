"""Whoever interrupts an import, a backup or a restore finds everything as it was, also where a daemon does the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.daemon.asker import current_asker
from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    from collections.abc import Callable


def still_wanted() -> Callable[[], None]:
    """Raises once whoever asked has left; to be called before anything is kept."""
    asker = current_asker()

    def wanted() -> None:
        if asker is not None and asker.gone:
            raise PortinaioError(msg("nobody waits for this any more; nothing was changed"))

    return wanted
