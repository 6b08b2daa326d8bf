"""What a person is told of an account that its registrar does not take, or that finds no registrar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.message import Message, msg

if TYPE_CHECKING:
    from portinaio.lines.sip.settings import SipSettings


def refused(settings: SipSettings, host: str, code: int) -> Message:
    if code in {401, 403, 407}:
        return msg(
            "%(host)s refuses the password of %(username)s (SIP %(code)d);"
            " set it anew with: portinaio secret set %(line)s",
            line=settings.name,
            host=host,
            username=settings.auth_username or settings.username,
            code=code,
        )
    return msg(
        "%(host)s knows no account %(username)s (SIP %(code)d); check username",
        line=settings.name,
        host=host,
        username=settings.username,
        code=code,
    )


def unlisted(line: str, host: str) -> Message:
    return msg(
        "%(host)s registers us and does not keep our contact, so its calls do not come here;"
        " check username, and how many telephones the account allows",
        line=line,
        host=host,
    )


def unreached(line: str, host: str, code: int | None) -> Message:
    """By a final answer that is no word about the account, or by none at all."""
    if code is None:
        return msg(
            "%(host)s does not answer; check its address and the network", line=line, host=host
        )
    return msg(
        "%(host)s cannot register us now (SIP %(code)d); trying again",
        line=line,
        host=host,
        code=code,
    )
