"""What follows when config.toml is another one than before."""

from __future__ import annotations

from portinaio.api.requests.service import ServiceRequests
from portinaio.daemon.publishing import publish

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from portinaio.daemon.context import Context


def settings_changed(context: Context) -> None:
    context.config_changed()
    context.on_config_changed()
    publish(context, ServiceRequests.status)
