"""What a person is told of a FRITZ!Box that does not answer, or says no."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from portinaio.core.message import Message, msg
from portinaio.core.reason import reason

if TYPE_CHECKING:
    from portinaio.lines.fritzbox.settings import FritzBoxSettings


def no_monitor(settings: FritzBoxSettings, error: OSError) -> Message:
    where = {"host": settings.address, "port": settings.monitor_port}
    match error:
        case ConnectionRefusedError():
            return msg(
                "the call monitor of %(host)s is off (port %(port)d); dial #96*5* on a telephone at the box",
                **where,
            )
        case socket.gaierror():
            return msg(
                "the name %(host)s cannot be found; set address of line %(line)s to that of the box",
                line=settings.name,
                **where,
            )
        case TimeoutError():
            return msg(
                "%(host)s does not answer at port %(port)d; check its address, and that it is on",
                **where,
            )
        case _:
            return msg("%(host)s cannot be reached: %(reason)s", reason=reason(error), **where)


def monitor_gone(settings: FritzBoxSettings) -> Message:
    return msg(
        "%(host)s has closed the connection of its call monitor; it is made anew",
        host=settings.address,
    )
