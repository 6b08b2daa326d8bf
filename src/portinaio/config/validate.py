"""Values that are well formed and still cannot be meant: an hour of 25:00, a port of 70000, two lines of one name."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from portinaio.config.line_kind import out_of_bounds
from portinaio.config.line_kinds import problems_of
from portinaio.config.notify import notify_problems
from portinaio.config.policies import MIDNIGHT, repeated_values, uses_holidays
from portinaio.config.settings import (
    GatewayTable,
    HoursTable,
    LineSettings,
    ListTable,
    LogTable,
    MailTable,
    PolicyTable,
    RepeatedTable,
    Secret,
    Settings,
)
from portinaio.core.contact import OWN
from portinaio.core.listen import host_and_port
from portinaio.core.message import Message, msg
from portinaio.core.numbers.regions import REGIONS
from portinaio.core.repeated import Repeated
from portinaio.core.score import UNPROVEN
from portinaio.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Problem = tuple[str, Message]
    """Path as msgspec writes it, and what is wrong there."""

BOUNDS: dict[type[msgspec.Struct], dict[str, tuple[float, float]]] = {
    LogTable: {"keep_days": (1, 36_500)},  # a calendar has no room for ten times as much
    ListTable: {"trust": (0, 1)},
    MailTable: {"port": (1, 65_535)},
    PolicyTable: {
        "spam_name": (0, int(UNPROVEN))
    },  # what is more would turn a caller away by a name alone
    RepeatedTable: {"times": (0, 9)},  # who has called nine times within minutes is no person
}
"""Of every number that config.toml can hold; a kind of line has its own."""
LONGEST_WITHIN_S = 3600  # an hour later it is another matter
ADDRESS = re.compile(
    r"https?://(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::[0-9]{1,5})?/?"
)
NAME = re.compile(r"[\w][\w.-]{0,39}")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")

ASKED = re.compile(r"(https|http|file)://[^\s#]+#[0-9a-f]{64}")
"""A list site with the fingerprint of its root."""


def problems(settings: Settings) -> Iterator[Problem]:
    """What no schema can see, in the order of the file."""
    if settings.country and settings.country not in REGIONS:
        yield (
            "$.country",
            msg("country must be two letters such as IT, not %(value)r", value=settings.country),
        )
    yield from _policy(settings.policy, "$.policy", Repeated())
    yield from _holidays(settings)
    yield from _numbers(settings.log, "$.log")
    names = Counter(line.name for line in settings.line)
    for index, line in enumerate(settings.line):
        where = f"$.line[{index}]"
        if not NAME.fullmatch(line.name):
            yield (
                f"{where}.name",
                msg(
                    "name must be letters, digits, - and _ without spaces, not %(value)r",
                    value=line.name,
                ),
            )
        if names[line.name] > 1:
            yield (
                f"{where}.name",
                msg("two lines are called %(name)s; give each its own name", name=line.name),
            )
        yield from _line(line, where, settings.policy)
    yield from _lists(settings)
    yield from _contacts(settings)
    yield from _asked(settings.community.ask)
    if settings.gateway:
        yield from _gateway(settings.gateway)
    if settings.mail:
        yield from _numbers(settings.mail, "$.mail")
    yield from notify_problems(settings)
    for index, notify in enumerate(settings.notify):
        if notify.password is not None:
            yield from _secret(notify.password, f"$.notify[{index}].password")


def _numbers(table: msgspec.Struct, where: str) -> Iterator[Problem]:
    for key, text in out_of_bounds(table, BOUNDS[type(table)]):
        yield f"{where}.{key}", text


def _asked(sites: Iterable[str]) -> Iterator[Problem]:
    for index, site in enumerate(sites):
        if not ASKED.fullmatch(site):
            yield (
                f"$.community.ask[{index}]",
                msg(
                    "ask of [community] names sites like https://lists.example.org/calls/#FINGERPRINT, with the 64 digits of the root,"
                    " not %(value)r",
                    value=site[:80],
                ),
            )


def _gateway(table: GatewayTable) -> Iterator[Problem]:
    if host_and_port(table.listen) is None:
        yield (
            "$.gateway.listen",
            msg(
                "listen of [gateway] must be like 127.0.0.1:8765, not %(value)r",
                value=table.listen,
            ),
        )
    if table.address and not ADDRESS.fullmatch(table.address):
        yield (
            "$.gateway.address",
            msg(
                "address of [gateway] must be like https://pi.lan:8765, not %(value)r",
                value=table.address,
            ),
        )
    if table.key and not table.certificate:
        yield "$.gateway", msg("the key of the gateway is of no use without its certificate")


def _lists(settings: Settings) -> Iterator[Problem]:
    names = Counter(wanted.name for wanted in settings.list)
    for index, wanted in enumerate(settings.list):
        where = f"$.list[{index}]"
        if not NAME.fullmatch(wanted.name):
            yield (
                f"{where}.name",
                msg(
                    "name must be letters, digits, - and _ without spaces, not %(value)r",
                    value=wanted.name,
                ),
            )
        if names[wanted.name] > 1:
            yield (
                f"{where}.name",
                msg("two lists are called %(name)s; give each its own name", name=wanted.name),
            )
        yield from _numbers(wanted, where)
        if wanted.origin and not NAME.fullmatch(wanted.origin):
            yield (
                f"{where}.origin",
                msg(
                    "origin must be letters, digits, - and _ without spaces, not %(value)r",
                    value=wanted.origin,
                ),
            )
        if wanted.region and wanted.region not in REGIONS:
            yield (
                f"{where}.region",
                msg("region must be two letters such as IT, not %(value)r", value=wanted.region),
            )
        if wanted.token is not None:
            yield from _secret(wanted.token, f"{where}.token")


def _contacts(settings: Settings) -> Iterator[Problem]:
    names = Counter(book.name for book in settings.contacts)
    for index, book in enumerate(settings.contacts):
        where = f"$.contacts[{index}]"
        if not NAME.fullmatch(book.name) or book.name == OWN:
            yield (
                f"{where}.name",
                msg(
                    "name must be letters, digits, - and _ without spaces, not %(value)r",
                    value=book.name,
                ),
            )
        if names[book.name] > 1:
            yield (
                f"{where}.name",
                msg(
                    "two address books are called %(name)s; give each its own name", name=book.name
                ),
            )
        if book.region and book.region not in REGIONS:
            yield (
                f"{where}.region",
                msg("region must be two letters such as IT, not %(value)r", value=book.region),
            )
        if book.password is not None:
            yield from _secret(book.password, f"{where}.password")
            if not book.username:
                yield where, msg("a password is of no use without its username")


def _line(line: LineSettings, where: str, general: PolicyTable) -> Iterator[Problem]:
    yield from _policy(line.policy, f"{where}.policy", _repeated_of(general))
    for key, text in problems_of(line):
        yield f"{where}.{key}" if key else where, text
    for field in msgspec.structs.fields(line):
        if isinstance(secret := getattr(line, field.name), Secret):
            yield from _secret(secret, f"{where}.{field.encode_name}")


def _secret(secret: Secret, where: str) -> Iterator[Problem]:
    if sum(place is not None for place in (secret.keyring, secret.env, secret.file)) != 1:
        yield (
            where,
            msg('a password is one of { keyring = "…" }, { env = "…" } and { file = "…" }'),
        )


def _policy(policy: PolicyTable, where: str, repeated: Repeated) -> Iterator[Problem]:
    """`repeated` is what holds where the table says nothing."""
    yield from _numbers(policy, where)
    yield from _groups(policy.groups or (), where)
    for index, hours in enumerate(policy.hours or ()):
        yield from _hours(hours, f"{where}.hours[{index}]")
    yield from _persistent(policy.repeated, f"{where}.repeated", repeated)


def _persistent(table: RepeatedTable, where: str, base: Repeated) -> Iterator[Problem]:
    yield from _numbers(table, where)
    if table.times == 1:
        yield (
            f"{where}.times",
            msg("times must be 2 or more, since with 1 every call would ring; 0 is for never"),
        )
    for key in ("within", "not_before"):
        if (text := getattr(table, key)) is not None:
            try:
                repeated_values(RepeatedTable(**{key: text}))
            except UsageError:
                yield f"{where}.{key}", _not_a_span(key, text)
                return
    rule = base._replace(**repeated_values(table))
    if not rule.not_before_s < rule.within_s <= LONGEST_WITHIN_S:
        yield (
            f"{where}.within" if table.within else f"{where}.not_before",
            msg("within must be at most 1h and longer than not_before"),
        )


def _not_a_span(key: str, text: str) -> Message:
    return msg("%(key)s must be a span such as 10s or 3m, not %(value)r", key=key, value=text[:60])


def _repeated_of(table: PolicyTable) -> Repeated:
    return Repeated()._replace(**repeated_values(table.repeated))


def _hours(hours: HoursTable, where: str) -> Iterator[Problem]:
    for key, value in (("from", hours.start), ("to", hours.end)):
        if not _CLOCK.fullmatch(value) and (key, value) != ("to", MIDNIGHT):
            yield (
                f"{where}.{key}",
                msg("%(key)s must be a time such as 22:00, not %(value)r", key=key, value=value),
            )
    if hours.groups and not hours.unknown:
        yield (
            f"{where}.groups",
            msg("groups need an action for unknown, as which contacts outside them count"),
        )
    yield from _groups(hours.groups, where)


def _groups(groups: Iterable[str], where: str) -> Iterator[Problem]:
    if any(not name.strip() for name in groups):
        yield f"{where}.groups", msg("a group needs a name")


def _holidays(settings: Settings) -> Iterator[Problem]:
    if not settings.country or not uses_holidays(settings):
        return
    import holidays  # noqa: PLC0415  # slow to load, and few have hours for them

    if settings.country not in holidays.list_supported_countries():
        yield (
            "$.country",
            msg(
                "the public holidays of %(country)s are not known; name days without holiday",
                country=settings.country,
            ),
        )
