"""The shape of config.toml, one class a table. What each key means for a person stands in `descriptions`; the keys of a
line that only its kind knows stand in the class of that kind.

Strict: an unknown key or a wrong type is refused where it stands. Values that are well formed and still cannot be meant,
such as an hour of 25:00, are found in `validate`.
"""

from __future__ import annotations

from typing import Literal

import msgspec

ActionName = Literal["ring", "silence", "reject", "answer", "announce", "hold"]
KindActionName = Literal["ring", "silence", "reject", "answer", "announce"]
"""For callers against whom nothing is said: those of `core.policy.NEVER_HELD`."""


class _Table(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    pass


class HoursTable(_Table, frozen=True, rename={"start": "from", "end": "to"}):
    start: str
    end: str
    days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"], ...] = ()
    groups: tuple[str, ...] = ()
    known: KindActionName | None = None
    unknown: KindActionName | None = None
    suspected: ActionName | None = None
    reported: ActionName | None = None
    withheld: KindActionName | None = None
    unavailable: KindActionName | None = None
    abroad: KindActionName | None = None
    forged: ActionName | None = None


class RepeatedTable(_Table, frozen=True):
    """What is left out is as the general policy has it, and there as `core.repeated` has it."""

    times: int | None = None
    within: str | None = None
    not_before: str | None = None


class PolicyTable(_Table, frozen=True):
    known: KindActionName | None = None
    unknown: KindActionName | None = None
    suspected: ActionName | None = None
    reported: ActionName | None = None
    withheld: KindActionName | None = None
    unavailable: KindActionName | None = None
    abroad: KindActionName | None = None
    forged: ActionName | None = None
    spam_name: int | None = None
    groups: tuple[str, ...] | None = None
    hours: tuple[HoursTable, ...] | None = None
    """An empty one says, in the policy of a line, that it has none of the general ones."""
    repeated: RepeatedTable = RepeatedTable()


class LogTable(_Table, frozen=True):
    keep_days: int = 90


class Secret(_Table, frozen=True):
    """Where a password lies; exactly one of the three."""

    keyring: str | None = None
    env: str | None = None
    file: str | None = None


class LineSettings(_Table, frozen=True):
    """The keys that every line has; the class of its kind adds those of its own."""

    name: str
    kind: str
    number: str = ""
    caller_numbers: Literal["national", "international"] = "national"
    policy: PolicyTable = PolicyTable()


class ListTable(_Table, frozen=True):
    name: str
    url: str = ""
    format: str = ""
    region: str | None = None
    trust: float | None = None
    origin: str = ""
    complaints: bool | None = None
    vetted: bool | None = None
    sure: bool = False
    token: Secret | None = None


class ContactsTable(_Table, frozen=True):
    """An address book that is followed, and never written to."""

    name: str
    url: str
    username: str = ""
    password: Secret | None = None
    region: str | None = None


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
    pec: bool = False


class TuiTable(_Table, frozen=True):
    theme: str = "portinaio"
    keys: dict[str, str] = {}


class Settings(_Table, frozen=True):
    country: str | None = None
    language: Literal["en", "it"] | None = None
    policy: PolicyTable = PolicyTable()
    log: LogTable = LogTable()
    line: tuple[LineSettings, ...] = ()
    """Each of the class that its kind has."""
    list: tuple[ListTable, ...] = ()
    contacts: tuple[ContactsTable, ...] = ()
    gateway: GatewayTable | None = None
    mail: MailTable | None = None
    tui: TuiTable = TuiTable()
