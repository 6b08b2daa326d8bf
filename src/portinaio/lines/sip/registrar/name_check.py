"""Who knows the name of a registrar that is not reached: the name servers of its line, those of the system, or nobody.

Some providers' names are known to their own servers alone, and some people set those, and then change the provider.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from portinaio.config.line_kind import Remark
from portinaio.core.message import msg
from portinaio.lines.sip.registrar.binding import asked_by
from portinaio.lines.sip.servers.names import Names, is_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from portinaio.lines.sip.addresses import Target
    from portinaio.lines.sip.settings import SipSettings

    _Found = frozenset[str] | None

LOOK_S = 6.0  # somebody waits for it at the terminal


def name_check(settings: SipSettings) -> Iterator[Remark]:
    """Nothing where the line has no name servers of its own: then there is nobody to compare the system with."""
    if settings.mode != "registrar" or not settings.nameservers:
        return
    names = [one for one in asked_by(settings).nearest if not is_address(one.host)]
    for nearest, found in zip(names, asyncio.run(_all(names, settings.nameservers)), strict=True):
        yield from _compared(settings, nearest.host, *found)


def _compared(
    settings: SipSettings, host: str, theirs: _Found, systems: _Found
) -> Iterator[Remark]:
    values = {"host": host, "servers": ", ".join(settings.nameservers)}
    name = settings.name
    if theirs is None and systems is None:
        yield Remark(
            "names",
            msg("neither its name servers (%(servers)s) nor the system's know %(host)s", **values),
        )
    elif theirs is None:
        yield Remark(
            "names",
            msg(
                "its name servers (%(servers)s) do not know %(host)s, or do not answer, and the system's do;"
                " take nameservers out of line %(name)s",
                name=name,
                **values,
            ),
        )
    elif systems is None:
        yield Remark(
            "names",
            msg("%(host)s is known to its name servers (%(servers)s) alone", **values),
            quiet=True,
        )
    elif theirs != systems:
        yield Remark(
            "names",
            msg(
                "%(host)s is elsewhere by its name servers (%(servers)s) than by the system's",
                **values,
            ),
            quiet=True,
        )


async def _all(names: Sequence[Target], nameservers: Sequence[str]) -> list[tuple[_Found, _Found]]:
    """Of each name what the line's name servers know, and what the system's."""
    return await asyncio.gather(*(_both(one, nameservers) for one in names))


async def _both(nearest: Target, nameservers: Sequence[str]) -> tuple[_Found, _Found]:
    one, other = await asyncio.gather(_hosts(nearest, nameservers), _hosts(nearest, ()))
    return one, other


async def _hosts(nearest: Target, nameservers: Sequence[str]) -> _Found:
    """The addresses of all its servers; `None` where nobody knows the name."""
    try:
        async with asyncio.timeout(LOOK_S):
            found = await Names(nameservers, alone=True).servers(nearest, nearest.transport)
    except OSError:  # a timeout is one too
        return None
    return frozenset(server.host for server in found.servers)
