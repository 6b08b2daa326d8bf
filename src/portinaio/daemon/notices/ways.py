"""The way out of a `[[notify]]`, made of what config.toml says."""

from __future__ import annotations

import time
from importlib.util import find_spec
from typing import TYPE_CHECKING

from portinaio.config.notify import POLICY, broker, own_quiet_hours
from portinaio.config.secrets import reveal
from portinaio.core.message import msg
from portinaio.core.policy import Action
from portinaio.daemon.notices.mail import Mail
from portinaio.daemon.notices.mqtt import Mqtt
from portinaio.daemon.notices.ntfy import Ntfy
from portinaio.daemon.notices.webhook import Webhook
from portinaio.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from portinaio.config.home import Home
    from portinaio.config.settings import MailTable, NotifyTable
    from portinaio.core.message import Translation
    from portinaio.core.policy import Policy
    from portinaio.daemon.notices.mqtt import Standing
    from portinaio.daemon.notices.sender import Sender


def sender_of(
    table: NotifyTable,
    mail: MailTable | None,
    home: Home,
    translation: Translation | None,
    standing: Callable[[], Standing],
) -> Sender:
    """`ConfigError` where a password cannot be read, or what it needs is not installed."""
    password = reveal(table.password, home) if table.password else ""
    match table.kind:
        case "webhook":
            return Webhook(table.url, password, time.time)
        case "ntfy":
            return Ntfy(table.url, password, translation)
        case "mail":
            assert mail is not None  # config.toml was looked at
            secret = reveal(mail.password, home) if mail.password else ""
            return Mail(mail, table.recipient, secret)
        case "mqtt":
            if find_spec("aiomqtt") is None:
                raise ConfigError(
                    msg(
                        "notices by mqtt need aiomqtt, which is not installed; pip install 'portinaio[mqtt]'"
                    )
                )
            found = broker(table.url)
            assert found is not None  # as above
            return Mqtt(found, (table.username, password), table.on, standing)


def is_quiet(table: NotifyTable, policy: Policy, at: datetime) -> bool:
    """Whether notices wait at that time."""
    if table.quiet == POLICY:
        return any(
            hours.actions.get("unknown", Action.RING) is not Action.RING and hours.hold(at)
            for hours in policy.hours or ()
        )
    own = own_quiet_hours(table)
    return own is not None and own.hold(at)
