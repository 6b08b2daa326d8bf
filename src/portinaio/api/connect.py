"""Find the way to the facade: the daemon's socket if one answers, else this process."""

from __future__ import annotations

import os

from portinaio.api.client import Client

TYPE_CHECKING = False
if TYPE_CHECKING:
    from portinaio.config.home import Home


def connect(home: Home, language: str) -> Client:
    """A client that speaks `language`. It does not notice a daemon that starts or leaves later."""
    if any(map(os.path.exists, home.sockets)):  # pathlib costs `check` 5 ms
        from portinaio.api.remote import Remote, answering  # noqa: PLC0415  # nor does it pay for a socket in vain

        if path := answering(home):
            return Client(Remote(path, language))
    from portinaio.api.local import Local  # noqa: PLC0415  # all that judging needs; the daemon has it loaded

    return Client(Local(home, language))
