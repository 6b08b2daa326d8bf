"""Telling whoever listens what has changed: an event is the answer that a request has now."""

from __future__ import annotations

from portinaio.daemon.dispatch import handler

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.api.request import Request
    from portinaio.daemon.context import Context


def publish(context: Context, request: Callable[..., object], **arguments: object) -> None:
    """An event of the request's name. Its content is made when it is sent, and only where somebody listens."""
    asked: Request = request  # type: ignore[assignment]  # to the type checker it is a method
    context.publish(asked.name, lambda: handler(asked)(context, **arguments))
