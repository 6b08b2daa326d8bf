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
        return asked.domain, asyncio.run(_look(settings))
    except OSError as error:  # a timeout is one too
        raise LineError(
            msg(
                "%(host)s shows no certificate: %(reason)s",
                host=asked.nearest.text,
                reason=reason(error),
            )
        ) from error


async def _look(settings: SipSettings) -> Shown:
    asked = asked_by(settings)
    async with asyncio.timeout(LOOK_S):
        found = await Names(settings.nameservers).servers(asked.nearest, TLS)
        return await shown_by(found.servers[0].host, found.servers[0].port, asked.domain)
