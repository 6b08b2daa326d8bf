"""The shape of config.toml. One class a table; the docstring below a key is its sentence in the Settings screen.

Strict: an unknown key or a wrong type is refused where it stands. Values that only a person can get wrong in meaning,
such as an address or an hour, are read in `load`.
"""

from __future__ import annotations

from typing import Literal

import msgspec

ActionName = Literal["ring", "silence", "reject", "answer", "announce"]


class _Table(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    pass


class HoursTable(_Table, frozen=True, rename={"start": "from", "end": "to"}):
    start: str
    """First minute, `22:00`."""
    end: str
    """First minute after, `07:00`; earlier than `from` means over midnight."""
    days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = ()
    """Days on which the hours begin; none means every day."""
    known: ActionName | None = None
    unknown: ActionName | None = None
    suspected: ActionName | None = None
    reported: ActionName | None = None
    withheld: ActionName | None = None


class PolicyTable(_Table, frozen=True):
    known: ActionName | None = None
    """Callers in your contacts, and those you allowed or called."""
    unknown: ActionName | None = None
    """Callers of whom nothing is known."""
    suspected: ActionName | None = None
    """Unknown callers with some evidence against them."""
    reported: ActionName | None = None
    """Reported telemarketers, and numbers you blocked."""
    withheld: ActionName | None = None
    """Callers who hide their number."""
    hours: tuple[HoursTable, ...] = ()
    """Parts of the day with other actions."""


class LogTable(_Table, frozen=True):
    keep_days: int = 90
    """Calls older than this are forgotten; only counts remain."""


class Secret(_Table, frozen=True):
    """Where a password lies; exactly one of the three."""

    keyring: str | None = None
    env: str | None = None
    file: str | None = None


class LineTable(_Table, frozen=True):
    """Keys that every kind of line has."""

    name: str
    number: str = ""
    """Your own number on this line, for complaints."""
    policy: PolicyTable = PolicyTable()
    """Overrides the policy on this line."""


class ReplayTable(LineTable, frozen=True, tag_field="kind", tag="replay"):
    file: str = ""
    """A script of calls; empty for the one that comes with the program."""
    speed: float = 1.0
    """How many times faster than written."""


class SipTable(LineTable, frozen=True, tag_field="kind", tag="sip"):
    mode: Literal["listen", "registrar"] = "listen"
    """`listen`: called directly by a PBX; `registrar`: registered at a provider or router."""
    listen: tuple[str, ...] = ("udp:0.0.0.0:5060",)
    """Addresses to listen at, such as `udp:0.0.0.0:5060` or `tcp:127.0.0.1:5060`."""
    registrar: str = ""
    """Host of the provider or router."""
    username: str = ""
    auth_username: str = ""
    """Where it differs from the user name."""
    password: Secret | None = None
    proxy: str = ""
    """Outbound proxy, such as `sip:proxy.example.net;transport=tcp`."""
    expires_s: int = 600
    """For how long to register."""
    trusted: tuple[str, ...] = ("127.0.0.0/8", "::1/128")
    """Networks whose calls are accepted, besides the registrar; others are dropped."""
    peer: Literal["sole", "forked", "fritzbox"] = "sole"
    """`sole`: nobody else rings; `forked`: other phones ring on; `fritzbox`: a FRITZ!Box."""
    reject: Literal[607, 603, 608, 480] = 607
    """The SIP answer of a reject."""
    ring_s: int = 30
    """For how long a call rings here before it is given back."""


class ListTable(_Table, frozen=True):
    name: str
    """Of the catalogue; or any, beside `url` and `format`."""
    url: str = ""
    format: str = ""
    region: str | None = None
    """Country of the list, for national notation."""
    trust: float | None = None
    """0 to 1; how much you believe it."""
    token: Secret | None = None


class GatewayTable(_Table, frozen=True):
    listen: str
    """Address on the LAN, such as `127.0.0.1:8765`."""
    certificate: str = ""
    """PEM file of the TLS certificate; with `key`."""
    key: str = ""
    """PEM file of the TLS private key."""


class MailTable(_Table, frozen=True):
    host: str
    port: int = 465
    tls: Literal["implicit", "starttls"] = "implicit"
    username: str = ""
    password: Secret | None = None
    sender: str = msgspec.field(default="", name="from")


class TuiTable(_Table, frozen=True):
    theme: str = "textual-dark"
    keys: dict[str, str] = {}
    """Your own keys for the bindings of the terminal app."""


class Settings(_Table, frozen=True):
    country: str | None = None
    """The country whose notation national numbers have; ISO 3166-1 alpha-2."""
    language: Literal["en", "it"] | None = None
    """Of the interface; a letter is in its recipient's language."""
    policy: PolicyTable = PolicyTable()
    log: LogTable = LogTable()
    line: tuple[SipTable | ReplayTable, ...] = ()
    list: tuple[ListTable, ...] = ()
    gateway: GatewayTable | None = None
    mail: MailTable | None = None
    tui: TuiTable = TuiTable()
