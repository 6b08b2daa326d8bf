"""What a person is told of a line that cannot listen, or of an account that its registrar does not take."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from portinaio.core.message import Message, msg
from portinaio.core.reason import reason
from portinaio.core.safe_text import one_line
from portinaio.lines.key_problems import pinned_key
from portinaio.lines.sip.presets import provider_of

if TYPE_CHECKING:
    from portinaio.core.listen import Listen
    from portinaio.lines.sip.servers.certificates import Distrusted
    from portinaio.lines.sip.settings import SipSettings


LONGEST_PHRASE = 80


def refused(settings: SipSettings, host: str, code: int, phrase: str) -> Message:
    user = settings.auth_username or settings.username
    if code in {401, 407}:
        return msg(
            "%(host)s refuses the password of %(username)s (SIP %(code)d);"
            " set it anew with: portinaio secret set %(line)s",
            line=settings.name,
            host=host,
            username=user,
            code=code,
        )
    if code == 403:
        return msg(
            "%(host)s forbids %(username)s to register and says: %(phrase)s. Where user name and password are right"
            " (portinaio secret set %(line)s), ask the provider whether this account may be used from here, by a device"
            " of yours, and by one more than already does",
            line=settings.name,
            host=host,
            username=user,
            phrase=_said(code, phrase),
        )
    return msg(
        "%(host)s knows no account %(username)s (%(phrase)s); check username",
        line=settings.name,
        host=host,
        username=settings.username,
        phrase=_said(code, phrase),
    )


def distrusted(settings: SipSettings, found: Distrusted) -> Message:
    """The far end is not whom it should be, so nothing was said to it."""
    if not found.why:
        return msg(
            "%(name)s shows the key sha256:%(key)s, and tls_pin of line %(line)s says sha256:%(pin)s; if it is yours and got a"
            " new key, set tls_pin to that, else somebody is between you and it",
            line=settings.name,
            name=found.name,
            key=found.key,
            pin=pinned_key(settings.tls_pin) or settings.tls_pin,
        )
    return msg(
        "the certificate of %(name)s cannot be trusted (%(why)s); its key is sha256:%(key)s. If it is a box of"
        " your own, set tls_pin of line %(line)s to that key; else check the name",
        line=settings.name,
        name=found.name,
        why=one_line(found.why, LONGEST_PHRASE),
        key=found.key,
    )


def _said(code: int, phrase: str) -> str:
    return one_line(f"SIP {code} {phrase}".strip(), LONGEST_PHRASE)


def unknown(settings: SipSettings, host: str) -> Message:
    provider = provider_of({"registrar": settings.registrar})
    if provider and provider.nameservers and not settings.nameservers:
        return msg(
            "the name %(host)s cannot be found. Names of %(title)s are known to its own name servers alone: set"
            " nameservers of line %(line)s to those, which your router knows on its access line",
            line=settings.name,
            host=host,
            title=provider.title,
        )
    return msg(
        "the name %(host)s cannot be found; check it, and the network",
        line=settings.name,
        host=host,
    )


def closed(line: str, host: str) -> Message:
    return msg("%(host)s takes no connection; check address and port", line=line, host=host)


def silent(line: str, host: str) -> Message:
    return msg(
        "%(host)s answers no sign of life any more, so the connection is made anew",
        line=line,
        host=host,
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


def not_callable(line: str) -> Message:
    return msg(
        "line %(line)s is not registered at the moment, so no call of it can be made; see portinaio lines test %(line)s",
        line=line,
    )


def calling_already(line: str) -> Message:
    return msg("line %(line)s is making such a call just now; wait for what it shows", line=line)


def not_listening(line: str, address: Listen, error: OSError) -> Message:
    if error.errno == errno.EADDRINUSE:
        return msg(
            "%(transport)s port %(port)d of %(host)s is in use by another"
            " program; stop that program, or give the line another port in listen",
            line=line,
            **address._asdict(),
        )
    return msg(
        "cannot listen at %(transport)s:%(host)s:%(port)d: %(reason)s",
        line=line,
        reason=reason(error),
        **address._asdict(),
    )
