"""What is done to config.toml from the window, with the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.language import _
from portinaio.tui.operations.done import Done

if TYPE_CHECKING:
    from portinaio.api.answers import SettingAnswer
    from portinaio.api.client import Client


def set_value(client: Client, one: SettingAnswer, value: Any, shown: str) -> Done:
    """Write a value, or with `None` take the key out; `shown` is the value as the screen writes it."""
    key, before = one["key"], one["value"]
    client.set_settings({key: value})
    said = _("%(key)s is now %(value)s") if value is not None else _("%(key)s has its default")
    return Done(
        said % {"key": key, "value": shown},
        lambda client: client.set_settings({key: before}),
    )
