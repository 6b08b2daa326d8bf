"""The shape of config.toml, one class a table. What each key means for a person stands in `descriptions`; the keys of a
line that only its kind knows stand in the class of that kind.

Strict: an unknown key or a wrong type is refused where it stands. Values that are well formed and still cannot be meant,
such as an hour of 25:00, are found in `validate`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from portinaio.language import LANGUAGES

if TYPE_CHECKING:
    Language = str
else:
    Language = Literal[LANGUAGES]
ActionName = Literal[
    "ring", "silence", "reject", "answer", "announce", "challenge", "message", "hold"
]
KindActionName = Literal["ring", "silence", "reject", "answer", "announce", "challenge", "message"]
"""For callers against whom nothing is said: those of `core.policy.NEVER_HELD`."""
HiddenActionName = Literal["ring", "silence", "reject", "answer", "announce", "message"]
"""For callers without a number: those of `core.policy.NEVER_CHALLENGED`."""


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
    withheld: HiddenActionName | None = None
    unavailable: HiddenActionName | None = None
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
    withheld: HiddenActionName | None = None
    unavailable: HiddenActionName | None = None
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
    columns: tuple[str, ...] = ()
    root: str = ""
    countries: tuple[str, ...] = ()
    token: Secret | None = None


class ContactsTable(_Table, frozen=True):
    """An address book that is followed, and never written to."""

    name: str
    url: str
    username: str = ""
    password: Secret | None = None
    region: str | None = None


class CommunityTable(_Table, frozen=True):
    share: Literal["ask", "blocked", "never"] = "ask"
    lookup: bool = False
    ask: tuple[str, ...] = ()
    own_list: bool = False


class GatewayTable(_Table, frozen=True):
    listen: str
    address: str = ""
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


class NcidTable(_Table, frozen=True):
    """Programs that speak NCID are told of calls."""

    listen: str
    trusted: tuple[str, ...] = ("127.0.0.0/8", "::1/128")


class NotifyTable(_Table, frozen=True):
    """Where notices are sent besides the desktop."""

    kind: Literal["webhook", "mqtt", "mail", "ntfy"]
    name: str = ""
    """Left out, its kind is."""
    url: str = ""
    on: tuple[str, ...] = ("rejected", "line", "deadline")
    number: Literal["full", "last", "none"] = "last"
    quiet: str = "policy"
    username: str = ""
    password: Secret | None = None
    recipient: str = ""


class TuiTable(_Table, frozen=True):
    theme: str = "portinaio"
    keys: dict[str, str] = {}


class Settings(_Table, frozen=True):
    country: str | None = None
    language: Language | None = None
    policy: PolicyTable = PolicyTable()
    log: LogTable = LogTable()
    line: tuple[LineSettings, ...] = ()
    """Each of the class that its kind has."""
    list: tuple[ListTable, ...] = ()
    contacts: tuple[ContactsTable, ...] = ()
    community: CommunityTable = CommunityTable()
    gateway: GatewayTable | None = None
    mail: MailTable | None = None
    ncid: NcidTable | None = None
    notify: tuple[NotifyTable, ...] = ()
    tui: TuiTable = TuiTable()
