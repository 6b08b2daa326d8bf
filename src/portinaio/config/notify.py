"""What `[[notify]]` and `[ncid]` mean: names, addresses, the hours in which notices wait."""

from __future__ import annotations

import ipaddress
import re
from collections import Counter
from datetime import time
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from portinaio.core.listen import host_and_port
from portinaio.core.message import Message, msg
from portinaio.core.policy import Hours

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.config.settings import NotifyTable, Settings

    Problem = tuple[str, Message]

OCCASIONS = ("rejected", "line", "deadline")
SCHEMES = {"webhook": ("https", "http"), "ntfy": ("https", "http"), "mqtt": ("mqtt", "mqtts")}
MQTT_PORTS = {"mqtt": 1883, "mqtts": 8883}
POLICY, NEVER = "policy", "never"
_NAME = re.compile(r"[\w][\w.-]{0,39}")
_QUIET = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)")
_TOPIC = re.compile(r"/[A-Za-z0-9_-]{1,64}", re.ASCII)
_ADDRESS = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+")


class Broker(NamedTuple):
    host: str
    port: int
    tls: bool
    prefix: str
    """Of all topics, without a slash at its end."""


def name_of(table: NotifyTable) -> str:
    return table.name or table.kind


def own_quiet_hours(table: NotifyTable) -> Hours | None:
    """Those that the table itself has; a day begins and ends at 00:00."""
    found = _QUIET.fullmatch(table.quiet)
    if found is None:
        return None
    end = time(int(found[3]), int(found[4])) if found[3] else time()
    return Hours(time(int(found[1]), int(found[2])), end, {})


def broker(url: str) -> Broker | None:
    """`mqtts://broker.example.net:8883/portinaio` taken apart; `None` where it is not one."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    prefix = parts.path.strip("/") or "portinaio"
    if parts.scheme not in MQTT_PORTS or not parts.hostname or set("+#\0") & set(prefix):
        return None
    return Broker(parts.hostname, port or MQTT_PORTS[parts.scheme], parts.scheme == "mqtts", prefix)


def notify_problems(settings: Settings) -> Iterator[Problem]:
    yield from _ncid(settings)
    names = Counter(map(name_of, settings.notify))
    for index, table in enumerate(settings.notify):
        where, name = f"$.notify[{index}]", name_of(table)
        if not _NAME.fullmatch(name):
            yield (
                f"{where}.name",
                msg(
                    "name must be letters, digits, - and _ without spaces, not %(value)r",
                    value=name,
                ),
            )
        if names[name] > 1:
            yield (
                f"{where}.name" if table.name else where,
                msg("two [[notify]] are called %(name)s; give each its own name", name=name),
            )
        for key, text in _problems(table, settings):
            yield f"{where}.{key}" if key else where, text


def _problems(table: NotifyTable, settings: Settings) -> Iterator[Problem]:
    for one in table.on:
        if one not in OCCASIONS:
            yield (
                "on",
                msg("on knows rejected, line and deadline, not %(value)r", value=one[:60]),
            )
    if table.quiet not in {POLICY, NEVER} and own_quiet_hours(table) is None:
        yield (
            "quiet",
            msg(
                "quiet must be policy, never or hours such as 22:00-07:00, not %(value)r",
                value=table.quiet[:60],
            ),
        )
    if table.kind == "mail":
        yield from _mail(table, settings)
    elif (problem := _address(table)) is not None:
        yield "url" if table.url else "", problem
    if table.username and table.kind != "mqtt":
        yield "username", msg("username is for mqtt alone")


def _mail(table: NotifyTable, settings: Settings) -> Iterator[Problem]:
    if table.url:
        yield "url", msg("mail leaves through [mail]; url is for the other kinds")
    if settings.mail is None:
        yield "", msg("notices by mail leave through [mail], which is missing; add it")
    if table.recipient and not _ADDRESS.fullmatch(table.recipient):
        yield (
            "recipient",
            msg(
                "recipient must be an address such as me@example.net, not %(value)r",
                value=table.recipient[:60],
            ),
        )


def _address(table: NotifyTable) -> Message | None:
    """What is wrong with where it goes; secrets belong under `password`, since addresses are shown and logged."""
    if table.recipient:
        return msg("recipient is for mail alone")
    try:
        parts = urlsplit(table.url)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in SCHEMES[table.kind] or not parts.hostname or not table.url.isascii():
        return msg(
            "url of a %(kind)s must begin with %(scheme)s:// and name a host, not %(value)r",
            kind=table.kind,
            scheme=SCHEMES[table.kind][0],
            value=table.url[:60],
        )
    if parts.username or parts.password:
        return msg("no user name and no password belong into url; there are keys for them")
    if any(c.isspace() or not c.isprintable() for c in table.url) or set("\\#") & set(table.url):
        return msg("url holds a space, or what no address may hold")
    if table.kind == "ntfy" and not _TOPIC.fullmatch(parts.path):
        return msg("url of ntfy is that of a topic, such as https://ntfy.sh/my-topic")
    if table.kind == "mqtt" and broker(table.url) is None:
        return msg("the path of url is the beginning of topics, in which + and # mean all")
    return None


def _ncid(settings: Settings) -> Iterator[Problem]:
    table = settings.ncid
    if table is None:
        return
    if host_and_port(table.listen) is None:
        yield (
            "$.ncid.listen",
            msg(
                "listen of [ncid] must be like 127.0.0.1:3333, not %(value)r",
                value=table.listen[:60],
            ),
        )
    for network in table.trusted:
        try:
            ipaddress.ip_network(network, strict=False)
        except ValueError:
            yield (
                "$.ncid.trusted",
                msg(
                    "trusted of [ncid] must be like 192.168.1.0/24, not %(value)r",
                    value=network[:60],
                ),
            )
