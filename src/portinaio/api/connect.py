"""Find the way to the facade: the daemon's socket if one answers, else this process."""

from __future__ import annotations

from portinaio.api.client import Client
from portinaio.api.remote import Remote, reachable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from portinaio.config.home import Home


def connect(home: Home, language: str) -> Client:
    """A client that speaks `language`. It does not notice a daemon that starts or leaves later."""
    if reachable(home.socket):
        return Client(Remote(home.socket, language))
    from portinaio.api.local import Local  # noqa: PLC0415  # all that judging needs; the daemon has it loaded

    return Client(Local(home, language))
