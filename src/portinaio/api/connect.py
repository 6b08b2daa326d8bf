"""Find the way to the handlers: the daemon's socket if one answers, else this process."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from portinaio.api.client import Client
    from portinaio.api.request import Transport
    from portinaio.config.home import Home


def connect(home: Home, language: str) -> Client:
    """A client that speaks `language`."""
    from portinaio.api.client import Client  # noqa: PLC0415  # `check` needs a single request of it

    return Client(transport(home, language))


def transport(home: Home, language: str) -> Transport:
    """It does not notice a daemon that starts or leaves later."""
    if any(map(os.path.exists, home.sockets)):  # pathlib costs `check` 5 ms
        from portinaio.api.remote import Remote, answering  # noqa: PLC0415  # nor does it pay for a socket in vain

        if path := answering(home):
            return Remote(path, language)
    from portinaio.api.local import Local  # noqa: PLC0415  # all that judging needs; the daemon has it loaded

    return Local.at(home, language)
