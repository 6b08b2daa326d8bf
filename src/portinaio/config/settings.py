"""The shape of config.toml, one class a table. What each key means for a person stands in `sentences`.

Strict: an unknown key or a wrong type is refused where it stands. Values that are well formed and still cannot be meant,
such as an hour of 25:00, are found in `meaning`.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from portinaio.config import manner
from portinaio.core.policy import Action

ActionName = Literal["ring", "silence", "reject", "answer", "announce"]


class _Table(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    pass


class HoursTable(_Table, frozen=True, rename={"start": "from", "end": "to"}):
    start: str
    end: str
    days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = ()
    known: ActionName | None = None
    unknown: ActionName | None = None
    suspected: ActionName | None = None
    reported: ActionName | None = None
    withheld: ActionName | None = None


class PolicyTable(_Table, frozen=True):
    known: ActionName | None = None
    unknown: ActionName | None = None
    suspected: ActionName | None = None
    reported: ActionName | None = None
    withheld: ActionName | None = None
    hours: tuple[HoursTable, ...] = ()


class LogTable(_Table, frozen=True):
    keep_days: int = 90


class Secret(_Table, frozen=True):
    """Where a password lies; exactly one of the three."""

    keyring: str | None = None
    env: str | None = None
    file: str | None = None


class LineSettings(_Table, frozen=True):
    """Keys that every kind of line has."""

    name: str
    number: str = ""
    policy: PolicyTable = PolicyTable()

    @property
    def has_extensions(self) -> bool:
        """Whether other telephones of the house call on it, by codes such as `**622`."""
        return False

    @property
    def can(self) -> frozenset[Action]:
        """What is in its power; the only place that says so, for the line itself and for who decides."""
        return frozenset(Action)

    @property
    def unmarked_box(self) -> str:
        """The FRITZ!Box at which it registers without `peer` saying so; empty where there is none."""
        return ""


class ReplaySettings(LineSettings, frozen=True, tag_field="kind", tag="replay"):
    file: str = ""
    speed: float = 1.0


class SipSettings(LineSettings, frozen=True, tag_field="kind", tag="sip"):
    mode: Literal["listen", "registrar"] = "listen"
    listen: tuple[str, ...] = ("udp:0.0.0.0:5060",)
    registrar: str = ""
    username: str = ""
    auth_username: str = ""
    password: Secret | None = None
    proxy: str = ""
    expires_s: int = 600
    trusted: tuple[str, ...] = ("127.0.0.0/8", "::1/128")
    peer: Literal["sole", "forked", "fritzbox"] = "sole"
    reject: Literal[607, 603, 608, 480] = 607
    ring_s: int = 30

    @property
    def has_extensions(self) -> bool:
        return self.mode == "listen" or self.peer == "fritzbox"

    @property
    def can(self) -> frozenset[Action]:
        return manner.ABILITIES[self.peer]

    @property
    def unmarked_box(self) -> str:
        keys = {"mode": self.mode, "registrar": self.registrar, "proxy": self.proxy}
        return "" if self.peer == manner.FRITZBOX else manner.box_of(keys)


class ListTable(_Table, frozen=True):
    name: str
    url: str = ""
    format: str = ""
    region: str | None = None
    trust: float | None = None
    origin: str = ""
    complaints: bool | None = None
    token: Secret | None = None


class GatewayTable(_Table, frozen=True):
    listen: str
    certificate: str = ""
    key: str = ""


class MailTable(_Table, frozen=True):
    host: str
    port: int = 465
    tls: Literal["implicit", "starttls"] = "implicit"
    username: str = ""
    password: Secret | None = None
    sender: str = msgspec.field(default="", name="from")


class TuiTable(_Table, frozen=True):
    theme: str = "portinaio"
    keys: dict[str, str] = {}


class Settings(_Table, frozen=True):
    country: str | None = None
    language: Literal["en", "it"] | None = None
    policy: PolicyTable = PolicyTable()
    log: LogTable = LogTable()
    line: tuple[SipSettings | ReplaySettings, ...] = ()
    list: tuple[ListTable, ...] = ()
    gateway: GatewayTable | None = None
    mail: MailTable | None = None
    tui: TuiTable = TuiTable()
