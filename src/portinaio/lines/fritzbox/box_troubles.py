"""What went wrong between us and a FRITZ!Box, in sentences: the library and what it is made of raise a score of things."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portinaio.core.message import Message, msg
from portinaio.core.safe_text import one_line
from portinaio.errors import LineError

if TYPE_CHECKING:
    from portinaio.lines.fritzbox.settings import FritzBoxSettings

_CODE = re.compile(r"errorCode: (\d{3})")
_FULL = frozenset({"603", "713", "714", "820"})
"""Out of memory, beyond the last place, no such place, and what a box says of anything else inside."""


class BoxError(LineError):
    """`code` is that of a UPnP fault; `None` where the box has not got so far."""

    def __init__(
        self, sentence: Message, code: str | None = None, *, refused: bool = False
    ) -> None:
        super().__init__(sentence)
        self.message = sentence
        self.code = code
        self.refused = refused
        """Whether asking again is of no use until the user has done something."""

    @property
    def full(self) -> bool:
        """Whether an entry more had no place."""
        return self.code in _FULL


def told(settings: FritzBoxSettings, error: Exception, *, opening: bool = False) -> BoxError:
    """As a person is told it, by what was raised."""
    import requests  # noqa: PLC0415  # comes with the library, which was there
    from fritzconnection.core import exceptions as library  # noqa: PLC0415  # as above

    host = settings.address
    match error:
        case BoxError():
            return error
        case library.FritzAuthorizationError():
            return BoxError(_wrong_password(settings), refused=True)
        case library.FritzSecurityError():
            return BoxError(_not_allowed(settings), "606", refused=True)
        case library.FritzServiceError() | library.FritzActionError():
            text = msg(
                "%(host)s does not know what it is asked (%(said)s); its FRITZ!OS may be too old; bring it up to date",
                host=host,
                said=one_line(str(error), 80),
            )
            return BoxError(text, "401", refused=True)
        case requests.exceptions.Timeout():
            return BoxError(msg("%(host)s does not answer in time; it is asked again", host=host))
        case requests.exceptions.RequestException():
            return BoxError(_unreached(settings))
        case library.FritzConnectionException():
            return _fault(settings, error, opening=opening)
        case _:  # its parsers raise whatever theirs do
            text = msg("%(host)s gives an answer that makes no sense", host=host)
            return BoxError(text)


def _fault(settings: FritzBoxSettings, error: Exception, *, opening: bool) -> BoxError:
    said = str(error)
    code = found[1] if (found := _CODE.search(said)) else None
    if code in {"866", "867", "868"}:
        text = {
            "866": msg("the box wants this to be confirmed at one of its telephones or buttons"),
            "867": msg(
                "the box has blocked confirmations for a while, after too many; try again in an hour"
            ),
            "868": msg(
                "somebody else confirms something at the box just now; try again in some minutes"
            ),
        }[code]
        return BoxError(text, code)
    if code == "606":
        return BoxError(_not_allowed(settings), code, refused=True)
    if code:
        description = said.rpartition("errorDescription:")[2].strip()
        text = msg(
            "%(host)s says no: %(said)s (%(code)s)",
            host=settings.address,
            said=one_line(description, 80) or "?",
            code=code,
        )
        return BoxError(text, code)
    if "Unauthorized" in said or "401" in said:
        return BoxError(_wrong_password(settings), refused=True)
    return BoxError(_unreached(settings) if opening else _senseless(settings))


def _wrong_password(settings: FritzBoxSettings) -> Message:
    return msg(
        "%(host)s refuses the password of %(username)s; set it anew with: portinaio secret set %(line)s",
        host=settings.address,
        username=settings.username,
        line=settings.name,
    )


def _not_allowed(settings: FritzBoxSettings) -> Message:
    return msg(
        "%(host)s does not let %(username)s do that; give that user the right to its settings and to calls, under System, FRITZ!Box Users",
        host=settings.address,
        username=settings.username,
    )


def _unreached(settings: FritzBoxSettings) -> Message:
    return msg(
        "%(host)s does not give its lists; check address and port, and that it allows access for applications (Home"
        " Network, Network, Network Settings)",
        host=settings.address,
    )


def _senseless(settings: FritzBoxSettings) -> Message:
    return msg("%(host)s gives an answer that makes no sense", host=settings.address)
