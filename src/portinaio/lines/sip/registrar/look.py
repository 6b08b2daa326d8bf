"""What a registrar shows of itself before a line trusts it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.core.reason import reason
from portinaio.errors import LineError
from portinaio.lines.sip.registrar.binding import asked_by
from portinaio.lines.sip.servers.certificates import shown_by
from portinaio.lines.sip.servers.names import Names
from portinaio.lines.sip.settings import SipSettings
from portinaio.wire.sip.locate import TLS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.lines.sip.servers.certificates import Shown

LOOK_S = 8.0  # somebody waits for it at the terminal


def look(registrar: str, proxy: str, nameservers: Sequence[str]) -> tuple[str, Shown]:
    """The name that its certificate must be for, and what it shows. `LineError` where there is nothing to see."""
    settings = SipSettings(
        name="new", kind="sip", registrar=registrar, proxy=proxy, nameservers=tuple(nameservers)
    )
    asked = asked_by(settings)
    try:
        return asked.certified(asked.nearest[0]), asyncio.run(_look(settings))
    except OSError as error:  # a timeout is one too
        raise LineError(
            msg(
                "%(host)s shows no certificate: %(reason)s",
                host=asked.text,
                reason=reason(error),
            )
        ) from error


async def _look(settings: SipSettings) -> Shown:
    asked = asked_by(settings)
    nearest = asked.nearest[0]
    async with asyncio.timeout(LOOK_S):
        server = (await Names(settings.nameservers).servers(nearest, TLS)).servers[0]
        return await shown_by(server.host, server.port, asked.certified(nearest))
