"""Telling whoever listens what has changed: an event is the answer that a request has now."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from portinaio.daemon.dispatch import perform

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.api.request import Request
    from portinaio.daemon.context import Context


def publish(context: Context, request: Callable[..., object], **arguments: object) -> None:
    """An event of the request's name. Its content is made when it is sent, and only where somebody listens."""
    asked = cast("Request", request)
    context.publish(asked.name, partial(perform, context, asked, arguments))
