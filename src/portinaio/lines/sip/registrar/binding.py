"""What a line registers, by its keys in config.toml, and whom it asks for that."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, NamedTuple

from portinaio.lines.sip.addresses import Target, target
from portinaio.lines.sip.manner import PBX, SERIAL
from portinaio.lines.sip.servers.names import is_address
from portinaio.wire.sip.dialogs.dialog import escaped
from portinaio.wire.sip.digest import Login
from portinaio.wire.sip.registrar.register_request import Binding
from portinaio.wire.sip.registrar.registration import Registration

if TYPE_CHECKING:
    from portinaio.lines.sip.settings import SipSettings


class Asked(NamedTuple):
    registrar: Target
    nearest: tuple[Target, ...]
    """Whom we talk to, one of them at a time: the proxies, where there are some."""

    @property
    def text(self) -> str:
        """As a person reads them."""
        return " / ".join(one.text for one in self.nearest)

    @property
    def names(self) -> str:
        """The same without ports."""
        return " / ".join(dict.fromkeys(one.host for one in self.nearest))

    def certified(self, nearest: Target) -> str:
        """What its certificate must be for: the name that was asked for, RFC 5922 4, or the domain behind an address."""
        return self.registrar.host if is_address(nearest.host) else nearest.host


def asked_by(settings: SipSettings) -> Asked:
    """By the transport that the address says, else the domain, unless the line listens by TCP alone."""
    registrar = target(settings.registrar, settings.name, "registrar")
    proxies = [target(proxy, settings.name, "proxy") for proxy in settings.proxies]
    listen = {text.partition(":")[0] for text in settings.listen}
    usual = "tcp" if listen == {"tcp"} else None
    nearest = (one._replace(transport=one.transport or usual) for one in proxies or [registrar])
    return Asked(registrar, tuple(dict.fromkeys(nearest)))


def aor_of(settings: SipSettings, registrar: Target) -> str:
    """The address of record, by which others call the account."""
    return f"sip:{escaped(settings.username)}@{registrar.host}"


def login_of(settings: SipSettings, password: str | None) -> Login:
    return Login(settings.auth_username or settings.username, password or "")


def registration_of(
    settings: SipSettings, registrar: Target, password: str | None, instance: str
) -> Registration:
    port = "" if registrar.port in {None, 5060} else f":{registrar.port}"
    aor, login = aor_of(settings, registrar), login_of(settings, password)
    q = "1.0" if settings.peer in {PBX, SERIAL} else ""
    binding = Binding(f"sip:{registrar.host}{port}", aor, login, settings.expires_s, instance, q)
    return Registration(binding, lambda: secrets.token_hex(12))
