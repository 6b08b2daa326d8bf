"""The keys of a modem in config.toml."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portinaio.config.line_kind import Problem
from portinaio.config.settings import LineSettings
from portinaio.core.message import msg
from portinaio.wire.modem.commands import T35

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMAND = re.compile(r"AT[\x21-\x7e ]{1,60}", re.ASCII)


class ModemSettings(LineSettings, frozen=True):
    device: str = "/dev/ttyACM0"
    country: str = ""
    init: str = ""
    baud: int = 115_200


KEYS = {
    "device": msg("the modem, such as /dev/ttyACM0, or better its name in /dev/serial/by-id"),
    "country": msg("country whose line it hangs on, such as IT; left out, as the modem has it"),
    "init": msg("one more command for an odd modem, such as AT+PCW=0"),
    "baud": msg("speed of the serial line; USB modems do not care"),
}
BOUNDS = {"baud": (1200, 921_600)}


def problems(settings: ModemSettings) -> Iterator[Problem]:
    if settings.country and settings.country not in T35:
        yield Problem(
            "country",
            msg(
                "country of line %(name)s must be one of %(known)s, not %(value)r",
                name=settings.name,
                known=", ".join(T35),
                value=settings.country[:10],
            ),
        )
    if settings.init and not _COMMAND.fullmatch(settings.init):
        yield Problem(
            "init",
            msg(
                "init of line %(name)s must be one command such as AT+PCW=0, not %(value)r",
                name=settings.name,
                value=settings.init[:60],
            ),
        )
    if not settings.device.startswith("/"):
        yield Problem(
            "device",
            msg(
                "device of line %(name)s must be a path such as /dev/ttyACM0, not %(value)r",
                name=settings.name,
                value=settings.device[:60],
            ),
        )
