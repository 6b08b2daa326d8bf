"""How each `[[notify]]` does, for whoever asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portinaio.api.answers import NotifyAnswer
    from portinaio.daemon.context import Context


def notify_answers(context: Context) -> list[NotifyAnswer]:
    """As the daemon sees them, or those of config.toml while none sends anything."""
    if context.notifying:
        return context.notifying()
    from portinaio.config.load import load_settings  # noqa: PLC0415  # reads strictly
    from portinaio.config.notify import name_of  # noqa: PLC0415  # as above

    return [
        {
            "name": name_of(table),
            "kind": table.kind,
            "sent": 0,
            "waiting": 0,
            "lost": 0,
            "error": None,
        }
        for table in load_settings(context.home.config_file).notify
    ]
